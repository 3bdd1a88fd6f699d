package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness itself, on few faults: it finds nothing where nothing is wrong, and a committer that is broken on purpose it finds. */
class ChaosITCase {
    private static final Path DISTRIBUTION =
            Path.of(System.getProperty("haochaping.flink")).normalize();
    private static final Path JOB =
            Path.of(System.getProperty("haochaping.live-job")).normalize();
    private static final int CASES = 300;
    private static final Fault UNACKNOWLEDGED = new Fault(FaultKind.COMMIT_UNACKNOWLEDGED, 300, 7_000);

    @TempDir
    static Path folder;

    private static Grounds grounds;

    @BeforeAll
    static void start() {
        grounds = Grounds.start(DISTRIBUTION, JOB, folder);
    }

    @AfterAll
    static void stop() {
        if (grounds != null) {
            grounds.close();
        }
    }

    @Test
    void aJobThatIsRightLosesAndDoublesNothing() throws Exception {
        // Longer than the heartbeat's limit, so that the job starts again while there is nothing to restore.
        Fault killed = new Fault(FaultKind.TASK_MANAGER_KILLED_CHECKPOINTS_AWAY, 600, 7_000);
        Outcome outcome =
                trial(grounds).run(new Schedule(3, 1, List.of(UNACKNOWLEDGED, killed)), folder.resolve("right"));

        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.struck())
                .extracting(Struck::kind)
                .containsExactly(FaultKind.COMMIT_UNACKNOWLEDGED, FaultKind.TASK_MANAGER_KILLED_CHECKPOINTS_AWAY);
        assertThat(outcome.struck()).allMatch(struck -> struck.recoveryMillis() > 0);
    }

    @Test
    @Tag("slow")
    void aCommitterThatIsBrokenOnPurposeIsCaught(@TempDir Path own) throws Exception {
        Grounds broken = grounds.with(BrokenCommitter.jar(JOB, own));
        Outcome outcome = trial(broken).run(new Schedule(1, 2, List.of(UNACKNOWLEDGED)), folder.resolve("broken"));

        assertThat(outcome.struck())
                .as("the fault went by and the job recovered")
                .allMatch(struck -> struck.recoveryMillis() > 0);
        assertThat(outcome.differences())
                // Where the connection was reset behind the rows and not before them, a reader alone can tell.
                .as("a row that was never written, or half a cut that a reader saw")
                .anyMatch(difference -> difference.contains(": expected ") || difference.contains("its leaves hold"));
    }

    @Test
    void theJarOfANextVersionIsMadeOfTheDeployedOne(@TempDir Path own) throws Exception {
        Path jar = UpgradedJar.make(JOB, DISTRIBUTION, own);

        try (JarFile next = new JarFile(jar.toFile());
                JarFile deployed = new JarFile(JOB.toFile())) {
            assertThat(next.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo(deployed.getManifest().getMainAttributes().getValue("Implementation-Version")
                            + UpgradedJar.MARK);
            assertThat(next.stream().map(JarEntry::getName))
                    .containsAll(deployed.stream().map(JarEntry::getName).toList())
                    .contains(
                            "io/haochaping/livemetrics/UpgradedJob.class", "haochaping/store/V9000__next_version.sql");
        }
    }

    private static Trial trial(Grounds where) {
        return new Trial(where, CASES, struck -> {});
    }
}
