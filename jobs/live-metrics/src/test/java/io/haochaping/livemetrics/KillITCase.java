package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.JobState;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.stack.StackFailure;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real job in separate processes, which are killed in mid-stream; the store holds the truth afterwards. */
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
        holdsTheTruthAfter("task_manager", 31, folder, job -> {
            cluster.killTaskManager(cluster.busyTaskManager());
            cluster.startTaskManager();
        });
    }

    @Test
    void aKilledJobManagerCostsNoRecordAndDoublesNone(@TempDir Path folder) throws Exception {
        holdsTheTruthAfter("job_manager", 32, folder, job -> {
            cluster.killJobManager();
            cluster.startJobManager();
        });
    }

    private interface Fault {
        void strike(String job);
    }

    private static void holdsTheTruthAfter(String schema, long seed, Path folder, Fault fault) throws Exception {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(seed, 1_000).withTickEvery(Duration.ofHours(12)));
        StoreAddress address = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), schema);
        try (StoreView store = new StoreView(address);
                KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                TrafficWriter writer = TrafficWriter.of(plan, kafka.bootstrapServers(), seed);
                WatchfulReader reader = WatchfulReader.of(address)) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            Path config = LiveConfigFile.write(folder, plan, kafka.bootstrapServers(), address, 2);
            String job = cluster.submit(
                    JOB, LiveMetricsJob.class.getName(), List.of("--config", config.toString()), Optional.empty());
            cluster.awaitRunning(job);
            writer.writeUpTo(0.3);
            store.awaitOffsets(writer.written(), () -> requireLife(job));
            writer.writeUpTo(0.6);
            long read = store.number(
                    "select sum(o) from cut, unnest(end_offsets) o where epoch = (select epoch from store_head)");
            fault.strike(job);
            writer.writeAll();
            cluster.awaitRunning(job);
            store.awaitReceived(plan.truth().received(), plan.completeThrough(), () -> requireLife(job));
            cluster.cancel(job);

            assertThat(read).isLessThan(plan.size());
            assertThat(cluster.restoredCheckpointId(job)).isPresent();
            assertThat(Plans.differences(plan.truth().rows(), Plans.texts(store.rows())))
                    .isEmpty();
            assertThat(reader.complaints()).isEmpty();
            assertThat(store.restatements()).isZero();
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
