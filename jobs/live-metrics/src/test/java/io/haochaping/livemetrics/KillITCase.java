package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.Await;
import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.JobState;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.stack.StackFailure;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real job in separate processes, which are killed in mid-stream or put out of step with their store; the store holds the truth afterwards. */
class KillITCase {
    private static final Path DISTRIBUTION =
            Path.of(System.getProperty("haochaping.flink")).normalize();
    private static final Path JOB = Path.of(System.getProperty("haochaping.live-job"));

    @TempDir
    static Path shared;

    private static PostgresServer postgres;
    private static FlinkCluster cluster;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start(shared.resolve("postgres"));
        // Three slots for two subtasks: what a killed TaskManager ran finds a place at once.
        cluster = FlinkCluster.builder(DISTRIBUTION, shared.resolve("flink"))
                .taskManagers(3)
                .highAvailability(true)
                .config(Map.of(
                        "execution.checkpointing.min-pause", "0 ms",
                        "restart-strategy.exponential-delay.initial-backoff", "200 ms",
                        "restart-strategy.exponential-delay.max-backoff", "2 s",
                        "heartbeat.interval", "500 ms",
                        "heartbeat.timeout", "8 s",
                        "jobmanager.memory.process.size", "768m",
                        "taskmanager.memory.process.size", "1024m",
                        "taskmanager.memory.managed.size", "32m"))
                .start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void aKilledTaskManagerCostsNoRecordAndDoublesNone(@TempDir Path folder) throws Exception {
        holdsTheTruthAfter(
                "task_manager",
                31,
                folder,
                () -> cluster.killTaskManager(cluster.busyTaskManager()),
                cluster::startTaskManager);
    }

    @Test
    void aKilledJobManagerCostsNoRecordAndDoublesNone(@TempDir Path folder) throws Exception {
        holdsTheTruthAfter("job_manager", 32, folder, cluster::killJobManager, cluster::startJobManager);
    }

