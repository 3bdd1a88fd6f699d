package io.haochaping.witness;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Configurations of the live job. */
public final class LiveConfigFile {
    private LiveConfigFile() {}

    /** Topics that are no copies, into which the job writes its ticks, everything as often as it may be. */
    public static Path live(Path folder, String bootstrap, StoreAddress store, int parallelism) throws IOException {
        String text =
                """
                kafka:
                  bootstrap-servers: "%s"
                store:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                  schema: "%s"
                live:
                  tick-interval: 200 ms
                  checkpoint-interval: 300 ms
                  partition-discovery: 300 ms
                  parallelism: %d
                """.formatted(bootstrap, store.url(), store.user(), store.password(), store.schema(), parallelism);
        return Files.writeString(Files.createDirectories(folder).resolve(store.schema() + ".yaml"), text);
    }

    /** Over these topics, all of them copies that bring their ticks. */
    public static Path write(
            Path folder, Set<TopicPartition> sources, String bootstrap, StoreAddress store, int parallelism)
            throws IOException {
        return write(folder, sources, bootstrap, store, parallelism, Map.of());
    }

    /** @param live further settings below {@code live} */
    public static Path write(
            Path folder,
            Set<TopicPartition> sources,
            String bootstrap,
            StoreAddress store,
            int parallelism,
            Map<String, String> live)
            throws IOException {
        String more = new TreeMap<>(live)
                .entrySet().stream()
                        .map(setting -> "  " + setting.getKey() + ": \"" + setting.getValue() + "\"\n")
                        .collect(Collectors.joining());
        String topics = sources.stream()
                .map(TopicPartition::topic)
                .distinct()
                .sorted()
                .map(topic -> "    - " + topic + "\n")
                .collect(Collectors.joining());
        String text = """
                kafka:
                  bootstrap-servers: "%s"
                  copied-topics:
                %sstore:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                  schema: "%s"
                live:
                  ticks: false
                  checkpoint-interval: 500 ms
                  parallelism: %d
                %sfraud:
                  pseudonym-key: "%s"
                  pseudonym-key-id: "%s"
                """.formatted(
                        bootstrap,
                        topics,
                        store.url(),
                        store.user(),
                        store.password(),
                        store.schema(),
                        parallelism,
                        more,
                        Plans.KEY.key(),
                        Plans.KEY.ids().inUse());
        return Files.writeString(Files.createDirectories(folder).resolve(store.schema() + ".yaml"), text);
    }
}
