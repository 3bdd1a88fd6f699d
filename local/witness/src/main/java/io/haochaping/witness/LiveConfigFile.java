package io.haochaping.witness;

import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.SourcePartition;
import io.haochaping.traffic.TrafficPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Over the topics of a plan, all of them copies that bring their ticks. */
    public static Path write(Path folder, TrafficPlan plan, String bootstrap, StoreAddress store, int parallelism)
            throws IOException {
        String topics = plan.partitions().stream()
                .map(SourcePartition::topic)
                .distinct()
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
                """.formatted(
                        bootstrap, topics, store.url(), store.user(), store.password(), store.schema(), parallelism);
        return Files.writeString(Files.createDirectories(folder).resolve(store.schema() + ".yaml"), text);
    }
}
