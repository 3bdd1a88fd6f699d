package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cluster for all tests: its processes take some 10 s to start. */
class FlinkClusterTest {

    private static final Path DISTRIBUTION =
            Path.of(System.getProperty("haochaping.flink")).normalize();

    @TempDir
    static Path folder;

    private static FlinkCluster cluster;
    private static Path jar;

    /** The cluster as it is deployed; other tests ask for small processes. */
    private static final Optional<String> SMALL_EVERYWHERE =
            Optional.ofNullable(System.getProperty(SmallJvm.EVERYWHERE));

    @BeforeAll
    static void start() throws IOException {
        System.clearProperty(SmallJvm.EVERYWHERE);
        jar = CountingJobJar.in(folder);
        cluster = FlinkCluster.builder(DISTRIBUTION, folder.resolve("flink"))
                .taskManagers(2)
                .slots(2)
                .highAvailability(true)
                .config(Map.of(
                        "execution.checkpointing.interval", "300 ms",
                        "execution.checkpointing.min-pause", "0 ms",
                        "heartbeat.interval", "500 ms",
                        "heartbeat.timeout", "5 s",
                        "jobmanager.memory.process.size", "768m",
                        "taskmanager.memory.process.size", "1024m",
                        "taskmanager.memory.managed.size", "32m"))
                .start();
    }

    @AfterAll
    static void stop() {
        SMALL_EVERYWHERE.ifPresent(value -> System.setProperty(SmallJvm.EVERYWHERE, value));
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Tag("slow")
    void aJobRunsAgainAfterItsTaskManagerWasKilled() {
        String job = submit(2, Optional.empty());
        long before = cluster.awaitCheckpointAfter(job, 0);

        cluster.killTaskManager(cluster.busyTaskManager());
        cluster.startTaskManager();

        assertThat(cluster.awaitCheckpointAfter(job, before + 2)).isGreaterThan(before);
        assertThat(cluster.jobState(job)).isEqualTo(JobState.RUNNING);
        cluster.cancel(job);
    }

    @Test
    @Tag("slow")
    void aJobComesBackWithANewJobManager() {
        String job = submit(1, Optional.empty());
        long before = cluster.awaitCheckpointAfter(job, 0);

        cluster.killJobManager();
        assertThat(cluster.jobManagerIsAlive()).isFalse();
        assertThat(cluster.jobState(job)).isEqualTo(JobState.UNKNOWN);
        cluster.startJobManager();
        cluster.awaitRunning(job);

        assertThat(cluster.awaitCheckpointAfter(job, before)).isGreaterThan(before);
        assertThat(cluster.restoredCheckpointId(job).getAsLong()).isGreaterThanOrEqualTo(before);
        cluster.cancel(job);
    }

    @Test
    void aJobStoppedBehindASavepointGoesOnFromIt() {
        String first = submit(1, Optional.empty());
        cluster.awaitRunning(first);
        String savepoint = cluster.stopWithSavepoint(first);
        assertThat(cluster.jobState(first)).isEqualTo(JobState.FINISHED);

        String second = submit(1, Optional.of(savepoint));
        cluster.awaitRunning(second);

        assertThat(cluster.restoredCheckpointId(first)).isEmpty();
        assertThat(cluster.restoredCheckpointId(second)).isPresent();
        assertThat(cluster.savepoint(second)).startsWith("file:");
        cluster.cancel(second);
    }

    @Test
    void aSavepointThatDoesNotExistIsAFailureThatSaysSo() {
        assertThatThrownBy(() -> cluster.awaitRunning(submit(1, Optional.of("file:/nowhere/savepoint"))))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("/nowhere/savepoint");
    }

    @Test
    @Tag("slow")
    void aClusterWhosePortSomebodyTookMeanwhileStartsOnOthers(@TempDir Path own) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Integer> fresh = Ports.free(5);
            Iterator<List<Integer>> ports = List.of(
                            List.of(taken.getLocalPort(), fresh.get(3), fresh.get(4)), fresh.subList(0, 3))
                    .iterator();

            try (FlinkCluster second = FlinkCluster.builder(DISTRIBUTION, own)
                    .small(true)
                    .ports(ports::next)
                    .start()) {
                assertThat(second.restUrl()).endsWith(":" + fresh.get(0));
                assertThat(second.jobManagerIsAlive()).isTrue();
            }
        }
    }

    @Test
    @Tag("slow")
    void aGivenPortThatIsTakenIsAFailureThatNamesIt(@TempDir Path own) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FlinkCluster.Builder builder =
                    FlinkCluster.builder(DISTRIBUTION, own).small(true).restPort(taken.getLocalPort());

            assertThatThrownBy(builder::start)
                    .isInstanceOf(StackFailure.class)
                    .hasMessageContaining("jobmanager ended with exit code 1 before TaskManager 0 registers")
                    .hasMessageContaining(
                            "Could not start rest endpoint on any port in port range " + taken.getLocalPort());
        }
    }

    @Test
    void theProcessesSeeTheAssembledFolderAlone() throws IOException {
        String command = Files.readString(Path.of("/proc/" + cluster.jobManagerPid() + "/cmdline"))
                .replace('\0', ' ');

        assertThat(command).contains("-cp " + DISTRIBUTION.resolve("lib") + "/* ");
        assertThat(command).contains("-XX:+UseG1GC", "--add-opens=java.base/java.util=ALL-UNNAMED");
    }

    private static String submit(int parallelism, Optional<String> savepoint) {
        return cluster.submit(jar, CountingJob.class.getName(), List.of(Integer.toString(parallelism)), savepoint);
    }
}
