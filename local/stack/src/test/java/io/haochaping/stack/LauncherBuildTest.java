package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher in a tree of its own, on a PATH where nothing but stand-ins answers to mvn, java and the package managers. Each notes how it was called. */
class LauncherBuildTest {
    private static final Path LAUNCHER =
            Path.of("..", "..", "haochaping").toAbsolutePath().normalize();

    /** What the launcher itself needs of a machine. */
    private static final List<String> PROGRAMS = List.of(
            "awk", "bash", "cat", "chmod", "cp", "dirname", "find", "head", "mkdir", "mktemp", "rm", "sed", "sh",
            "touch", "tr");

    private static final String JAVA = """
            [ "$1" = -version ] && { echo 'openjdk version "17.0.9" 2023-10-17' >&2; exit 0; }
            echo "java $*" >> "$CALLS"
            """;

    /** Makes what a build makes, and says first what it was asked for. */
    private static final String MAVEN = """
            [ "$2" = -v ] && { printf 'Apache Maven 3.9.9\\nJava version: 17.0.9, vendor: X, runtime: %s\\n' "$JDK"; exit 0; }
            echo "mvn $*" >> "$CALLS"
            if [ -n "$EDITED_MEANWHILE" ]; then
                # Clocks of files tick in milliseconds; an edit has to be later than what was there before.
                touch "$CALLS.began"
                until [ -n "$(find "$EDITED_MEANWHILE" -newer "$CALLS.began")" ]; do touch "$EDITED_MEANWHILE"; done
            fi
            mkdir -p jobs/live-metrics/target deploy/flink/target/flink/lib local/stack/target local/traffic/target
            touch jobs/live-metrics/target/live-metrics-job.jar
            touch local/stack/target/runtime.classpath local/traffic/target/runtime.classpath
            exit $MAVEN_EXIT
            """;

    @TempDir
    Path folder;

    private Path tree;
    private Path tools;
    private Path jdk;
    private Path calls;

    @BeforeEach
    void aTreeThatWasNeverBuilt() throws IOException {
        tree = Files.createDirectories(folder.resolve("tree"));
        tools = Files.createDirectories(folder.resolve("tools"));
        jdk = Files.createDirectories(folder.resolve("jdk"));
        calls = folder.resolve("calls");
        Files.copy(LAUNCHER, tree.resolve("haochaping")).toFile().setExecutable(true);
        for (String source : List.of(
                "pom.xml",
                "schemas/rating.avsc",
                "benchmarks/pom.xml",
                "jobs/live-metrics/pom.xml",
                "jobs/live-metrics/src/main/java/Job.java",
                "jobs/live-metrics/src/test/java/JobTest.java",
                "local/stack/pom.xml",
                "local/traffic/pom.xml",
                "deploy/flink/pom.xml")) {
            Files.createDirectories(tree.resolve(source).getParent());
            Files.writeString(tree.resolve(source), "");
            aged(tree.resolve(source), Duration.ofMinutes(10));
        }
        for (String program : PROGRAMS) {
            Files.createSymbolicLink(tools.resolve(program), onPath(program));
        }
        program("id", "echo 0");
    }

