package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLiveMetricsTest {

    private static final String DISTRIBUTION = System.getProperty("haochaping.flink");
    private static final Duration RUNNING_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void aRunThatWasStoppedGoesOnFromItsSavepointTheNextTime() throws IOException {
        Path jar = CountingJobJar.in(folder);
        Path data = folder.resolve("data");

        ChildProcess first = run(jar, data, "first.log");
        first.await("the first run runs", RUNNING_LIMIT, () -> said("first.log").contains("RUNNING, last checkpoint"));
        // Ctrl-C and TERM take the same way; but a build that a shell runs in the background has INT ignored for all
        // its
        // children.
        first.stop("TERM", STOP_LIMIT);
        assertThat(said("first.log")).contains("stopped; the next run goes on from file:");
        assertThat(first.exitCode()).isZero();

        ChildProcess second = run(jar, data, "second.log");
        second.await(
                "the second run runs", RUNNING_LIMIT, () -> said("second.log").contains("RUNNING, last"));
        assertThat(said("second.log")).contains("going on from file://" + data.resolve("flink/savepoints"));

        ChildProcess third = run(jar, data, "third.log");
        Await.until("the third run to be refused", RUNNING_LIMIT, () -> !third.isAlive());
        assertThat(said("third.log")).contains("another run uses " + data).doesNotContain("\tat ");
        assertThat(third.exitCode()).isEqualTo(1);

        second.kill();
        assertThat(portsOf(data)).isNotEmpty();
        Await.until("the servers of a killed run to end", STOP_LIMIT, () -> portsOf(data).stream()
                .noneMatch(Ports::answers));
    }

    /** The savepoint of the earlier run is no savepoint at all: a run that went on from it would fail. */
    @Test
    @Tag("slow")
    void aRunFromScratchStaysOneWhereItsLauncherIsKilledBeforeTheFirstCheckpoint() throws IOException {
        Path jar = CountingJobJar.in(folder);
        Path data = folder.resolve("data");
        Path config = Files.writeString(folder.resolve("job.yaml"), "live:\n  parallelism: 1\n");
        Path earlier = Files.createDirectories(data.resolve("flink/savepoints/savepoint-of-earlier"));
        Files.createFile(earlier.resolve("_metadata"));
        Path setAside = data.resolve("flink/set-aside");

        ChildProcess failing = fromConfig("failing.log", jar, "no.such.Job", data, config, "--from-scratch");
        Await.until("the run to fail", RUNNING_LIMIT, () -> !failing.isAlive());
        assertThat(failing.exitCode()).isEqualTo(1);
        assertThat(said("failing.log")).contains("the next run goes on from the earlier one, unless it is told");
        assertThat(setAside).doesNotExist();

        String job = CountingJob.class.getName();
        ChildProcess killed = fromConfig("killed.log", jar, job, data, config, "--from-scratch");
        killed.await("the earlier run is set aside", RUNNING_LIMIT, () -> Files.exists(setAside));
        killed.kill();

        ChildProcess next = fromConfig("next.log", jar, job, data, config);
        next.await("the next run runs", RUNNING_LIMIT, () -> said("next.log").contains("RUNNING, last checkpoint"));
        assertThat(said("next.log")).doesNotContain("savepoint-of-earlier");
        next.stop("TERM", STOP_LIMIT);
        assertThat(next.exitCode()).isZero();
    }

    @Test
    void wrongUseIsExplainedInOneLine() throws IOException {
        ChildProcess run = start("wrong.log", List.of("--jarr", "x"));
        Await.until("the run to be refused", STOP_LIMIT, () -> !run.isAlive());

        assertThat(said("wrong.log").strip()).isEqualTo("haochaping run live-metrics: unknown option --jarr");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private ChildProcess run(Path jar, Path data, String log) {
        return start(
                log,
                List.of(
                        "--embedded",
                        "--distribution",
                        DISTRIBUTION,
                        "--jar",
                        jar.toString(),
                        "--main-class",
                        CountingJob.class.getName(),
                        "--data",
                        data.toString()));
    }

    private ChildProcess fromConfig(String log, Path jar, String main, Path data, Path config, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "--config",
                config.toString(),
                "--distribution",
                DISTRIBUTION,
                "--jar",
                jar.toString(),
                "--main-class",
                main,
                "--data",
                data.toString()));
        arguments.addAll(List.of(more));
        return start(log, arguments);
    }

    private ChildProcess start(String log, List<String> arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("env", "LC_ALL=C.UTF-8"));
        command.addAll(
                ClassPath.java(folder, ClassPath.ofThisJvm(), List.of("-Xmx128m"), RunLiveMetrics.class.getName()));
        command.addAll(arguments);
        return ChildProcess.start("run", command, folder, folder.resolve(log));
    }

    private String said(String log) throws IOException {
        return Files.readString(folder.resolve(log));
    }

    private static List<Integer> portsOf(Path data) throws IOException {
        List<Integer> ports = new java.util.ArrayList<>();
        for (String server : List.of("kafka", "postgres")) {
            Files.readAllLines(data.resolve(server).resolve("ports")).forEach(port -> ports.add(Integer.valueOf(port)));
        }
        return ports;
    }
}
