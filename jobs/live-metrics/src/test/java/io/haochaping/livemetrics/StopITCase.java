package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.Plans;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stop behind a savepoint, at an hour that suits nobody. */
class StopITCase {
    /** Small buffers, so that a few hundred facts fill them. */
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(new Configuration().set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.parse("4kb")))
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(3)
            .build());

    @Test
    void oneReaderIsAtItsEndBeforeAnotherHasBegunToStop(@TempDir Path folder) throws Exception {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(41, 1_500).withTickEvery(Duration.ofDays(1)));
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
                KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                TrafficWriter writer = TrafficWriter.of(plan, kafka.bootstrapServers(), 1)) {
            StoreAddress store = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "stopped");
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            LiveRun first = new LiveRun(plan, kafka.bootstrapServers(), store, folder)
                    .checkpointingEvery(Duration.ofMinutes(1))
                    .betweenDoorAndLedger(OneReaderHeldBack::of)
                    .start();
            OneReaderHeldBack.awaitHolding(LiveRun.PATIENCE);
            writer.writeUpTo(0.9);
            long passed = OneReaderHeldBack.awaitNoRoom(LiveRun.PATIENCE);

            String savepoint = first.stopWithSavepoint();
            assertThat(OneReaderHeldBack.passedAtBarrier())
                    .as("facts that found room before the barrier")
                    .isEqualTo(passed);

            LiveRun second = new LiveRun(plan, kafka.bootstrapServers(), store, folder)
                    .parallelism(3)
                    .from(savepoint)
                    .start();
            writer.writeAll();
            second.awaitWholePlan();
            second.cancel();
            assertThat(Plans.untrue(plan, second.store().copy())).isEmpty();
        }
    }
}
