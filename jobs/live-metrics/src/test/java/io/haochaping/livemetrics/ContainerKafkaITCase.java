package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.Plans;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The Kafka path against the official broker image, for machines with a Docker engine. Says aloud where it is skipped. */
class ContainerKafkaITCase {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    @Test
    void theStoreHoldsTheTruthWithTheOfficialBrokerImage(@TempDir Path folder) throws Exception {
        boolean docker = DockerClientFactory.instance().isDockerAvailable();
        if (!docker) {
            String notice = "SKIPPED: no Docker engine answers here, so the official Kafka image was not tried;"
                    + " the same path runs against a broker process in OracleITCase";
            // The build keeps tests' output in files; this line is for whoever reads the build itself.
            new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true).println(notice);
            Assumptions.abort(notice);
        }
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(21, 600).withTickEvery(Duration.ofHours(12)));
        try (KafkaContainer kafka = new KafkaContainer("apache/kafka:4.2.0");
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            kafka.start();
            TrafficWriter.createTopics(
                    kafka.getBootstrapServers(), plan.config().partitions());
            StoreAddress store =
                    new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "container");
            LiveRun run = new LiveRun(plan, kafka.getBootstrapServers(), store, folder).start();
            try (TrafficWriter writer = TrafficWriter.of(plan, kafka.getBootstrapServers(), 1)) {
                writer.writeAll();
            }
            run.awaitWholePlan();
            run.cancel();

            assertThat(Plans.differences(plan.truth().rows(), Plans.texts(run.rows())))
                    .isEmpty();
        }
    }
}
