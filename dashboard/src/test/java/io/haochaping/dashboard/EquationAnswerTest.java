package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.haochaping.stack.Await;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The closing equation of the newest cut and of earlier ones, per partition, per topic and in total: as answer, as metric and in {@code /health}. */
class EquationAnswerTest {
    private static final String SECOND = "2026-11-20T10:18:00+08:00";
    private static final String THIRD = "2026-11-20T10:19:00+08:00";
    private static final ApiDescription DESCRIPTION = new ApiDescription();

    private TestStore store;
    private RunningDashboard dashboard;
    private List<String> epochs;

    @BeforeEach
    void threeCuts() throws Exception {
        store = SmallStore.fresh();
        store.commit(SECOND, Map.of());
        // Each partition of web has a gap, and the two cancel each other; fax has lost one record.
        store.execute("update $.cut set topics = '{rating.fax,rating.web,rating.web}', partitions = '{0,0,1}',"
                + " start_offsets = '{0,0,0}', end_offsets = '{5,20,10}', received = '{4,12,9}', ticks = '{1,2,1}',"
                + " last_ticks = '{1795140000000,-1,1795140060000}', total_received = 25, total_classified = 24,"
                + " class_topics = '{rating.fax,rating.web,rating.web}', class_partitions = '{0,0,1}', counted = '{3,10,8}',"
                + " duplicate = '{0,1,0}', superseded = '{0,0,1}', voided = '{0,0,1}', excluded = '{0,0,0}',"
                + " quarantined = '{0,0,0}' where complete_through = '" + SECOND + "'");
        store.commit(THIRD, Map.of());
        store.execute("update $.cut set committed_at = complete_through + interval '5 seconds'");
        epochs = store.rows("select epoch from $.cut order by epoch");
        dashboard = RunningDashboard.over(store).showing(THIRD);
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void anEarlierCutIsToldPerPartitionPerTopicAndInTotal() {
        JsonNode answer = described("/api/equation?cut=" + epochs.get(1));

        assertThat(answer.at("/cut/epoch").asText()).isEqualTo(epochs.get(1));
        assertThat(answer.at("/cut/completeThrough").asText()).isEqualTo(SECOND);
        assertThat(answer.get("committedAt").asText()).isEqualTo("2026-11-20T10:18:05+08:00");
        assertThat(answer.get("newestEpoch").asText()).isEqualTo(epochs.get(2));
        assertThat(answer.get("earlierEpoch").asText()).isEqualTo(epochs.get(0));
        assertThat(answer.get("laterEpoch").asText()).isEqualTo(epochs.get(2));
        assertThat(lines(answer.get("partitions")))
                .containsExactly(
                        "rating.fax 0 received 4 classified 3 gap 1 control 0",
                        "rating.web 0 received 12 classified 11 gap 1 control 6",
                        "rating.web 1 received 9 classified 10 gap -1 control 0");
        assertThat(lines(answer.get("topics")))
                .containsExactly(
                        "rating.fax null received 4 classified 3 gap 1 control 0",
                        "rating.web null received 21 classified 21 gap 0 control 6");
        assertThat(lines(List.of(answer.get("total"))))
                .containsExactly("null null received 25 classified 24 gap 1 control 6");
        assertThat(answer.at("/partitions/1/duplicate").asInt()).isEqualTo(1);
        assertThat(answer.at("/partitions/1/lastTickAt").isNull()).isTrue();
        assertThat(answer.at("/total/lastTickAt").asText()).isEqualTo("2026-11-20T10:00:00+08:00");
        assertThat(answer.at("/ratingEquation/gap").asInt()).isZero();
    }

    @Test
    void aCutIsFoundByWhatStoodAtAnEpochOrAMoment() {
        // Epochs follow one another here; one that was never given out stands for what came before it.
        long third = Long.parseLong(epochs.get(2));
        assertThat(epochOf("cut=" + (third - 1))).isEqualTo(epochs.get(1));
        assertThat(epochOf("cut=" + (third + 40))).isEqualTo(epochs.get(2));
        assertThat(epochOf("at=2026-11-20T10:18:04")).isEqualTo(epochs.get(0));
        assertThat(epochOf("at=2026-11-20T10:18:05")).isEqualTo(epochs.get(1));
        assertThat(epochOf("at=2026-11-21")).isEqualTo(epochs.get(2));
        assertThat(described("/api/equation?cut=" + epochs.get(0))
                        .get("earlierEpoch")
                        .isNull())
                .as("the first has none before it")
                .isTrue();
        JsonNode newest = described("/api/equation");
        assertThat(newest.at("/cut/epoch").asText()).isEqualTo(epochs.get(2));
        assertThat(newest.get("earlierEpoch").asText()).isEqualTo(epochs.get(1));
        assertThat(newest.get("laterEpoch").isNull()).isTrue();
        assertThat(described("/api/equation?cut=" + epochs.get(2))).isEqualTo(newest);
    }

    @Test
    void whatIsOlderThanTheStoreAndTwoAnswersAtOnceAreRefused() {
        for (String query : List.of("cut=0", "at=2026-11-20T10:17:34")) {
            HttpResponse<String> response = dashboard.client().get("/api/equation?" + query);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("no-such-cut", "holds no cut that old", "没有这么早的切面");
            assertThat(DESCRIPTION.violations("/api/equation", 404, response.body()))
                    .isEmpty();
        }
        HttpResponse<String> both = dashboard.client().get("/api/equation?cut=1&at=2026-11-20");
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.body()).contains("give one of both", "请只给其一");
    }

