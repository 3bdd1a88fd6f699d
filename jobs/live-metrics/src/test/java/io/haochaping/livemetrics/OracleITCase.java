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
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Store = reference fold = truth, every canonical row: real Kafka, real PostgreSQL, the real pipeline. */
class OracleITCase {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(4)
            .build());

    @TempDir
    static Path shared;

    private static PostgresServer postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start(shared.resolve("postgres"));
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    private static StoreAddress schema(String name) {
        return new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), name);
    }

    private static TrafficPlan plan(long seed, int cases) {
        return TrafficPlan.of(TrafficConfig.of(seed, cases).withTickEvery(Duration.ofHours(6)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4"})
    void theStoreHoldsTheTruthInEveryRow(long seed, int parallelism, @TempDir Path folder) throws Exception {
        TrafficPlan plan = plan(seed, 1_500);
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"))) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            LiveRun run = new LiveRun(plan, kafka.bootstrapServers(), schema("oracle_" + seed), folder)
                    .parallelism(parallelism)
                    .start();
            try (TrafficWriter writer = TrafficWriter.of(plan, kafka.bootstrapServers(), seed)) {
                writer.writeAll();
            }
            run.awaitWholePlan();
            run.cancel();

            assertThat(Plans.untrue(plan, run.store().copy())).isEmpty();
            assertThat(run.rows()).isEqualTo(Plans.fold(plan, seed).canonicalRows());
            assertThat(PersonalData.of(plan).in(PersonalData.everythingWritten(run.store())))
                    .as("personal data in tables and outbox")
                    .isEmpty();
        }
    }

    @Test
    void anotherOrderAnotherParallelismAndARestartInBetweenGiveTheSameRows(@TempDir Path folder) throws Exception {
        TrafficPlan plan = plan(4, 1_500);
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                TrafficWriter writer = TrafficWriter.of(plan.reordered(17), kafka.bootstrapServers(), 5)) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            StoreAddress store = schema("restarted");
            LiveRun first = new LiveRun(plan, kafka.bootstrapServers(), store, folder)
                    .parallelism(1)
                    .start();
            writer.writeUpTo(0.5);
            first.awaitReceived(plan.truth().received() / 4, -1);
            String savepoint = first.stopWithSavepoint();

            LiveRun second = new LiveRun(plan, kafka.bootstrapServers(), store, folder)
                    .parallelism(3)
                    .from(savepoint)
                    .start();
            writer.writeAll();
            second.awaitWholePlan();
            second.cancel();

            assertThat(Plans.untrue(plan, second.store().copy())).isEmpty();
            assertThat(second.rows()).isEqualTo(Plans.fold(plan, 6).canonicalRows());
        }
    }
}
