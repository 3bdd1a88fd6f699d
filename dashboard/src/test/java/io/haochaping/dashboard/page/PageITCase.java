package io.haochaping.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.haochaping.dashboard.Dashboard;
import io.haochaping.dashboard.DashboardConfig;
import io.haochaping.dashboard.cut.ChangedRules;
import io.haochaping.stack.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The page as people see it: a real browser, the real server, a real store into which cuts are committed. */
class PageITCase extends LivePage {
    @Test
    void theFiguresOnThePageAreThoseOfTheStoreAtTheSameCut() throws Exception {
        open("?lang=en&sort=key&order=asc");

        List<List<String>> expected = store.rows("""
                select department,
                    to_char(round(100.0 * sum(good) / sum(ratings), 3), 'FM990.000'), sum(ratings), sum(bad),
                    to_char(round(100.0 * sum(bad) / sum(ratings), 3), 'FM990.000'),
                    to_char(round(100.0 * sum(active_good) / sum(active_ratings), 3), 'FM990.000'), sum(active_ratings)
                from $.v_day
                where department <> 'quiet-office'
                group by department order by department limit 20""");
        List<List<String>> shown = table("breakdown");
        assertThat(shown).hasSameSizeAs(expected).hasSize(20);
        for (int i = 0; i < expected.size(); i++) {
            List<String> figures = expected.get(i);
            String n = " %|n " + figures.get(2);
            assertThat(shown.get(i).subList(0, 5))
                    .containsExactly(
                            figures.get(0) + "|",
                            figures.get(1) + n,
                            figures.get(3) + "|",
                            figures.get(4) + n,
                            figures.get(5) + " %|n " + figures.get(6));
        }

        List<String> total = store.rows("""
                select to_char(round(100.0 * sum(good) / sum(ratings), 3), 'FM990.000'), sum(good), sum(ratings), sum(bad)
                from $.v_day""").get(0);
        assertThat(tab.text("#first-measure .value").strip()).isEqualTo(total.get(0) + " %");
        assertThat(tab.text("#first-measure .basis").replace(",", ""))
                .isEqualTo(total.get(1) + " good / " + total.get(2) + " ratings");
        assertThat(tab.text("#measures .measure:first-child .value")).isEqualTo(total.get(3));
        assertThat(tab.text("#record-equation").replace(",", ""))
                .contains("received " + total.get(2))
                .contains("gap 0 ✓");
    }

