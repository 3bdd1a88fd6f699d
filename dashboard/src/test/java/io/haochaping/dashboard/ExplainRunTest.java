package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.Await;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a command for those who click a number: where each ends, and what of it is told. What the command itself answers is tried with the demo, where it is the real one. */
class ExplainRunTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String RUN = "/api/explain/run";
    /** Tells its number and waits for an input that never comes. */
    private static final String WAITS = "echo $$ >> pids; exec cat";

    private final HttpClient http = HttpClient.newHttpClient();
    private TestStore store;
    private RunningDashboard dashboard;

    @TempDir
    Path folder;

    @BeforeEach
    void aStore() throws Exception {
        store = SmallStore.fresh();
    }

    @AfterEach
    void end() {
        dashboard.close();
    }

    private void start(String script) {
        List<String> command = List.of("sh", "-c", "cd " + folder + "; " + script, "explain");
        dashboard = RunningDashboard.with(DashboardConfig.of(store.address()).withExplainCommand(command))
                .showing(SmallStore.THROUGH);
    }

    @Test
    void aCodeThatAProgramWouldTakeForAnOptionIsRefused() {
        start(WAITS);
        for (String path : List.of("/api/explain", RUN)) {
            for (String place : List.of("department", "venue", "channel")) {
                HttpResponse<String> answer = dashboard.client().get(path + "?" + place + "=--yes");
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body()).contains("begins with a hyphen").contains("\"parameter\":\"" + place + "\"");
            }
        }
        assertThat(folder.resolve("pids")).doesNotExist();
    }

    @Test
    void theHeadOfAStreamStartsNothing() {
        start(WAITS);
        HttpResponse<String> answer = dashboard.client().send("HEAD", RUN);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET");
        assertThat(folder.resolve("pids")).doesNotExist();
    }

    @Test
    void aRunEndsWithItsStream() throws Exception {
        start(WAITS);
        InputStream stream = open();
        ProcessHandle run = processes(1).get(0);
        stream.close();
        Await.until("the run to end", LIMIT, () -> !run.isAlive());
    }

    @Test
    void aRunEndsWithItsDashboard() throws Exception {
        start(WAITS);
        open();
        ProcessHandle run = processes(1).get(0);
        dashboard.close();
        Await.until("the run to end", LIMIT, () -> !run.isAlive());
    }

    @Test
    void whoDoesNotReadTheAnswerKeepsNoPlace() throws Exception {
        start("test -e pids && exec cat; echo $$ >> pids; head -c 30000000 /dev/zero | tr '\\0' 'x'");
        InputStream unread = open();
        Await.until("the first run to begin", LIMIT, () -> Files.exists(folder.resolve("pids")));
        // Two more may run, though the first answer has not been read.
        Await.until("a second run", LIMIT, () -> tryToOpen() == 200);
        Await.until("a third run", LIMIT, () -> tryToOpen() == 200);
        assertThat(tryToOpen()).isEqualTo(503);
        assertThat(unread.read()).isPositive();
    }

    @Test
    void wordsAboutTheServersStayInTheLog() throws Exception {
        start("echo 'jdbc:postgresql://inner-host/db does not answer to the user keeper' >&2;"
                + " echo '归集记录 gathering records: 1,000 / 2,000 (50 %), 500/s' >&2; exit 1");
        String told = dashboard.client().get(RUN).body();
        assertThat(told)
                .contains("event: progress\ndata: 归集记录")
                .contains("event: problem\ndata: ")
                .contains("exit code 1")
                .doesNotContain("inner-host", "keeper");
    }

    private InputStream open() throws Exception {
        HttpResponse<InputStream> answer = http.send(request(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private int tryToOpen() throws Exception {
        return http.send(request(), BodyHandlers.ofInputStream()).statusCode();
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(dashboard.dashboard().address().resolve(RUN))
                .header("Accept", "text/event-stream")
                .build();
    }

    private List<ProcessHandle> processes(int count) {
        return Await.value("processes that were started", LIMIT, () -> {
            Path pids = folder.resolve("pids");
            List<String> lines = Files.exists(pids) ? Files.readAllLines(pids) : List.of();
            return lines.size() < count
                    ? Optional.empty()
                    : Optional.of(lines.stream()
                            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                            .toList());
        });
    }
}
