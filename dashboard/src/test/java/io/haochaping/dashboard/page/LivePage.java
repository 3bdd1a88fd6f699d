package io.haochaping.dashboard.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.haochaping.browser.BrowserTab;
import io.haochaping.browser.Chromium;
import io.haochaping.dashboard.Dashboard;
import io.haochaping.dashboard.DashboardConfig;
import io.haochaping.stack.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the page stand on: a real browser, the real server, a real store with one cut of thirty departments. */
abstract class LivePage {
    static final int DEPARTMENTS = 30;
    static final String QUIET = "quiet-office";

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static Chromium chromium;

    final Instant through = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    final Instant midnight = ZonedDateTime.ofInstant(through, SHANGHAI)
            .truncatedTo(ChronoUnit.DAYS)
            .toInstant();
    final Instant justNow = latest(midnight, through.minusSeconds(60));
    final BusyStore store = new BusyStore();
    Dashboard dashboard;
    BrowserTab tab;

    @BeforeAll
    static void aBrowser() throws IOException {
        chromium = Chromium.startOrSkip();
    }

    @AfterAll
    static void noBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void aStoreWithOneCut() throws Exception {
        for (int i = 0; i < DEPARTMENTS; i++) {
            String department = department(i);
            store.rate(midnight, department, "hall-" + i % 3, "hall", 5, 7 * (i + 3))
                    .rate(midnight, department, "hall-" + i % 3, "hall", 3, i)
                    .rate(justNow, department, "", "web", 4, 11)
                    .rate(justNow, department, "", "web", 1 + i % 2, i % 4)
                    .complete(midnight, department, "hall-" + i % 3, 4 + i, 600 * (i + 1));
        }
        store.complete(midnight, QUIET, "hall-0", 5, 86_400);
        store.complete(justNow, department(0), "hall-0", 2, 7_200);
        store.commit(through);
        dashboard = Dashboard.start(config(0));
        awaitFirstCut();
        tab = chromium.tab();
        tab.screen(1366, 900);
    }

    @AfterEach
    void end() {
        if (tab != null) {
            tab.close();
        }
        if (dashboard != null) {
            dashboard.close();
        }
    }

    /** Shortly after midnight the minute before belongs to another day. */
    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static String department(int number) {
        return "department-" + (number + 10);
    }

    /** Until it has read one, every question is a 503, and the console of the browser notes each down. */
    void awaitFirstCut() {
        HttpRequest cut =
                HttpRequest.newBuilder(dashboard.address().resolve("api/cut")).build();
        Await.until(
                "the server to have read a cut",
                Duration.ofSeconds(30),
                () -> HTTP.send(cut, BodyHandlers.discarding()).statusCode() == 200);
    }

    /** @param port 0: any */
    DashboardConfig config(int port) {
        return DashboardConfig.of(store.address()).withPort(port);
    }

    void open(String query) throws Exception {
        tab.open(dashboard.address() + query);
        awaitCut();
    }

    void awaitCut() throws Exception {
        tab.until(
                "the page to show cut " + store.epoch(),
                "document.documentElement.dataset.epoch === '" + store.epoch() + "'"
                        + " && !('reading' in document.documentElement.dataset)");
    }

    /** Rows of a table as a reader sees them: per cell what stands in it, and below it, apart by a bar. */
    List<List<String>> table(String panel) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        JsonNode read = tab.evaluate("[...document.querySelectorAll('#" + panel + " tbody tr')].map(row =>"
                + " [...row.cells].map(cell => [...cell.children].map(part => part.textContent).join('|')))");
        read.forEach(row -> {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.asText()));
            rows.add(cells);
        });
        return rows;
    }
}