    /** The same ratings before and after a change of rules in the middle of the month, in a region that becomes strict, one that becomes ternary and leaves a channel out, and one that stays. */
    @Test
    void theSatisfactionRateIsThatOfTheViewsUnderTheRulesOfEachRow() throws Exception {
        Instant change = ChangedRules.FIRST;
        Instant end = change.plus(Duration.ofHours(10)).plusSeconds(30);
        BusyStore mixed = new BusyStore().under(ChangedRules.BOOK);
        Map<String, String> after =
                Map.of("440111000000", "strict", "110101000000", "ternary", "510100000000", "builtin-1");
        for (Map.Entry<String, String> where : after.entrySet()) {
            for (Instant at : List.of(change.minus(Duration.ofDays(3)), change.plus(Duration.ofHours(9)), end)) {
                String version = at.isBefore(change) || where.getValue().equals("builtin-1")
                        ? "builtin-1"
                        : where.getValue() + "@" + ChangedRules.DAY;
                for (String channel : List.of("web", "hall")) {
                    for (int level = 1; level <= 5; level++) {
                        mixed.rate(
                                at, where.getValue(), "hall-0", channel, level, level * level, where.getKey(), version);
                    }
                }
            }
        }
        mixed.commit(end);
        try (Dashboard other = Dashboard.start(DashboardConfig.of(mixed.address()))) {
            for (String period : List.of("now", "today", "month")) {
                String rows = period.equals("now")
                        ? "$.v_live_minute where minute > '" + end.minusSeconds(300) + "'"
                        : "$.v_day where day >= '"
                                + (period.equals("today") ? ChangedRules.DAY : ChangedRules.DAY.withDayOfMonth(1))
                                + "'";
                String figures =
                        "to_char(round(100.0 * sum(satisfaction_good) / sum(satisfaction_ratings), 3), 'FM990.000'),"
                                + " sum(satisfaction_good), sum(satisfaction_ratings), sum(neutral), sum(ratings) - sum(satisfaction_ratings) from "
                                + rows;
                tab.open(other.address() + "?lang=en&sort=key&order=asc&period=" + period);
                tab.until(
                        "the page of " + period, "document.documentElement.dataset.epoch === '" + mixed.epoch() + "'");
                List<String> total = mixed.rows("select " + figures).get(0);
                assertThat(tab.text("#first-measure .value").strip()).as(period).isEqualTo(total.get(0) + " %");
                assertThat(tab.text("#first-measure .basis").replace(",", ""))
                        .as(period)
                        .isEqualTo(total.get(1) + " good / " + total.get(2) + " ratings · " + total.get(3)
                                + " neutral · " + total.get(4) + " more from channels that the rules leave out");
                List<List<String>> shown = table("breakdown");
                List<List<String>> expected =
                        mixed.rows("select department, " + figures + " group by department order by department");
                assertThat(shown).hasSameSizeAs(expected).hasSize(3);
                for (int i = 0; i < shown.size(); i++) {
                    List<String> row = expected.get(i);
                    assertThat(shown.get(i).get(1))
                            .as(period + ", " + row.get(0))
                            .isEqualTo(row.get(1) + " %|n " + row.get(3)
                                    + (row.get(4).equals("0") ? "" : " · " + row.get(4) + " neutral"));
                }
            }
        }
    }

    @Test
    void completionTimesAreThePercentilesOfTheStore() throws Exception {
        open("?lang=en&sort=key&order=asc");
        Map<String, Integer> units = Map.of("d", 86_400, "h", 3_600, "min", 60, "s", 1);
        List<List<String>> expected = store.rows("""
                select department, $.percentile_of($.merge_buckets(calendar_buckets, calendar_counts), 0.5), sum(timed)
                from $.v_hour where department <> 'quiet-office' group by department order by department limit 20""");
        List<List<String>> shown = table("breakdown");
        for (int i = 0; i < expected.size(); i++) {
            String[] cell = shown.get(i).get(6).split("\\|");
            String[] words = cell[0].split(" ");
            long seconds = 0;
            for (int w = 0; w < words.length; w += 2) {
                seconds += Long.parseLong(words[w]) * units.get(words[w + 1]);
            }
            long smallest = units.get(words[words.length - 1]);
            assertThat((double) seconds)
                    .as("%s: %s", expected.get(i).get(0), cell[0])
                    .isCloseTo(Double.parseDouble(expected.get(i).get(1)), Offset.offset((double) smallest));
            assertThat(cell[1]).isEqualTo("n " + expected.get(i).get(2));
        }
    }

    @Test
    void whatHasNoValueIsADashWithItsReasonAndNeverZeroPerCent() throws Exception {
        open("?lang=zh&sort=key&order=desc");
        List<String> quiet = table("breakdown").stream()
                .filter(row -> row.get(0).startsWith(QUIET))
                .findFirst()
                .orElseThrow();
        assertThat(quiet.get(1)).isEqualTo("—|无评价");
        assertThat(quiet.get(3)).isEqualTo("—|无评价");
        assertThat(quiet.get(5)).isEqualTo("—|无评价");

        tab.click("input[name=period][value=now]");
        tab.until("the period to change", "document.querySelector('#breakdown caption').textContent.startsWith('此刻')");
        assertThat(tab.texts("#measures .measure .basis")).contains("按分钟不留分位数");
    }

