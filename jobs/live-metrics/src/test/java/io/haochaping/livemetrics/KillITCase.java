package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.stack.Await;
import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.PostgresServer;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.witness.Plans;
import io.haochaping.witness.SteadyTraffic;
import io.haochaping.witness.WatchfulReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real job in separate processes, which are killed in mid-stream, put out of step with their store or their topics, or lose what they read; afterwards the store holds the truth,
 * or the job stops and says why, or the equation shows it.
 */
class KillITCase {
    private static final Path DISTRIBUTION =
            Path.of(System.getProperty("haochaping.flink")).normalize();
    /** A slot each, and jobs of two subtasks: what a killed one ran finds a place at once, and so does a second job of one. */
    private static final int TASK_MANAGERS = 3;

    @TempDir
    static Path shared;

    private static PostgresServer postgres;
    private static FlinkCluster cluster;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start(shared.resolve("postgres"));
        cluster = FlinkCluster.builder(DISTRIBUTION, shared.resolve("flink"))
                .taskManagers(TASK_MANAGERS)
                .highAvailability(true)
                .config(Map.of(
                        "execution.checkpointing.min-pause", "0 ms",
                        "restart-strategy.exponential-delay.initial-backoff", "200 ms",
                        "restart-strategy.exponential-delay.max-backoff", "2 s",
                        "heartbeat.interval", "500 ms",
                        "heartbeat.timeout", "8 s",
                        "jobmanager.memory.process.size", "768m",
                        "taskmanager.memory.process.size", "1024m",
                        "taskmanager.memory.managed.size", "32m",
                        // What is held softly goes at every collection, so that a count of class loaders means
                        // something.
                        "env.java.opts.taskmanager", "-XX:SoftRefLRUPolicyMSPerMB=0"))
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
        holdsTheTruthAfterAKilledTaskManager("hashmap", folder);
    }

    @Test
    @Tag("slow")
    void aKilledTaskManagerWithStateInRocksDbCostsNoRecordAndDoublesNone(@TempDir Path folder) throws Exception {
        holdsTheTruthAfterAKilledTaskManager("rocksdb", folder);
    }

    private static void holdsTheTruthAfterAKilledTaskManager(String state, Path folder) throws Exception {
        holdsTheTruthAfter(
                "task_manager_" + state,
                31,
                state,
                folder,
                () -> cluster.killTaskManager(cluster.busyTaskManager()),
                cluster::startTaskManager);
    }

    @Test
    void aKilledJobManagerCostsNoRecordAndDoublesNone(@TempDir Path folder) throws Exception {
        holdsTheTruthAfter("job_manager", 32, "hashmap", folder, cluster::killJobManager, cluster::startJobManager);
    }

    private static ProcessStage stage(String schema, long seed, int cases, Path folder) {
        return ProcessStage.of(cluster, postgres, schema, TrafficConfig.of(seed, cases), folder);
    }

    private static void holdsTheTruthAfter(
            String schema, long seed, String state, Path folder, Runnable kill, Runnable startAgain) throws Exception {
        try (ProcessStage stage = stage(schema, seed, 1_000, folder).stateIn(state);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String job = stage.submit();
            cluster.awaitRunning(job);
            long size = stage.plan.size();
            SteadyTraffic traffic = SteadyTraffic.start(stage.writer, size * 6 / 10);
            stage.store.awaitOffsets(size / 4, () -> stage.requireLife(job));
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
            List<String> logged = PersonalData.everythingLogged(shared.resolve("flink"));
            assertThat(logged).as("lines of the job's logs").hasSizeGreaterThan(100);
            assertThat(PersonalData.of(stage.plan).in(logged))
                    .as("persons in logs")
                    .isEmpty();
            assertThat(logged).noneMatch(line -> line.contains(Plans.KEY.key()));
        }
    }

    @Test
    @Tag("slow")
    void anOlderSavepointRestatesTheStoreOnce(@TempDir Path folder) throws Exception {
        try (ProcessStage stage = stage("older_savepoint", 33, 600, folder);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String first = stage.submit();
            stage.write(0.3, first);
            String savepoint = cluster.savepoint(first);
            stage.write(0.7, first);
            cluster.cancel(first);
            long ahead = stage.store.epoch();

            String second = stage.submit(3, Optional.of(savepoint));
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
        try (ProcessStage stage = stage("put_back", 34, 600, folder);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String job = stage.submit();
            stage.write(0.3, job);
            PostgresServer.Backup backup = postgres.backup();
            long refused = stage.store.number("select count(*) from quarantine");
            stage.write(0.7, job);
            // Cuts without a record: their epochs grow by one, beyond the sum of the offsets.
            long whole = reader.newest();
            Await.until("three more cuts", LiveRun.PATIENCE, () -> reader.newest() >= whole + 3);
            long ahead = stage.store.epoch();
            assertThat(stage.store.number("select count(*) from quarantine"))
                    .as("refused records that the backup does not know")
                    .isGreaterThan(refused);

            reader.whilePutBack(() -> postgres.restore(backup));
            Await.until("a reader to see the mark", LiveRun.PATIENCE, reader::sawMark);
            Await.until("the store to be whole", LiveRun.PATIENCE, () -> !stage.store.markedRestored());
            stage.writer.writeAll();
            stage.awaitWholePlan(job);
            cluster.cancel(job);

            stage.requireTruth();
            assertThat(stage.store.restatements()).isEqualTo(1);
            assertThat(stage.store.number("select epoch from cut where restatement"))
                    .isGreaterThan(ahead);
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.cuts()).isGreaterThan(1);
        }
    }

    @Test
    @Tag("slow")
    void anEmptiedStoreIsFilledAgainAndSoIsItsIndexOfRefusedRecords(@TempDir Path folder) throws Exception {
        try (ProcessStage stage = stage("emptied", 35, 600, folder);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String job = stage.submit();
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

    @Test
    @Tag("slow")
    void aSecondJobTakesTheStoreOverAndTheFirstEndsForGood(@TempDir Path folder) throws Exception {
        try (ProcessStage stage = stage("two_jobs", 36, 600, folder);
                WatchfulReader reader = WatchfulReader.of(stage.address)) {
            String first = stage.submit();
            stage.write(0.3, first);

            String second = stage.submit(1, Optional.empty());
            // The topics never rest, so that the first is always a little further than what the second last saw.
            Await.until("the first job to end", LiveRun.PATIENCE, () -> {
                stage.writeMore(15);
                return cluster.jobState(first).hasEnded();
            });
            assertThat(stage.awaitFailure(first))
                    .contains("another run has taken this store over")
                    .contains("Start one job per store");
            stage.writer.writeAll();
            stage.awaitWholePlan(second);
            assertThat(cluster.exceptions(second)).isEmpty();
            cluster.cancel(second);

            stage.requireTruth();
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.cuts()).isGreaterThan(1);
            assertThat(stage.store.restatements()).isEqualTo(1);
        }
    }

    /** The job is down meanwhile: all its TaskManagers are, and the JobManager waits for others. */
    @Test
    @Tag("slow")
    void offsetsThatAreGoneStopTheJobWhichNamesTheFirst(@TempDir Path folder) throws Exception {
        try (ProcessStage stage = stage("offsets_gone", 37, 600, folder)) {
            String job = stage.submit();
            stage.write(0.3, job);
            SortedMap<RowKey, Tally> before = stage.store.rows();
            long next = stage.store.number("select end_offsets[array_position(topics, 'rating.web')] from cut"
                    + " where epoch = (select epoch from store_head)");
            int killed = cluster.taskManagers();
            IntStream.range(0, killed).forEach(cluster::killTaskManager);
            stage.writer.writeAll();
            stage.deleteBefore(new TopicPartition("rating.web", 0), next + 7);
            IntStream.range(0, TASK_MANAGERS).forEach(any -> cluster.startTaskManager());

            assertThat(stage.awaitFailure(job))
                    .contains("offset " + next + " of rating.web-0 is gone")
                    .contains("the log starts at " + (next + 7));
            assertThat(stage.store.rows()).isEqualTo(before);
        }
    }

    @Test
    @Tag("slow")
    void abortedTransactionsAreControlAndNotAGap(@TempDir Path folder) throws Exception {
        String topic = "rating.web";
        try (ProcessStage stage =
                ProcessStage.withTransactions(cluster, postgres, "aborted", TrafficConfig.of(38, 600), topic, folder)) {
            String job = stage.submit();
            stage.writer.writeAll();
            stage.awaitWholePlan(job);
            cluster.cancel(job);

            stage.requireTruth();
            assertThat(stage.writer.aborted()).isPositive();
            String control = "select sum(control) from v_equation where grain = 'topic' and topic ";
            assertThat(stage.store.number(control + "= '" + topic + "'")).isGreaterThan(stage.writer.aborted());
            assertThat(stage.store.number(control + "<> '" + topic + "'")).isZero();
            assertThat(stage.store.texts("select subject from alert where kind = 'equation-gap'"))
                    .isEmpty();
        }
    }

    @Test
    void oneLostRecordIsAGapOfOneInItsPartitionAndAnAlert(@TempDir Path folder) throws Exception {
        TrafficConfig plain = TrafficConfig.of(39, 600).only("plain-immediate");
        try (ProcessStage stage = ProcessStage.of(cluster, postgres, "one_lost", plain, folder)) {
            String job = stage.submitLosingOneRecord();
            stage.writer.writeAll();
            stage.awaitWholePlan(job);
            assertThat(cluster.exceptions(job)).isEmpty();
            String lost = LosesOneRecord.OF.toString();
            String topic = LosesOneRecord.OF.topic();
            // A dot separates groups; one in a name is written otherwise by the engine.
            String named = "topic." + topic.replace('.', '_');
            Await.until(
                    "the engine's metrics to tell the gap in total, of the topic and of the partition alone",
                    Duration.ofMinutes(1),
                    () -> cluster.metrics(job, ".equation.").entrySet().stream()
                            .filter(metric -> !metric.getValue().equals("0"))
                            .map(metric ->
                                    metric.getKey().replaceFirst(".*[.]equation[.]", "") + "=" + metric.getValue())
                            .collect(Collectors.toSet())
                            .equals(Set.of(
                                    "gap=1",
                                    named + ".gap=1",
                                    named + ".partition." + LosesOneRecord.OF.partition() + ".gap=1")));
            cluster.cancel(job);

            assertThat(
                            stage.store.texts(
                                    "select topic || '-' || partition || ' ' || gap from v_equation where grain = 'partition' and gap <> 0"))
                    .containsExactly(lost + " 1");
            assertThat(stage.store.number("select gap from v_equation where grain = 'total'"))
                    .isEqualTo(1);
            assertThat(stage.store.texts("select subject from alert where kind = 'equation-gap' and state = 'OPEN'"))
                    .containsExactlyInAnyOrder(lost, "topic/" + topic, "total");
            assertThat(
                            stage.store.texts(
                                    "select id from outbox where topic = 'alert' and state = 'OPEN' and id like 'equation-gap/%'"))
                    .containsExactlyInAnyOrder(
                            "equation-gap/" + lost, "equation-gap/topic/" + topic, "equation-gap/total");
        }
    }

    /**
     * Else every job and every restart costs the TaskManager some 40 MB of metaspace, until it ends for want of it. Of the first and of the last job something may stay: Java 17 remembers the last record type that
     * compared two references ({@code ObjectMethods.OBJECT_EQ}).
     */
    @Test
    @Tag("slow")
    void jobsThatEndedLeaveNoClassesBehind(@TempDir Path folder) throws Exception {
        try (ProcessStage stage = stage("unloaded", 40, 200, folder)) {
            for (double part : new double[] {0.3, 0.6, 1}) {
                String job = stage.submit();
                stage.write(part, job);
                assertThat(IntStream.range(0, cluster.taskManagers())
                                .mapToLong(KillITCase::loadersOfJobs)
                                .sum())
                        .as("class loaders of a running job")
                        .isPositive();
                cluster.cancel(job);
            }
            Await.until("the classes of ended jobs to be unloaded", Duration.ofMinutes(1), () -> IntStream.range(
                            0, cluster.taskManagers())
                    .allMatch(taskManager -> loadersOfJobs(taskManager) <= 2));
        }
    }

    private static long loadersOfJobs(int taskManager) {
        String pid = Long.toString(cluster.taskManagerPid(taskManager));
        jcmd(pid, "GC.run");
        return jcmd(pid, "VM.classloader_stats")
                .lines()
                .filter(line -> line.endsWith("ChildFirstClassLoader"))
                .count();
    }

    private static String jcmd(String pid, String command) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            pid,
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