    private static Path onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + program));
    }

    private Path program(String name, String script) throws IOException {
        return executable(tools.resolve(name), script);
    }

    private static Path executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        file.toFile().setExecutable(true);
        return file;
    }

    private void javaAndMaven() throws IOException {
        program("java", JAVA);
        program("mvn", MAVEN);
        executable(jdk.resolve("bin/javac"), "");
    }

    private static void aged(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void aTreeThatWasNeverBuiltIsBuiltAndOneThatWasIsNot() throws Exception {
        javaAndMaven();

        assertThat(buildsOf(Map.of())).containsExactly("jobs/live-metrics,local/traffic,local/stack,deploy/flink");
        assertThat(buildsOf(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pom.xml, true",
        "schemas/rating.avsc, true",
        "jobs/live-metrics/src/main/java/Job.java, true",
        "local/stack/pom.xml, true",
        "deploy/flink/pom.xml, true",
        "jobs/live-metrics/src/test/java/JobTest.java, false",
        "jobs/live-metrics/target/live-metrics-job.jar, false"
    })
    void onlyASourceThatIsNewerThanTheLastBuildMakesItBuildAgainAndOnlyOnce(String file, boolean builds)
            throws Exception {
        javaAndMaven();
        buildsOf(Map.of());
        aged(tree.resolve("target/haochaping-built"), Duration.ofMinutes(5));
        aged(tree.resolve(file), Duration.ofMinutes(1));

        assertThat(buildsOf(Map.of())).hasSize(builds ? 1 : 0);
        assertThat(buildsOf(Map.of())).isEmpty();
    }

    @Test
    void aNewSourceFileMakesItBuildAgain() throws Exception {
        javaAndMaven();
        buildsOf(Map.of());
        aged(tree.resolve("target/haochaping-built"), Duration.ofMinutes(5));
        Files.writeString(tree.resolve("jobs/live-metrics/src/main/java/Another.java"), "");

        assertThat(buildsOf(Map.of())).hasSize(1);
    }

    @Test
    void aBuiltFileThatIsGoneMakesItBuildAgain() throws Exception {
        javaAndMaven();
        buildsOf(Map.of());
        Files.delete(tree.resolve("jobs/live-metrics/target/live-metrics-job.jar"));

        assertThat(buildsOf(Map.of())).hasSize(1);
        assertThat(buildsOf(Map.of())).isEmpty();
    }

    @Test
    void whatWasEditedDuringABuildIsBuiltTheNextTime() throws Exception {
        javaAndMaven();
        String edited = "jobs/live-metrics/src/main/java/Job.java";

        assertThat(buildsOf(Map.of("EDITED_MEANWHILE", edited))).hasSize(1);
        assertThat(buildsOf(Map.of())).hasSize(1);
        assertThat(buildsOf(Map.of())).isEmpty();
    }

    @Test
    void aBuildThatFailsStartsNothingAndIsTriedAgain() throws Exception {
        javaAndMaven();

        Said failed = launch(Map.of("MAVEN_EXIT", "1"), "run", "live-metrics", "--embedded");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.text()).contains("the build failed");
        assertThat(called("java ")).isEmpty();
        assertThat(buildsOf(Map.of())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "apt-get, 0, apt-get update && apt-get install -y openjdk-21-jdk-headless maven",
        "apt-get, 1000, sudo apt-get update && sudo apt-get install -y openjdk-21-jdk-headless maven",
        "dnf, 0, dnf install -y java-latest-openjdk-devel maven",
        "brew, 1000, brew install openjdk maven"
    })
    void yesRunsTheOneCommandThatWasOfferedAndGoesOn(String manager, int user, String command) throws Exception {
        aMachineWithout(manager, user);

        Said offered = launch(Map.of(), "test");
        assertThat(offered.exitCode()).isEqualTo(1);
        assertThat(offered.text().lines()).contains("install them 安装命令:  " + command);
        assertThat(called("")).isEmpty();

        Said done = launch(Map.of(), "--yes", "test", "-Dtest=X");
        assertThat(done.exitCode()).as(done.text()).isZero();
        List<String> expected = new ArrayList<>(List.of(command.split(" && ")));
        expected.add("mvn -B -T 2 verify -Dtest=X");
        assertThat(called("")).containsExactlyElementsOf(expected);
    }

    @Test
    void slowTestsAreLeftOutAloudUnlessAllAreAskedFor() throws Exception {
        javaAndMaven();
        Said some = launch(Map.of(), "test");
        assertThat(some.text()).contains("tests tagged slow are left out").contains("./haochaping test --all");
        Said all = launch(Map.of(), "test", "--all", "-Dtest=X");
        assertThat(all.text()).doesNotContain("left out");
        assertThat(called("mvn -B -T"))
                .containsExactly("mvn -B -T 2 verify", "mvn -B -T 2 verify -Dtests.left.out=none -Dtest=X");
    }

    @Test
    void anInstallationThatBringsTooLittleEndsWithASentence() throws Exception {
        aMachineWithout("dnf", 0);
        program("dnf", "echo \"dnf $*\" >> \"$CALLS\"");

        Said said = launch(Map.of(), "--yes", "test");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.text()).contains("still missing or too old after the installation");
        assertThat(called("mvn")).isEmpty();
    }

    /** No JDK, no Maven, and one package manager that puts both onto the PATH when asked to install. */
    private void aMachineWithout(String manager, int user) throws IOException {
        Path shelf = Files.createDirectories(folder.resolve("shelf"));
        executable(shelf.resolve("java"), JAVA);
        executable(shelf.resolve("mvn"), MAVEN);
        executable(jdk.resolve("bin/javac"), "");
        program("id", "echo " + user);
        program("apt-cache", "[ \"$2\" = openjdk-21-jdk-headless ]");
        if (!manager.equals("apt-get")) {
            Files.delete(tools.resolve("apt-cache"));
        }
        program("sudo", "export SUDO='sudo '; exec \"$@\"");
        program(
                manager,
                "echo \"${SUDO}" + manager + " $*\" >> \"$CALLS\"\n[ \"$1\" = install ] && cp '" + shelf + "'/* '"
                        + tools + "'\nexit 0\n");
    }

    /** Runs the job's command and gives the modules of each build it began. */
    private List<String> buildsOf(Map<String, String> environment) throws Exception {
        Files.deleteIfExists(calls);
        Said said = launch(environment, "run", "live-metrics", "--embedded");
        assertThat(said.exitCode()).as(said.text()).isZero();
        assertThat(called("java ")).singleElement().asString().contains("RunLiveMetrics", "--embedded");
        return called("mvn ").stream()
                .map(call -> call.replaceFirst(".* -pl (\\S+) -am package .*", "$1"))
                .toList();
    }

    private List<String> called(String program) throws IOException {
        if (!Files.exists(calls)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(calls)) {
            return lines.filter(line -> line.startsWith(program)).toList();
        }
    }

    private record Said(int exitCode, String text) {}

    private Said launch(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(tree.resolve("haochaping").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        tools.toString(),
                        "CALLS",
                        calls.toString(),
                        "JDK",
                        jdk.toString(),
                        "EDITED_MEANWHILE",
                        "",
                        "MAVEN_EXIT",
                        "0",
                        "LC_ALL",
                        "C.UTF-8"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