    @Test
    void aNewCutShowsWithoutReload() throws Exception {
        open("?lang=en&sort=key&order=asc");
        tab.evaluate("window.sameDocument = document.querySelector('#breakdown tbody tr').dataset.key");
        String before = tab.text("#first-measure .basis");

        store.rate(through, department(0), "", "web", 1, 3).commit(through.plusSeconds(1));
        awaitCut();

        assertThat(tab.evaluate("window.sameDocument").asText()).isEqualTo("=" + department(0));
        assertThat(tab.text("#first-measure .basis")).isNotEqualTo(before);
        List<String> bad = store.rows("select sum(bad) from $.v_day where department = '" + department(0) + "'")
                .get(0);
        assertThat(table("breakdown").get(0).get(2)).isEqualTo(bad.get(0) + "|");
        assertThat(tab.evaluate(
                                "document.querySelector('#breakdown tbody tr td:nth-child(3) button').classList.contains('changed-once')")
                        .asBoolean())
                .as("the changed cell is marked")
                .isTrue();
        assertThat(tab.evaluate("document.querySelectorAll('#breakdown tbody tr:nth-child(2) .changed-once').length")
                        .asInt())
                .as("what has not changed is not")
                .isZero();
    }

    @Test
    void thePageSurvivesARestartOfTheServerAndSaysSinceWhenItWasAlone() throws Exception {
        open("?lang=en");
        int port = dashboard.address().getPort();
        tab.evaluate("window.sameDocument = true");
        String shown = store.epoch();

        dashboard.close();
        tab.until("the page to notice", "document.querySelector('[data-kind=broken]') !== null");
        assertThat(tab.text("[data-kind=broken]"))
                .containsPattern("Since \\d\\d:\\d\\d:\\d\\d")
                .contains(shown);
        assertThat(tab.text("#first-measure .value")).contains("%");

        store.rate(through, department(1), "", "web", 5, 9).commit(through.plusSeconds(1));
        dashboard = Dashboard.start(config(port));
        awaitCut();
        tab.until("the notice to go", "document.querySelector('#notices').children.length === 0");
        assertThat(tab.evaluate("window.sameDocument").asBoolean()).isTrue();
    }

    @Test
    void aGapAndARestoredStoreAreLoud() throws Exception {
        open("?lang=zh");
        assertThat(tab.evaluate("document.querySelectorAll('.notice.loud').length")
                        .asInt())
                .isZero();

        store.lose(3);
        store.commit(through.plusSeconds(1));
        awaitCut();
        assertThat(tab.text("#notices .loud[data-kind=gap]")).contains("差额 3");
        assertThat(tab.text("#record-equation .open")).isEqualTo("差额 3 ✕");

        tab.click("#open-partitions");
        tab.until("the partitions", "document.querySelectorAll('#partitions tbody tr').length === 3");
        assertThat(table("partitions").get(1)).contains("rating.web-7|", "3|");

        store.markRestored();
        tab.until("the restored mark", "document.querySelector('.loud[data-kind=restored]') !== null");
    }

    @Test
    void aDepartmentLeadsToItsVenuesChannelsAndTrendAndBack() throws Exception {
        open("?lang=en&sort=key&order=asc");
        tab.click("#breakdown tbody tr:first-child a");
        tab.until("the venues", "document.querySelector('#breakdown caption').textContent.includes('by venue')");

        List<List<String>> venues = store.rows("select venue, sum(bad) from $.v_day where department = '"
                + department(0) + "' group by venue order by venue");
        assertThat(table("breakdown").stream().map(row -> row.get(2)))
                .containsExactlyElementsOf(
                        venues.stream().map(row -> row.get(1) + "|").toList());
        assertThat(tab.text("#trend caption")).startsWith("Department " + department(0));
        assertThat(tab.evaluate("location.search").asText()).contains("department=" + department(0));

        tab.evaluate("history.back()");
        tab.until(
                "the departments",
                "document.querySelector('#breakdown caption').textContent.includes('by department')");
        assertThat(tab.text("#scope")).isEqualTo("All");
    }

