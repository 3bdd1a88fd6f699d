package io.haochaping.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.stack.Await;
import io.haochaping.stack.ChildProcess;
import io.haochaping.stack.ClassPath;
import io.haochaping.stack.Ports;
import io.haochaping.stack.SmallJvm;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user has it: a process, a folder, a page. */
class DemoITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int HISTORY_CASES = 3_000;

    @TempDir
    Path folder;

    private final List<ChildProcess> demos = new ArrayList<>();
    private final int port = Ports.free(1).get(0);
    private final ObjectMapper json = new ObjectMapper();
    private SettledFigures reader;

    private record Shown(long epoch, long received, long ratingsOfMonth, long history) {}

    /** A test that fails half-way leaves no servers behind either; a demo would start its own again, so it goes first. */
    @AfterEach
    void endWhatIsLeft() throws IOException {
        if (reader != null) {
            reader.close();
        }
        demos.forEach(ChildProcess::kill);
        for (long pid : Files.isDirectory(data()) ? living(recordedPids()) : Set.<Long>of()) {
            Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
            if (Files.isReadable(commandLine) && Files.readString(commandLine).contains(folder.toString())) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void aDemoThatWasKilledGoesOnWithTheSameFiguresAndLeavesNothingBehind() throws Exception {
        SettledFigures settled = new SettledFigures(jobConfig());
        reader = settled;
        // Without setpriv nothing ends the children with their parent: the next start has to.
        ChildProcess first = demo("first", List.of("PATH=" + pathWithoutSetpriv()), port);
        Shown before = awaitHistory(first, "first");
        Await.until(
                "a settled month in the store", PATIENCE, () -> !settled.seen().isEmpty());
        assertThat(said("first")).contains("first figure on the page", "http://127.0.0.1:" + port);
        OpenedNumbers.assertEachClosesOn("http://127.0.0.1:" + port + "/");

        ChildProcess second = demo("second", List.of(), port);
        Await.until("a second demo on the folder to be refused", PATIENCE, () -> !second.isAlive());
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(said("second")).contains("another run uses " + data()).doesNotContain("\tat ");

        Set<Long> ofTheFirst = recordedPids();
        Set<String> runsOfTheFirst = runsWithStates();
        first.kill();
        assertThat(ofTheFirst).hasSizeGreaterThanOrEqualTo(6);
        assertThat(living(ofTheFirst)).as("else this test proves nothing").isNotEmpty();

        ChildProcess third = demo("third", List.of(), port);
        Await.until("figures that have gone on (log: third.log)", PATIENCE, () -> {
            assertThat(third.isAlive()).as(said("third")).isTrue();
            Optional<Shown> now = shown();
            now.ifPresent(figures -> assertNotBehind(figures, before));
            return now.filter(figures ->
                                    figures.received() > before.received() + 20 && figures.epoch() > before.epoch())
                            .isPresent()
                    && said("third").contains("going on from")
                    && said("third").contains("RUNNING");
        });
        assertThat(living(ofTheFirst)).isEmpty();

        Await.until("the states of the first run to give way to those of the third", PATIENCE, () -> {
            Set<String> runs = runsWithStates();
            return runs.size() == 1 && !runs.equals(runsOfTheFirst);
        });

        assertSettledMonthStands(settled);
        Shown ofTheThirdRun = shown().orElseThrow();
        killTheWholeGroup(third);

        ChildProcess fourth = demo("fourth", List.of(), port);
        Shown atFirst = Await.value("figures after the kill of all (log: fourth.log)", PATIENCE, () -> {
            assertThat(fourth.isAlive()).as(said("fourth")).isTrue();
            return shown();
        });
        assertNotBehind(atFirst, ofTheThirdRun);
        // What stands there first may be the last cut of the third run; only tasks that run make another.
        Await.until("figures that have gone on after the kill of all (log: fourth.log)", PATIENCE, () -> {
            assertThat(fourth.isAlive()).as(said("fourth")).isTrue();
            Optional<Shown> now = shown();
            now.ifPresent(figures -> assertNotBehind(figures, atFirst));
            return now.filter(figures -> figures.received() > atFirst.received() + 20)
                            .isPresent()
                    && said("fourth").contains("RUNNING");
        });
        assertSettledMonthStands(settled);
        Set<Long> ofTheFourth = recordedPids();
        assertThat(living(ofTheFourth)).hasSizeGreaterThanOrEqualTo(6);
        fourth.stop(PATIENCE);
        assertThat(fourth.exitCode()).as(said("fourth")).isZero();
        assertThat(said("fourth")).contains("stopped; the next run goes on from");
        assertThat(living(ofTheFourth)).isEmpty();
    }

    /** Every process at once and the database server with its own: nobody is left to end anything in order. */
    private void killTheWholeGroup(ChildProcess demo) throws IOException {
        List<ProcessHandle> all = new ArrayList<>();
        for (long pid : recordedPids()) {
            ProcessHandle.of(pid).ifPresent(process -> {
                all.add(process);
                process.descendants().forEach(all::add);
            });
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(10);
        all.forEach(ProcessHandle::destroyForcibly);
        demo.kill();
        Await.until("all to be gone", PATIENCE, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aTakenPortIsRefusedBeforeAnythingIsStarted() throws IOException {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            ChildProcess refused = demo("refused", List.of(), taken.getLocalPort());
            Await.until("the demo to be refused", PATIENCE, () -> !refused.isAlive());

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(said("refused"))
                    .contains("port " + taken.getLocalPort() + " is taken by another program")
                    .contains("give --port another number")
                    .doesNotContain("\tat ");
            assertThat(data().resolve("kafka")).doesNotExist();
        }
    }

    private Shown awaitHistory(ChildProcess demo, String name) {
        return Await.value("live figures and the whole history (log: " + name + ".log)", PATIENCE, () -> {
            assertThat(demo.isAlive()).as(said(name)).isTrue();
            return shown().filter(figures ->
                    figures.history() >= HISTORY_CASES && figures.received() > figures.history() + 20);
        });
    }

    /** The history begins with a whole month that is settled; it was shown so only once, and is the same after a kill and a new start. */
    private void assertSettledMonthStands(SettledFigures settled) throws IOException, SQLException {
        assertThat(settled.changed()).isEmpty();
        assertThat(settled.seen()).hasSize(1);
        for (String month : settled.seen().keySet()) {
            assertThat(settled.seen().get(month)).isPositive();
            assertThat(SettledFigures.daysWithRatings(jobConfig(), month)).isGreaterThanOrEqualTo(28);
        }
    }

    private static void assertNotBehind(Shown now, Shown before) {
        assertThat(now.epoch()).isGreaterThanOrEqualTo(before.epoch());
        assertThat(now.received()).isGreaterThanOrEqualTo(before.received());
        assertThat(now.ratingsOfMonth()).isGreaterThanOrEqualTo(before.ratingsOfMonth());
        assertThat(now.history()).isGreaterThanOrEqualTo(before.history());
    }

    private ChildProcess demo(String name, List<String> environment, int pagePort) {
        List<String> command = new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8"));
        command.addAll(environment);
        command.addAll(
                ClassPath.java(folder, ClassPath.ofThisJvm(), SmallJvm.withHeap("96m"), RunDemo.class.getName()));
        command.addAll(List.of(
                "--distribution",
                System.getProperty("haochaping.flink"),
                "--jar",
                System.getProperty("haochaping.live-job"),
                "--data",
                data().toString(),
                "--port",
                Integer.toString(pagePort),
                "--history-cases",
                Integer.toString(HISTORY_CASES)));
        ChildProcess demo = ChildProcess.start(name, command, folder, folder.resolve(name + ".log"));
        demos.add(demo);
        return demo;
    }

    private Path jobConfig() {
        return data().resolve("live-metrics.yaml");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    /** Empty as long as the page shows nothing. */
    private Optional<Shown> shown() {
        try {
            JsonNode figures = get("/api/figures?period=month");
            JsonNode cut = get("/api/cut");
            long history = 0;
            for (JsonNode line : get("/api/equation").path("topics")) {
                if (line.path("topic").asText().equals(DemoHistory.TOPIC)) {
                    history = line.path("received").asLong();
                }
            }
            return Optional.of(new Shown(
                    cut.path("epoch").asLong(),
                    cut.at("/equation/received").asLong(),
                    figures.at("/total/ratings").asLong(),
                    history));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private JsonNode get(String path) throws IOException {
        try (InputStream answer =
                URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            return json.readTree(answer);
        }
    }

    /** Each run of the job has a folder of its own; one whose states are removed stays behind empty. */
    private Set<String> runsWithStates() throws IOException {
        try (Stream<Path> states =
                Files.find(data().resolve("flink/checkpoints"), 2, (file, attributes) -> file.getFileName()
                        .toString()
                        .startsWith("chk-"))) {
            return states.map(state -> state.getParent().getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    /** Of every process that the demo on this folder started last under its name. */
    private Set<Long> recordedPids() throws IOException {
        Set<Long> pids = new TreeSet<>();
        try (Stream<Path> files = Files.find(
                data(), 2, (file, attributes) -> file.getFileName().toString().endsWith(".pid"))) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().equals("postmaster.pid")) {
                    pids.add(Long.valueOf(Files.readString(file).split(" ")[0]));
                }
            }
        }
        return pids;
    }

    private static Set<Long> living(Set<Long> pids) {
        Set<Long> living = new TreeSet<>(pids);
        living.removeIf(
                pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        return living;
    }

    private String pathWithoutSetpriv() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String name : List.of("setsid", "unshare", "env")) {
            for (String place : System.getenv("PATH").split(":")) {
                Path program = Path.of(place, name);
                if (Files.isExecutable(program) && !Files.exists(tools.resolve(name))) {
                    Files.createSymbolicLink(tools.resolve(name), program);
                }
            }
        }
        return tools.toString();
    }
}
