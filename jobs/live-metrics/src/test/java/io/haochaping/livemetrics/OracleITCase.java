package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.Plans;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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

    @Test
    void theStoreHoldsTheTruthInEveryRow(@TempDir Path folder) throws Exception {
        storeHoldsTheTruth(2, 2, folder);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 4"})
    @Tag("slow")
    void theStoreHoldsTheTruthAtOtherParallelisms(long seed, int parallelism, @TempDir Path folder) throws Exception {
        storeHoldsTheTruth(seed, parallelism, folder);
    }

    private static void storeHoldsTheTruth(long seed, int parallelism, Path folder) throws Exception {
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
            assertThat(one(
                            schema("oracle_" + seed),
                            "select (select sum(promised_met) from $.v_on_time_month), (select sum(completed) from"
                                    + " $.v_service_time_day where service_time = 'working'), (select count(*) from"
                                    + " $.v_service_time_day where service_time = 'calendar-unknown')"))
                    .as("cases in time, and completions in working time, by the calendar that the job brought")
                    .isEqualTo(sumOf(plan, "promised_met", hour -> true) + "|"
                            + sumOf(plan, "completed", OracleITCase::isWorked) + "|0");
        }
    }

    private static long sumOf(TrafficPlan plan, String figure, Predicate<LocalDateTime> at) {
        long sum = 0;
        for (Map.Entry<String, String> row : plan.truth().rows("hour").entrySet()) {
            String said = "," + row.getValue();
            int begin = said.indexOf("," + figure + "=");
            if (begin >= 0 && at.test(LocalDateTime.parse(row.getKey().substring(5, 18) + ":00"))) {
                sum += Long.parseLong(
                        said.substring(begin + figure.length() + 2).split(",")[0]);
            }
        }
        return sum;
    }

    private static boolean isWorked(LocalDateTime hour) {
        return WorkingDays.builtIn().isWorkingDay(hour.toLocalDate()) && hour.getHour() >= 9 && hour.getHour() < 17;
    }

    private static String one(StoreAddress store, String sql) throws SQLException {
        try (Connection connection = store.connect();
                ResultSet row = connection.createStatement().executeQuery(sql.replace("$", store.schema()))) {
            row.next();
            return row.getLong(1) + "|" + row.getLong(2) + "|" + row.getLong(3);
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
