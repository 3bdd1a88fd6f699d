package io.haochaping.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.browser.BrowserTab;
import io.haochaping.browser.Chromium;
import io.haochaping.dashboard.Dashboard;
import io.haochaping.dashboard.DashboardConfig;
import io.haochaping.stack.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The equation on the page, of the newest cut and back through earlier ones. */
class EquationPageITCase {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Chromium chromium;

    private final Instant through = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final BusyStore store = new BusyStore();

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

    @Test
    void oneStepsBackToEarlierCutsAndForthToTheNewest() throws Exception {
        List<String> epochs = new ArrayList<>();
        for (int cut = 1; cut <= 3; cut++) {
            store.rate(through, "civil", "", "web", 5, cut).commit(through.plusSeconds(cut));
            epochs.add(store.epoch());
        }
        try (Dashboard dashboard = Dashboard.start(DashboardConfig.of(store.address()));
                BrowserTab tab = chromium.tab()) {
            awaitCut(dashboard.address());
            tab.screen(1366, 900);
            tab.open(dashboard.address() + "?lang=en&equation=open");
            shows(tab, "Newest cut " + epochs.get(2), "6");
            assertThat(tab.evaluate("document.getElementById('cut-later').hidden")
                            .asBoolean())
                    .isTrue();

            tab.click("#cut-earlier");
            shows(tab, "Cut " + epochs.get(1), "3");
            assertThat(tab.text("#first-measure"))
                    .as("the figures stay those of now")
                    .isNotEmpty();
            assertThat(tab.evaluate("document.querySelector('[data-download=partitions]').getAttribute('href')")
                            .asText())
                    .contains("cut=" + epochs.get(1));
            tab.click("#cut-earlier");
            shows(tab, "Cut " + epochs.get(0), "1");
            assertThat(tab.evaluate("document.getElementById('cut-earlier').hidden")
                            .asBoolean())
                    .isTrue();
            tab.click("#cut-later");
            shows(tab, "Cut " + epochs.get(1), "3");
            tab.click("#cut-newest");
            shows(tab, "Newest cut " + epochs.get(2), "6");
        }
    }

    @Test
    void aMomentBeforeTheFirstCutIsToldWithoutHarmToTheFigures() throws Exception {
        store.rate(through, "civil", "", "web", 5, 4).commit(through);
        try (Dashboard dashboard = Dashboard.start(DashboardConfig.of(store.address()));
                BrowserTab tab = chromium.tab()) {
            awaitCut(dashboard.address());
            tab.screen(1366, 900);
            tab.open(dashboard.address() + "?lang=en&equation=open&at=2001-01-01T10:00");
            tab.until(
                    "the refusal",
                    "document.getElementById('cut-of-equation').textContent.includes('holds no cut that old')");
            assertThat(tab.evaluate("document.getElementById('partitions').hidden")
                            .asBoolean())
                    .isTrue();
            assertThat(tab.evaluate("document.querySelectorAll('#notices [data-kind=failed]').length")
                            .asInt())
                    .isZero();
            assertThat(tab.text("#record-equation")).contains("gap 0 ✓");
            tab.click("#cut-newest");
            shows(tab, "Newest cut " + store.epoch(), "4");

            type(tab, "2026-02-30 10:00");
            tab.until(
                    "what is no moment to be refused",
                    "document.getElementById('cut-of-equation').textContent.includes('which is no moment')");
            type(tab, "soon");
            assertThat(tab.evaluate("document.getElementById('cut-at').getAttribute('aria-invalid')")
                            .asText())
                    .isEqualTo("true");
            type(tab, "9999-12-31 10:00");
            shows(tab, "Newest cut " + store.epoch(), "4");
        }
    }

    private static void type(BrowserTab tab, String moment) throws Exception {
        tab.evaluate("(() => { const field = document.getElementById('cut-at'); field.value = '" + moment
                + "'; field.dispatchEvent(new Event('change')); })()");
    }

    /** Topic and partition show as many records received, under the title of that cut. */
    private static void shows(BrowserTab tab, String title, String received) throws Exception {
        tab.until(
                title + " with " + received,
                "document.getElementById('cut-of-equation').textContent.startsWith('" + title + ",')"
                        + " && document.querySelector('#topics tbody td').firstElementChild.textContent === '"
                        + received
                        + "' && document.querySelectorAll('#partitions tbody tr')[1].cells[1].firstElementChild.textContent === '"
                        + received + "'");
    }

    private static void awaitCut(URI dashboard) {
        HttpRequest cut = HttpRequest.newBuilder(dashboard.resolve("api/cut")).build();
        Await.until(
                "the server to have read a cut",
                Duration.ofSeconds(30),
                () -> HTTP.send(cut, BodyHandlers.discarding()).statusCode() == 200);
    }
}