    @Test
    void thousandsOfRowsArePagedByTheServer() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            store.rate(midnight, "many-" + i, "", "web", 5, 1);
        }
        store.commit(through.plusSeconds(1));
        open("?lang=en&sort=key&order=asc");

        assertThat(table("breakdown")).hasSize(20);
        assertThat(tab.text("#page-range")).isEqualTo("Rows 1–20 of " + String.format("%,d", 3_000 + DEPARTMENTS + 1));
        String first = table("breakdown").get(0).get(0);
        tab.click("#page-next");
        tab.until("the next page", "document.querySelector('#page-range').textContent.startsWith('Rows 21–40')");
        assertThat(table("breakdown").get(0).get(0)).isNotEqualTo(first);
    }

    @Test
    void aScreenReaderFindsTablesWithCaptionsAndHeaders() throws Exception {
        open("?lang=en&equation=open");
        for (String panel : List.of("trend", "breakdown", "bad-reviews", "partitions")) {
            String table = "document.querySelector('#" + panel + " table')";
            assertThat(tab.evaluate(table + ".caption.textContent").asText())
                    .as(panel)
                    .isNotBlank();
            assertThat(tab.evaluate("[..." + table
                                    + ".tHead.rows[0].cells].every(cell => cell.tagName === 'TH' && cell.scope === 'col'"
                                    + " && cell.textContent.trim() !== '')")
                            .asBoolean())
                    .as(panel)
                    .isTrue();
            assertThat(tab.evaluate("[..." + table + ".tBodies[0].rows].every(row => row.cells[0].scope === 'row')")
                            .asBoolean())
                    .as(panel)
                    .isTrue();
        }
        List<String> spoken = tab.spoken();
        assertThat(spoken).anyMatch(node -> node.startsWith("table Today by department"));
        assertThat(spoken)
                .contains("columnheader Satisfaction rate", "rowheader Open " + department(3), "heading Trend");
        assertThat(spoken).anyMatch(node -> node.startsWith("image Chart of") || node.startsWith("img Chart of"));
        assertThat(spoken).anyMatch(node -> node.startsWith("status"));
    }

    @Test
    void nothingIsMissingWithoutTheCharts() throws Exception {
        tab.blockPath("*/lib/*");
        open("?lang=en&sort=key&order=asc");
        tab.until(
                "the places of the charts to go",
                "[...document.querySelectorAll('.chart')].every(chart => chart.hidden)");
        assertThat(table("trend")).hasSize(24);
        assertThat(table("breakdown")).hasSize(20);
    }

    @Test
    void noViewComplainsAsksAnotherHostOrScrollsSideways() throws Exception {
        for (int[] screen : new int[][] {{390, 844}, {1366, 768}, {1920, 1080}}) {
            tab.screen(screen[0], screen[1]);
            for (String theme : List.of("light", "dark")) {
                tab.systemTheme(theme);
                for (String view : List.of(
                        "?lang=zh",
                        "?lang=en&equation=open",
                        "?lang=zh&period=now&by=channel",
                        "?lang=en&period=month&by=venue&span=year&theme=" + theme,
                        "?lang=zh&department=" + department(2) + "&by=venue",
                        "?lang=en&department=" + department(2) + "&venue=&by=channel&span=month")) {
                    open(view);
                    String what = view + " at " + screen[0] + ", " + theme;
                    // Not innerWidth: a phone that is given too wide a page zooms out and calls that its width.
                    assertThat(tab.evaluate("document.documentElement.scrollWidth")
                                    .asInt())
                            .as("%s fits its width", what)
                            .isLessThanOrEqualTo(screen[0]);
                    assertThat(tab.evaluate("getComputedStyle(document.documentElement).colorScheme")
                                    .asText())
                            .as(what)
                            .isEqualTo(theme);
                    assertThat(tab.evaluate("document.documentElement.lang").asText())
                            .as(what)
                            .isEqualTo(view.contains("lang=zh") ? "zh-CN" : "en");
                    assertThat(tab.evaluate("document.body.innerText").asText())
                            .as("%s shows no key instead of a text", what)
                            .doesNotContainPattern(
                                    Pattern.compile("\\b(breakdown|notice|reason|channel|freshness|trend)\\.[a-z]"));
                    assertThat(tab.complaints()).as(what).isEmpty();
                }
            }
        }
        assertThat(tab.requests())
                .allMatch(url -> url.startsWith(dashboard.address().toString()));
    }

    @Test
    void anotherLanguageAsksTheServerNothing() throws Exception {
        open("?lang=zh");
        String value = tab.text("#first-measure .value");
        int asked = tab.requests().size();
        tab.click("input[name=language][value=en]");
        assertThat(tab.text("#first-measure dt")).isEqualTo("Satisfaction rate");
        assertThat(tab.text("#breakdown thead th")).isEqualTo("Department");
        assertThat(tab.text("#first-measure .value")).isEqualTo(value);
        assertThat(tab.requests()).hasSize(asked);
    }

    @Test
    void everyTableCanBeDownloadedInTheLanguageOfThePage() throws Exception {
        open("?lang=en&equation=open&department=" + department(4));
        JsonNode files = tab.evaluate(
                "Promise.all([...document.querySelectorAll('[data-download]')].map(async link => {"
                        + " const file = await fetch(link.href);"
                        + " return [file.status, file.headers.get('content-type'), (await file.text()).split('\\n')[0]]; }))");
        assertThat(files).hasSize(5).allSatisfy(file -> {
            assertThat(file.get(0).asInt()).isEqualTo(200);
            assertThat(file.get(1).asText()).startsWith("text/csv");
            assertThat(file.get(2).asText()).contains(",").doesNotContainPattern("\\p{IsHan}");
        });
        assertThat(tab.evaluate("document.querySelector('[data-download=breakdown]').href")
                        .asText())
                .as("the file holds what the table shows, all pages of it")
                .contains("department=" + department(4))
                .doesNotContain("limit=");
    }

    @Test
    void aPageThatNobodySeesRestsAndThenCatchesUp() throws Exception {
        open("?lang=en");
        String before = tab.text("#first-measure .basis");
        tab.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
                + " document.dispatchEvent(new Event('visibilitychange'))");
        int asked = tab.requests().size();
        store.rate(through, department(5), "", "web", 5, 100).commit(through.plusSeconds(1));
        Await.until("the server to have the new cut", Duration.ofSeconds(30), () -> tab.evaluate(
                        "fetch('api/cut').then(cut => cut.json()).then(cut => String(cut.epoch))")
                .asText()
                .equals(store.epoch()));
        assertThat(tab.requests().subList(asked, tab.requests().size())).allMatch(url -> url.endsWith("/api/cut"));
        assertThat(tab.text("#first-measure .basis")).isEqualTo(before);

        tab.evaluate("Object.defineProperty(document, 'hidden', { value: false, configurable: true });"
                + " document.dispatchEvent(new Event('visibilitychange'))");
        awaitCut();
        assertThat(tab.text("#first-measure .basis")).isNotEqualTo(before);
    }

    @Test
    void theNewestBadReviewsAreThoseOfTheStoreAlsoWhereTheyLookAlike() throws Exception {
        open("?lang=en");
        for (int cut = 1; cut <= 3; cut++) {
            store.rate(through.plusSeconds(cut), department(cut), "", "web", 1, 4)
                    .commit(through.plusSeconds(cut));
            awaitCut();
        }
        List<List<String>> expected = store.rows("""
                select to_char(rated_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI'), department
                from $.v_bad_review order by rated_at desc limit 7""");
        List<List<String>> shown = table("bad-reviews");
        assertThat(shown).hasSameSizeAs(expected).hasSize(7);
        for (int i = 0; i < shown.size(); i++) {
            assertThat(shown.get(i).get(0)).startsWith(expected.get(i).get(0) + "|");
            assertThat(shown.get(i).get(1)).isEqualTo(expected.get(i).get(1) + "|Website");
            assertThat(shown.get(i).get(2))
                    .isEqualTo("Very dissatisfied|bad attitude, slow · not done in promised time");
        }
    }

    @Test
    void aColumnSortsWorstFirstAndThenTheOtherWayRound() throws Exception {
        open("?lang=en");
        String worst = "select department from $.v_day group by department having sum(ratings) > 0"
                + " order by sum(good)::numeric / sum(ratings), department limit 3";
        tab.click("#breakdown thead th:nth-child(2) button");
        tab.until(
                "the worst first",
                "document.querySelector('#breakdown th[aria-sort=ascending]').cellIndex === 1"
                        + " && !('reading' in document.documentElement.dataset)");
        assertThat(table("breakdown").subList(0, 3).stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(
                        store.rows(worst).stream().map(row -> row.get(0) + "|").toList());

        tab.click("#breakdown thead th:nth-child(2) button");
        tab.until("the best first", "document.querySelector('#breakdown th[aria-sort=descending]').cellIndex === 1");
        assertThat(tab.evaluate("location.search").asText())
                .contains("sort=satisfactionRate")
                .doesNotContain("order=asc");
    }

    @Test
    void aDepartmentIsFoundByAPieceOfItsCode() throws Exception {
        open("?lang=en");
        type("ment-23");
        tab.until("an offer", "document.querySelectorAll('#found option').length === 1");
        type(tab.evaluate("document.querySelector('#found option').value").asText());
        tab.until("its venues", "document.querySelector('#breakdown caption').textContent.includes('by venue')");
        assertThat(tab.text("#scope")).endsWith("Department department-23");
    }

    private void type(String text) throws Exception {
        tab.evaluate("(field => { field.value = '" + text + "'; field.dispatchEvent(new Event('input')); })"
                + "(document.getElementById('search'))");
    }

    @Test
    void theManualThemeHoldsAgainstTheSystem() throws Exception {
        tab.systemTheme("dark");
        open("?theme=light");
        assertThat(tab.evaluate("getComputedStyle(document.documentElement).colorScheme")
                        .asText())
                .isEqualTo("light");
        tab.click("input[name=theme][value=auto]");
        assertThat(tab.evaluate("getComputedStyle(document.documentElement).colorScheme")
                        .asText())
                .isEqualTo("dark");
        assertThat(tab.evaluate("location.search").asText()).doesNotContain("theme");
    }

    @Test
    void sharesAreRoundedHalfUpToThreeDecimalsAtLeast() throws Exception {
        open("");
        Map<String, String> golden = Map.of(
                "3591, 23736000", "0.015",
                "10, 32", "31.250",
                "17, 32", "53.125",
                "1, 3", "33.333",
                "2, 3", "66.667",
                "1, 16000", "0.006",
                "13878085, 13879360", "99.991",
                "0, 7", "0.000",
                "1, 23736000", "0.000004",
                "0, 0", "—");
        for (Map.Entry<String, String> share : golden.entrySet()) {
            assertThat(tab.evaluate("import('./numbers.js').then(numbers => numbers.percent(" + share.getKey() + "))")
                            .asText())
                    .as(share.getKey())
                    .isEqualTo(share.getValue());
        }
        assertThat(tab.evaluate("import('./numbers.js').then(numbers => numbers.percent(23735999, 23736000))")
                        .asText())
                .as("what is not whole does not read 100")
                .isEqualTo("99.999996");
    }
}