    @Test
    void aCutOfAVersionThatKeptNoClassesSaysSoByNull() {
        store.execute("update $.cut set class_topics = null, class_partitions = null, counted = null, duplicate = null,"
                + " superseded = null, voided = null, excluded = null, quarantined = null where epoch = "
                + epochs.get(1));
        JsonNode answer = described("/api/equation?cut=" + epochs.get(1));

        assertThat(lines(answer.get("partitions")))
                .contains("rating.fax 0 received 4 classified null gap null control 0");
        assertThat(lines(List.of(answer.get("total"))))
                .containsExactly("null null received 25 classified 24 gap 1 control 6");
    }

    @Test
    void theFileOfAnEarlierCutHasItsNumbersAndItsName() {
        HttpResponse<String> file = dashboard.client().get("/api/equation.csv?lang=en&at=2026-11-20T10:18:30");

        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"equation-of-2026-11-20T101830.csv\"");
        assertThat(file.body().lines().skip(1))
                .contains("rating.web,1,9,8,0,1,1,0,0,10,-1,0,10,1,0,2026-11-20T10:01:00+08:00");
    }

    @Test
    void earlierCutsAreAskedAgainWhenTheStoreIsBack() {
        assertThat(epochOf("cut=" + epochs.get(0))).isEqualTo(epochs.get(0));
        store.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'haochaping-dashboard'");
        assertThat(epochOf("cut=" + epochs.get(1))).isEqualTo(epochs.get(1));

        store.execute("alter view $.v_equation_history rename to v_away");
        HttpResponse<String> away = dashboard.client().get("/api/equation?at=2026-11-20T10:18:10");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("no-store", "lacks a view", "缺少本版本所需的视图");
        assertThat(DESCRIPTION.violations("/api/equation", 503, away.body())).isEmpty();
        store.execute("alter view $.v_away rename to v_equation_history");
        assertThat(epochOf("at=2026-11-20T10:18:10")).isEqualTo(epochs.get(1));
    }

    @Test
    void gapsThatCancelEachOtherStandInMetricsHealthAndCut() {
        store.execute("insert into $.equation_row values"
                + " (gen_random_uuid(), 'rating.web', 1, 'rating', 2, 0, 0, 0, 0, 0, 0, ''),"
                + " (gen_random_uuid(), 'rating.fax', 0, 'rating', -2, 0, 0, 0, 0, 0, 0, '')");
        store.execute("update $.cut set committed_at = now() where epoch = " + epochs.get(2));
        Await.until(
                "the gaps to be shown",
                Duration.ofSeconds(30),
                () -> dashboard
                                .client()
                                .json("/api/cut")
                                .at("/equation/openPartitions")
                                .asInt()
                        == 2);

        assertThat(dashboard.client().json("/api/cut").at("/equation/gap").asInt())
                .isZero();
        HttpResponse<String> health = dashboard.client().get("/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("in total and with 2 partitions that have a gap");
        assertThat(dashboard.client().get("/metrics").body().lines())
                .contains(
                        "haochaping_dashboard_equation_gap_records 0.0",
                        "haochaping_dashboard_equation_open_partitions 2.0",
                        "haochaping_dashboard_equation_topic_gap_records{topic=\"rating.fax\"} 2.0",
                        "haochaping_dashboard_equation_topic_gap_records{topic=\"rating.web\"} -2.0",
                        "haochaping_dashboard_equation_partition_gap_records{partition=\"0\",topic=\"rating.web\"} 0.0",
                        "haochaping_dashboard_equation_partition_gap_records{partition=\"1\",topic=\"rating.web\"} -2.0",
                        "haochaping_dashboard_equation_partition_records{class=\"received\",partition=\"0\",topic=\"rating.web\"} 14.0",
                        "haochaping_dashboard_equation_partition_records{class=\"counted\",partition=\"1\",topic=\"rating.web\"} 2.0",
                        "haochaping_dashboard_rating_gap_ratings 0.0");
    }

    private JsonNode described(String path) {
        HttpResponse<String> response = dashboard.client().get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(DESCRIPTION.violations("/api/equation", 200, response.body()))
                .isEmpty();
        return Client.parse(response.body());
    }

    private String epochOf(String query) {
        return described("/api/equation?" + query).at("/cut/epoch").asText();
    }

    private static List<String> lines(Iterable<JsonNode> lines) {
        return StreamSupport.stream(lines.spliterator(), false)
                .map(line ->
                        line.get("topic").asText() + " " + line.get("partition").asText() + " received "
                                + line.get("received").asText() + " classified "
                                + line.get("classified").asText() + " gap "
                                + line.get("gap").asText() + " control "
                                + line.get("control").asText())
                .toList();
    }
}
