package io.haochaping.livemetrics;

import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.SourcePartition;
import io.haochaping.traffic.TrafficPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The configuration of the live job over the topics of a plan, all of them copies that bring their ticks. */
final class LiveConfigFile {
    private LiveConfigFile() {}

    static Path write(Path folder, TrafficPlan plan, String bootstrap, StoreAddress store, int parallelism)
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
