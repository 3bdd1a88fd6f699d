package io.haochaping.dashboard;

import static io.haochaping.domain.tally.Figure.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad reviews narrowed and paged, against those of the store. */
class BadReviewsAnswerTest {
    private static final int REVIEWS = 1_500;
    private static final long NOON = TestStore.millis("2026-11-20T12:00:00+08:00");
    private static final String[] REGIONS = {"440111000000", "440111101000", "110101000000"};
    private static final String ALL = "select count(*) from $.v_bad_review where ";

    private static TestStore store;
    private static RunningDashboard dashboard;
    private static String through = "2026-11-20T12:00:00+08:00";

    /** More than any limit; 37 of each millisecond, half of which look the same. */
    @BeforeAll
    static void start() throws SQLException {
        store = TestStore.fresh();
        Map<RowKey, Tally> rows = new HashMap<>();
        for (int i = 0; i < REVIEWS; i++) {
            rows.put(review(i), Tally.of(OPEN, 1));
        }
        store.commit(through, rows);
        dashboard = RunningDashboard.over(store).showing(through);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    private static RowKey review(int i) {
        int like = i % 2 == 0 ? 0 : i;
        return RowKey.bad(
                new ByteWriter(64),
                "SCOPE",
                "CASE-" + i,
                1,
                1 + like % 2,
                NOON - i / 37 * 3_600_000L,
                new Dimensions(
                        REGIONS[like % 3],
                        "department-" + like % 4,
                        like % 5 == 0 ? "" : "hall-" + like % 5,
                        "item-" + like % 2,
                        like % 3 == 0 ? "web" : "hall",
                        ""),
                like % 7 == 0 ? "" : "108;214",
                like % 2 == 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "department=department-1 | department = 'department-1'",
                "venue= | venue = ''",
                "channel=web&item=item-1 | channel = 'web' and item = 'item-1'",
                "level=1 | level = 1",
                "region=44 | region like '44%'",
                "region=440111101 | region = '440111101000'",
                "region=33 | false",
                "from=2026-11-20 | rated_at >= '2026-11-20T00:00+08'",
                "from=2026-11-19T10:00&until=2026-11-20T11:00:00 | rated_at >= '2026-11-19T10:00+08' and rated_at < '2026-11-20T11:00+08'",
                "until=2026-11-19&department=department-2&level=1&region=4401 | rated_at < '2026-11-19T00:00+08' and department = 'department-2' and level = 1 and region like '4401%'",
                "department=nowhere | false",
            })
    void aFilterFindsWhatTheStoreHas(String query, String where) {
        String count = store.rows(ALL + where).get(0);
        JsonNode answer = dashboard.client().json("/api/bad-reviews?limit=1000&" + query.strip());

        assertThat(answer.get("rowCount").asText()).isEqualTo(count);
        assertThat(answer.get("rows")).hasSize(Math.min(1_000, Integer.parseInt(count)));
        assertThat(dashboard
                        .client()
                        .get("/api/bad-reviews.csv?" + query.strip())
                        .body()
                        .lines())
                .hasSize(1 + Integer.parseInt(count));
    }

    @ParameterizedTest
    @CsvSource({"1000,", "37,", "7,department=department-0"})
    void pagesHaveEveryReviewOnceHoweverManyThereAre(int limit, String filter) {
        List<String> keys = keys(limit, filter == null ? "" : "&" + filter);

        String where = filter == null ? "true" : "department = 'department-0'";
        assertThat(keys).hasSize(Integer.parseInt(store.rows(ALL + where).get(0)));
        assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
    }

    private static List<String> keys(int limit, String filter) {
        List<String> keys = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = dashboard.client().json("/api/bad-reviews?limit=" + limit + filter + after);
            keys.addAll(page.get("rows").findValuesAsText("key"));
            after = page.get("next").isNull()
                    ? null
                    : "&after=" + page.get("next").asText();
        } while (after != null);
        return keys;
    }

    @Test
    void aReaderThatPagesOnMissesNothingWhileReviewsComeAndGo() throws Exception {
        List<String> before = keys(1_000, "");
        JsonNode page = dashboard.client().json("/api/bad-reviews?limit=40");

        RowKey newer = TestStore.bad("2026-11-20T12:00:01+08:00", "civil", "");
        // The last row of the page itself is among those that no longer stand: all of its hour are gone.
        Map<RowKey, Tally> changes = new HashMap<>(Map.of(newer, Tally.of(OPEN, 1)));
        for (int i = 37; i < 74; i++) {
            changes.put(review(i), Tally.ZERO);
        }
        commit(changes);
        JsonNode next = dashboard
                .client()
                .json("/api/bad-reviews?limit=1000&after=" + page.get("next").asText());
        assertThat(next.get("rows").findValuesAsText("key")).isEqualTo(before.subList(74, 1_074));
        assertThat(dashboard
                        .client()
                        .json("/api/bad-reviews")
                        .at("/rows/0/department")
                        .asText())
                .isEqualTo("civil");

        // Nothing but a review that goes, on a day of its own.
        commit(Map.of(review(REVIEWS - 1), Tally.ZERO));
        assertThat(dashboard.client().json("/api/bad-reviews").get("rowCount").asInt())
                .isEqualTo(REVIEWS - 37);
        Map<RowKey, Tally> back = new HashMap<>(Map.of(newer, Tally.ZERO));
        for (int i = 37; i < 74; i++) {
            back.put(review(i), Tally.of(OPEN, 1));
        }
        back.put(review(REVIEWS - 1), Tally.of(OPEN, 1));
        commit(back);
        assertThat(keys(1_000, "")).isEqualTo(before);
    }

    private static void commit(Map<RowKey, Tally> changes) throws SQLException {
        through = through.replace("12:0" + through.charAt(15), "12:0" + (char) (through.charAt(15) + 1));
        store.commit(through, changes);
        dashboard.showing(through);
    }

    @Test
    void whatCannotBeMeantGetsASentence() {
        for (String query : List.of(
                "from=2026-02-30",
                "from=2026-11-20T24:00",
                "from=2026-11-20T10",
                "from=2026-11-20T10:00%2B08:00",
                "until=2026-13-01",
                "from=2026-11-20&until=2026-11-20",
                "from=2026-11-21&until=2026-11-20T23:59",
                "level=3",
                "after=1795140300000-0123456789ABCDEF-0",
                "after=-1-0123456789abcdef-0")) {
            assertThat(dashboard.client().get("/api/bad-reviews?" + query))
                    .as(query)
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
                    .satisfies(answer -> assertThat(answer.body()).contains("\"bad-parameter\""));
        }
    }
}
