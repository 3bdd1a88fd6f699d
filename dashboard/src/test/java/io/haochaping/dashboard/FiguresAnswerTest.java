package io.haochaping.dashboard;

import static io.haochaping.domain.tally.Figure.LEVEL_5;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answers say, by hand from {@link SmallStore}. */
class FiguresAnswerTest {
    private TestStore store;
    private RunningDashboard dashboard;
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        store = SmallStore.fresh();
        dashboard = RunningDashboard.over(store).showing(SmallStore.THROUGH);
        client = dashboard.client();
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void todayShowsEachDepartmentWithNBesideEveryRate() {
        JsonNode answer = client.json("/api/figures?period=today&by=department");

        assertThat(answer.at("/period/from").asText()).isEqualTo("2026-11-20T00:00:00+08:00");
        assertThat(answer.at("/period/to").asText()).isEqualTo(SmallStore.THROUGH);
        assertThat(answer.at("/period/settlement").asText()).isEqualTo("provisional");
        assertThat(keys(answer)).containsExactly("civil", "housing", "tax");
        assertThat(answer.get("rowCount").asInt()).isEqualTo(3);
        assertThat(answer.at("/total/ratings").asInt()).isEqualTo(10);
        assertThat(answer.at("/rows/0/figures/goodRate"))
                .hasToString("{\"value\":0.875,\"numerator\":7,\"denominator\":8,\"reason\":null}");
        assertThat(answer.at("/rows/0/figures/levels")).hasToString("{\"active\":[1,0,1,0,6],\"default\":[0,0,0,0,0]}");
        assertThat(answer.at("/rows/1/figures/completionTime/p90Seconds").asLong())
                .isBetween(3_564L, 3_636L);
    }

    @Test
    void noValueIsNeverZeroAndSaysWhy() {
        JsonNode rows = client.json("/api/figures?period=today&by=department").get("rows");

        assertThat(rows.at("/2/figures/activeGoodRate"))
                .hasToString("{\"value\":null,\"numerator\":0,\"denominator\":0,\"reason\":\"only-defaults\"}");
        assertThat(rows.at("/2/figures/activeShare/value").asDouble()).isZero();
        assertThat(rows.at("/1/figures/goodRate"))
                .hasToString("{\"value\":null,\"numerator\":0,\"denominator\":0,\"reason\":\"no-ratings\"}");
        assertThat(rows.at("/0/figures/participation/reason").asText()).isEqualTo("no-completed-cases");
        assertThat(rows.at("/0/figures/completionTime/p50Seconds").isNull()).isTrue();
        assertThat(rows.at("/1/figures/participation/value").asDouble()).isZero();
    }

    @Test
    void nowIsTheMinuteOfCompleteThroughAndTheFourBeforeIt() {
        JsonNode answer = client.json("/api/figures?period=now&by=channel");

        assertThat(answer.at("/period/from").asText()).isEqualTo("2026-11-20T10:13:00+08:00");
        assertThat(answer.at("/total/ratings").asInt()).isEqualTo(2);
        assertThat(answer.at("/rows/0/name")).hasToString("{\"zh\":\"网站\",\"en\":\"Website\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/figures?period=now&by=venue",
                "/api/figures?period=now&venue=hall-1",
                "/api/trend?span=hour&venue=hall-1"
            })
    void minutesAreRefusedByVenueWithTheRemedy(String path) {
        HttpResponse<String> response = client.get(path);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Minutes are not kept by venue: ask for");
    }

    @Test
    void aRegionHoldsThoseThatLieInIt() {
        String path = "/api/figures?period=today&by=department&region=";
        assertThat(keys(client.json(path + "44"))).containsExactly("civil", "tax");
        assertThat(keys(client.json(path + "440111000000"))).containsExactly("civil", "tax");
        assertThat(keys(client.json(path + "1101"))).isEmpty();
        assertThat(keys(client.json(path + "11"))).containsExactly("housing");
        assertThat(client.json(path + "44").at("/filter/region").asText()).isEqualTo("440000000000");
    }

    @Test
    void rowsWithoutAValueComeLastInBothOrders() {
        String path = "/api/figures?period=month&by=department&sort=activeGoodRate&order=";
        assertThat(keys(client.json(path + "asc")))
                .startsWith("=cmd|' /C calc'!A0", "civil")
                .endsWith("housing", "tax");
        assertThat(keys(client.json(path + "desc")))
                .startsWith("civil", "=cmd|' /C calc'!A0")
                .endsWith("housing", "tax");
    }

    @Test
    void aValueThatLooksLikeTwoParametersIsOne() {
        String total = "/total/ratings";
        assertThat(client.json("/api/figures?channel=web&department=civil")
                        .at(total)
                        .asInt())
                .isEqualTo(8);
        assertThat(client.json("/api/figures?channel=web%2C%20department%3Dcivil")
                        .at(total)
                        .asInt())
                .isZero();
    }