    private static void holdsTheTruthAfter(String schema, long seed, Path folder, Runnable kill, Runnable startAgain)
            throws Exception {
        try (Stage stage = new Stage(schema, seed, 1_000, folder);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String job = stage.submit(Optional.empty());
            cluster.awaitRunning(job);
            long size = stage.plan.size();
            SteadyTraffic traffic = SteadyTraffic.start(stage.writer, size * 6 / 10);
            stage.store.awaitOffsets(size / 4, () -> requireLife(job));
            traffic.limit(size * 9 / 10);
            kill.run();
            long atTheKill = traffic.written();
            Await.until("traffic that goes on", LiveRun.PATIENCE, () -> traffic.written() > atTheKill);
            long read = stage.store.offsets();
            long written = traffic.written();
            startAgain.run();
            cluster.awaitRunning(job);
            traffic.writeRest();
            stage.awaitWholePlan(job);
            cluster.cancel(job);

            assertThat(read).isGreaterThanOrEqualTo(size / 4).isLessThan(written);
            assertThat(written).isLessThan(size);
            assertThat(cluster.restoredCheckpointId(job)).isPresent();
            stage.requireTruth();
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.cuts()).isGreaterThan(1);
            assertThat(stage.store.restatements()).isZero();
        }
    }

    @Test
    void anOlderSavepointRestatesTheStoreOnce(@TempDir Path folder) throws Exception {
        try (Stage stage = new Stage("older_savepoint", 33, 600, folder);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String first = stage.submit(Optional.empty());
            stage.write(0.3, first);
            String savepoint = cluster.savepoint(first);
            stage.write(0.7, first);
            cluster.cancel(first);
            long ahead = stage.store.epoch();

            String second = stage.submit(Optional.of(savepoint));
            stage.writer.writeAll();
            stage.awaitWholePlan(second);
            cluster.cancel(second);

            stage.requireTruth();
            assertThat(stage.store.restatements()).isEqualTo(1);
            assertThat(stage.store.epoch()).isGreaterThan(ahead);
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.sawMark()).isFalse();
            assertThat(reader.cuts()).isGreaterThan(1);
        }
    }

    @Test
    void aStoreThatIsPutBackIsWholeAgainAndSoIsItsIndexOfRefusedRecords(@TempDir Path folder) throws Exception {
        try (Stage stage = new Stage("put_back", 34, 600, folder);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String job = stage.submit(Optional.empty());
            stage.write(0.3, job);
            PostgresServer.Backup backup = postgres.backup();
            long refused = stage.store.number("select count(*) from quarantine");
            stage.write(0.7, job);
            long ahead = stage.store.epoch();
            assertThat(stage.store.number("select count(*) from quarantine"))
                    .as("refused records that the backup does not know")
                    .isGreaterThan(refused);

            reader.whilePutBack(() -> postgres.restore(backup));
            Await.until("a reader to see the mark", LiveRun.PATIENCE, reader::sawMark);
            stage.writer.writeAll();
            stage.awaitWholePlan(job);
            Await.until("the store to be whole", LiveRun.PATIENCE, () -> !stage.store.markedRestored());
            cluster.cancel(job);

            stage.requireTruth();
            assertThat(stage.store.restatements()).isEqualTo(1);
            assertThat(stage.store.epoch()).isGreaterThan(ahead);
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.cuts()).isGreaterThan(1);
        }
    }

    @Test
    void anEmptiedStoreIsFilledAgainAndSoIsItsIndexOfRefusedRecords(@TempDir Path folder) throws Exception {
        try (Stage stage = new Stage("emptied", 35, 600, folder);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String job = stage.submit(Optional.empty());
            stage.write(0.5, job);
            long ahead = stage.store.epoch();
            assertThat(stage.store.number("select count(*) from quarantine")).isPositive();
            // A commit in progress can win the deadlock against it.
            reader.whileAway(() -> Await.until("the store to be emptied", LiveRun.PATIENCE, () -> {
                stage.store.execute("drop schema emptied cascade");
                return true;
            }));
            stage.writer.writeAll();
            stage.awaitWholePlan(job);
            cluster.cancel(job);

            stage.requireTruth();
            assertThat(stage.store.restatements()).isEqualTo(1);
            assertThat(stage.store.number("select min(epoch) from cut")).isGreaterThan(ahead);
            assertThat(stage.store.markedRestored()).isFalse();
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.cuts()).isGreaterThan(1);
        }
    }

    /** A plan, a broker with its topics, a writer and a store of its own. */
    private static final class Stage implements AutoCloseable {
        private final TrafficPlan plan;
        private final StoreAddress address;
        private final StoreView store;
        private final KafkaBroker kafka;
        private final TrafficWriter writer;
        private final Path config;
        private final List<String> submitted = new ArrayList<>();

        Stage(String schema, long seed, int cases, Path folder) throws IOException {
            plan = TrafficPlan.of(TrafficConfig.of(seed, cases).withTickEvery(Duration.ofHours(12)));
            address = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), schema);
            store = new StoreView(address);
            kafka = KafkaBroker.start(folder.resolve("kafka"));
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            writer = TrafficWriter.of(plan, kafka.bootstrapServers(), seed);
            config = LiveConfigFile.write(folder, plan, kafka.bootstrapServers(), address, 2);
        }

        String submit(Optional<String> savepoint) {
            String job = cluster.submit(
                    JOB, LiveMetricsJob.class.getName(), List.of("--config", config.toString()), savepoint);
            submitted.add(job);
            return job;
        }

        /** Writes up to this fraction of the plan and waits until the store holds it. */
        void write(double fraction, String job) {
            writer.writeUpTo(fraction);
            store.awaitOffsets(writer.written(), () -> requireLife(job));
        }

        void awaitWholePlan(String job) {
            store.awaitReceived(plan.truth().received(), plan.completeThrough(), () -> requireLife(job));
        }

        /** Every row, both equations, and the index of refused records. */
        void requireTruth() throws Exception {
            Plans.requireTruth(plan, store.copy());
            assertThat(store.quarantineIndex()).isNotEmpty().isEqualTo(store.quarantineInEquation());
        }

        /** A job that a failed test left behind would keep the slots of the next one. */
        @Override
        public void close() {
            submitted.stream().filter(job -> !cluster.jobState(job).hasEnded()).forEach(cluster::cancel);
            store.close();
            writer.close();
            kafka.close();
        }
    }

    private static void requireLife(String job) {
        JobState state = cluster.jobState(job);
        if (state.hasEnded()) {
            throw new StackFailure("the job is " + state + ": "
                    + cluster.exceptions(job).stream().findFirst().orElse("no reason given"));
        }
    }
}
