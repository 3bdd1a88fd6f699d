package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The script at the root of the tree, as far as it goes without building anything. */
class LauncherTest {

    private static final Path LAUNCHER =
            Path.of("..", "..", "haochaping").toAbsolutePath().normalize();

    @Test
    void helpIsGivenInBothLanguagesAndIsNoError() throws Exception {
        Said said = launch(Map.of(), "--help");

        assertThat(said.exitCode()).isZero();
        assertThat(said.text())
                .contains("./haochaping demo", "./haochaping run live-metrics --embedded", "在本机启动全部组件", "everything");
    }

    @Test
    void everyCommandExplainsItself() throws Exception {
        for (String command : List.of(
                "demo",
                "run",
                "produce",
                "rules",
                "rebuild",
                "replay",
                "audit",
                "snapshot",
                "explain",
                "quarantine",
                "exclusions",
                "doctor",
                "fuzz",
                "test",
                "bench",
                "chaos")) {
            Said said = launch(Map.of(), command, "--help");
            assertThat(said.exitCode()).as(command).isZero();
            assertThat(said.text()).as(command).startsWith("./haochaping " + command);
        }
    }

    @Test
    void aMisspeltCommandIsRefusedWithTheNearestOne() throws Exception {
        Said said = launch(Map.of(), "tset");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.text()).contains("did you mean \"test\"?");
    }

    @Test
    void aMisspeltJobIsRefusedWithTheNearestOne() throws Exception {
        Said said = launch(Map.of(), "run", "live-metrix");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.text()).contains("did you mean \"live-metrics\"?");
    }

    @Test
    void aRebuildNeedsAFolderOfItsOwnAndAMisspeltStepIsRefusedWithTheNearestOne() throws Exception {
        Said misspelt = launch(Map.of(), "rebuild", "swich", "--config", "next.yaml");
        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.text()).contains("did you mean \"switch\"?");

        Said nowhere = launch(Map.of(), "rebuild", "start", "--config", "next.yaml");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.text()).contains("rebuild start needs --data DIR, a folder of its own");
    }

    @Test
    void aMisspeltStepOfASnapshotIsRefusedWithTheNearestOne() throws Exception {
        Said misspelt = launch(Map.of(), "snapshot", "verfy", "--config", "live.yaml");
        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.text()).contains("did you mean \"verify\"?");
        assertThat(launch(Map.of(), "snapshot").exitCode()).isEqualTo(2);
    }

    @Test
    void aMisspeltOptionOfTheBenchmarkIsRefusedWithTheNearestOne() throws Exception {
        Said said = launch(Map.of(), "bench", "--quik");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.text()).contains("did you mean \"--quick\"?");
    }

    @Test
    void aMisspeltOptionOfTheDemoIsRefusedWithTheNearestOne() throws Exception {
        Said said = launch(Map.of(), "demo", "--prot", "8080");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.text()).contains("did you mean \"--port\"?");
    }

    @Test
    void theDashboardHasACommandAndABenchmarkOfItsOwn() throws Exception {
        for (String command : List.of("run dashboard", "bench dashboard", "bench latency", "bench scale")) {
            String[] words = command.split(" ");
            Said help = launch(Map.of(), words[0], words[1], "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.text()).startsWith("./haochaping " + command).contains("Exit codes 退出码");

            Said misspelt = launch(Map.of(), words[0], words[1], "--heep", "2g");
            assertThat(misspelt.exitCode()).isEqualTo(2);
            assertThat(misspelt.text()).contains("did you mean \"--heap\"?");
        }
        assertThat(launch(Map.of(), "bench", "dashbord").text()).contains("did you mean \"dashboard\"?");
        for (String[] wrong : new String[][] {
            {"run", "dashboard"},
            {"run", "dashboard", "--config"},
            {"run", "dashboard", "dashboard.yaml"},
            {"run", "dashboard", "--config", "x.yaml", "--heap", "lots"}
        }) {
            assertThat(launch(Map.of(), wrong).exitCode())
                    .as(String.join(" ", wrong))
                    .isEqualTo(2);
        }
    }

    @Test
    void nothingAtAllIsWrongUse() throws Exception {
        assertThat(launch(Map.of()).exitCode()).isEqualTo(2);
        assertThat(launch(Map.of(), "run").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutToolsItNamesWhatIsMissingAndInstallsNothingUnasked() throws Exception {
        // Everything of the script's own needs is in /bin or /usr/bin; a mvn that fails stands for one that is too old.
        Path tools = Path.of("src", "test", "resources", "no-maven").toAbsolutePath();
        Said said = launch(Map.of("PATH", tools + ":" + System.getenv("PATH")), "test");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.text()).contains("Maven 3.8.7+", "需要 JDK 17+").doesNotContain("BUILD");
    }

    private record Said(int exitCode, String text) {}

    private static Said launch(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