    @Test
    void pagesNeitherOverlapNorLeaveARowOut() {
        List<String> all = new ArrayList<>();
        for (int offset = 0; offset < 6; offset++) {
            all.addAll(
                    keys(client.json("/api/figures?period=month&by=department&sort=ratings&limit=1&offset=" + offset)));
        }
        assertThat(all).containsExactlyInAnyOrder("civil", "tax", "housing", "=cmd|' /C calc'!A0");
    }

    @Test
    void aTrendHasNoGapsAndEndsWithCompleteThrough() {
        JsonNode year = client.json("/api/trend?span=year&department=civil").get("points");
        assertThat(year).hasSize(366);
        assertThat(year.at("/365/at").asText()).isEqualTo("2026-11-20T00:00:00+08:00");
        assertThat(year.at("/365/figures/ratings").asInt()).isEqualTo(8);
        assertThat(year)
                .filteredOn(point -> point.at("/figures/ratings").asInt() == 5)
                .singleElement()
                .satisfies(spring -> assertThat(spring.get("at").asText()).startsWith("2026-04-02"));

        assertThat(client.json("/api/trend?span=hour").get("points")).hasSize(60);
        assertThat(client.json("/api/trend?span=day")
                        .at("/points/23/figures/ratings")
                        .asInt())
                .isEqualTo(10);
    }

    @Test
    void badReviewsAreTheNewestFirstAndNameNoCase() {
        HttpResponse<String> response = client.get("/api/bad-reviews");

        assertThat(Client.parse(response.body()).at("/rows/0/ratedAt").asText()).startsWith("2026-11-20T10:05");
        assertThat(Client.parse(response.body()).at("/rows/0/names/region"))
                .hasToString("{\"zh\":\"白云区\",\"en\":null}");
        assertThat(response.body()).doesNotContain("CASE-").doesNotContain("SCOPE");
    }

    @Test
    void theCutSaysHowFarItIsBehindAndThatTheEquationCloses() {
        JsonNode cut = client.json("/api/cut");

        assertThat(cut.get("secondsBehind").asInt()).isEqualTo(30);
        assertThat(cut.at("/equation/received").asLong())
                .isEqualTo(cut.at("/equation/counted").asLong())
                .isEqualTo(14);
        assertThat(cut.at("/equation/gap").asInt()).isZero();
        assertThat(cut.at("/ratingEquation/generated").asInt()).isEqualTo(2);
        assertThat(client.json("/api/equation").at("/partitions/0/topic").asText())
                .isEqualTo("rating.web");
    }

    @Test
    void pickersFindCodesAndNames() {
        assertThat(values("/api/departments?search=CIV")).containsExactly("civil");
        assertThat(values("/api/channels?search=" + "%E7%BD%91")).containsExactly("web");
        assertThat(values("/api/venues")).containsExactly("", "hall-1", "hall-2");
    }

    @Test
    void aTableIsThereAsCsvWholeAndWithoutFormulas() {
        HttpResponse<String> chinese = client.get("/api/figures.csv?period=month&by=department");
        HttpResponse<String> english = client.get("/api/figures.csv?period=month&by=department&lang=en");

        assertThat(chinese.headers().firstValue("Content-Type")).hasValue("text/csv;charset=utf-8");
        assertThat(chinese.headers().firstValue("Content-Disposition").orElseThrow())
                .matches("attachment; filename=\"figures-\\d+\\.csv\"");
        assertThat(chinese.body()).startsWith("\uFEFF代码,名称,评价数,");
        assertThat(english.body().lines())
                .hasSize(5)
                .anySatisfy(line -> assertThat(line).startsWith("'=cmd|' /C calc'!A0,,1,0,1,"))
                .anySatisfy(line -> assertThat(line).startsWith("tax,,2,").contains(",only-defaults,"))
                .allSatisfy(line -> assertThat(line.split(",", -1))
                        .hasSameSizeAs(
                                english.body().lines().findFirst().orElseThrow().split(",", -1)));
        assertThat(client.get("/api/bad-reviews.csv?lang=en").body()).contains(",'=cmd|' /C calc'!A0,");
    }

    @Test
    void aCutThatComesChangesAnswersAndTagsAndNothingElseDoes() throws Exception {
        String path = "/api/figures?period=today&by=department";
        HttpResponse<String> first = client.get(path);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        String epoch = client.json("/api/cut").get("epoch").asText();
        assertThat(tag).startsWith("\"" + epoch + "-");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");

        HttpResponse<String> unchanged = client.get(path, "If-None-Match", "\"other\", W/" + tag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.headers().firstValue("ETag")).hasValue(tag);

        store.commit(
                "2026-11-20T10:18:00+08:00",
                Map.of(TestStore.hour("2026-11-20T10:00:00+08:00", "tax", "web"), TestStore.tally(LEVEL_5, 1)));
        dashboard.showing("2026-11-20T10:18:00+08:00");
        HttpResponse<String> changed = client.get(path, "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(Client.parse(changed.body()).at("/total/ratings").asInt()).isEqualTo(11);
        assertThat(client.get("/api/cut").headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    private static List<String> keys(JsonNode answer) {
        return answer.get("rows").findValuesAsText("key");
    }

    private List<String> values(String path) {
        return client.json(path).get("rows").findValuesAsText("value");
    }
}
