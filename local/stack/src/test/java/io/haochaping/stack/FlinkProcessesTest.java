package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By the settings that are deployed. */
class FlinkProcessesTest {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("haochaping.flink"));

    @TempDir
    Path folder;

    @Test
    void aTaskManagerTouchesItsHeapWhenItStartsAndTheJobManagerDoesNot() {
        String asked = System.clearProperty(SmallJvm.EVERYWHERE);
        try {
            assertThat(options(false, "env.java.opts.taskmanager")).contains("-XX:+AlwaysPreTouch", "-XX:+UseG1GC");
            assertThat(options(false, "env.java.opts.jobmanager")).doesNotContain("-XX:+AlwaysPreTouch");
        } finally {
            if (asked != null) {
                System.setProperty(SmallJvm.EVERYWHERE, asked);
            }
        }
    }

    @Test
    void aSmallProcessTouchesNothingThatItDoesNotNeed() {
        assertThat(options(true, "env.java.opts.taskmanager"))
                .doesNotContain("-XX:+AlwaysPreTouch", "-XX:+UseG1GC")
                .contains("-XX:+UseSerialGC");
    }

    private List<String> options(boolean small, String ofProcess) {
        return new FlinkProcesses(
                        DISTRIBUTION,
                        folder,
                        small,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        FlatYaml.read(DISTRIBUTION.resolve("conf").resolve("config.yaml")))
                .jvmOptions(ofProcess);
    }
}
