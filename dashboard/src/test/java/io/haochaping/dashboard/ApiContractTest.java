package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real answers against the OpenAPI description, and every parameter of it with what it may and may not be. */
class ApiContractTest {
    private static final ApiDescription DESCRIPTION = new ApiDescription();
    private static RunningDashboard dashboard;

    @BeforeAll
    static void start() throws SQLException {
        dashboard = RunningDashboard.over(SmallStore.fresh()).showing(SmallStore.THROUGH);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    static Stream<String> jsonPaths() {
        return DESCRIPTION.paths().stream()
                .filter(path -> !path.endsWith(".csv")
                        && !List.of("/api/events", "/api/explain/run", "/metrics")
                                .contains(path));
    }

    static Stream<String> csvPaths() {
        return DESCRIPTION.paths().stream().filter(path -> path.endsWith(".csv"));
    }

    static Stream<Arguments> allowed() {
        return DESCRIPTION.paths().stream()
                .filter(path -> !path.equals("/api/explain/run"))
                .flatMap(path -> DESCRIPTION.parameters(path).stream().flatMap(parameter -> parameter.allowed().stream()
                        .map(value -> Arguments.of(path, parameter.name(), value))));
    }

    static Stream<Arguments> refused() {
        return DESCRIPTION.paths().stream()
                .flatMap(path -> DESCRIPTION.parameters(path).stream().flatMap(parameter -> parameter.refused().stream()
                        .map(value -> Arguments.of(path, parameter.name(), value))));
    }

    @ParameterizedTest
    @MethodSource("jsonPaths")
    void anAnswerIsAsItIsDescribed(String path) {
        HttpResponse<String> response = dashboard.client().get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(DESCRIPTION.violations(path, 200, response.body())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void everyValueThatIsDescribedIsTaken(String path, String parameter, String value) {
        HttpResponse<String> response = dashboard.client().get(path + "?" + parameter + "=" + encoded(value));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        if (!path.endsWith(".csv")) {
            assertThat(DESCRIPTION.violations(path, 200, response.body())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void meanInputGetsASentenceAndNoStackTrace(String path, String parameter, String value) {
        HttpResponse<String> response = dashboard.client().get(path + "?" + parameter + "=" + encoded(value));

        assertSentence(path, response, 400, "bad-parameter", parameter);
    }

    @ParameterizedTest
    @MethodSource({"jsonPaths", "csvPaths"})
    void anUnknownParameterIsRefusedWithTheNearestRealOne(String path) {
        if (List.of("/health").contains(path)) {
            return;
        }
        List<ApiDescription.Parameter> known = DESCRIPTION.parameters(path);
        String misspelt = known.isEmpty() ? "x" : known.get(0).name() + "s";
        HttpResponse<String> response = dashboard.client().get(path + "?" + misspelt + "=1");

        assertSentence(path, response, 400, "unknown-parameter", misspelt);
        if (!known.isEmpty()) {
            assertThat(response.body())
                    .contains("the nearest one is " + known.get(0).name());
        }
    }

    @ParameterizedTest
    @MethodSource({"jsonPaths", "csvPaths"})
    void aParameterIsGivenOnce(String path) {
        for (ApiDescription.Parameter parameter : DESCRIPTION.parameters(path)) {
            String once = parameter.name() + "=" + encoded(parameter.allowed().get(0));
            assertSentence(
                    path,
                    dashboard.client().get(path + "?" + once + "&" + once),
                    400,
                    "repeated-parameter",
                    parameter.name());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"department=%", "department=%4", "department=%zz", "department=%ff", "department=%c0%af", "%ff=1"
            })
    void aQueryThatIsNoUtf8IsRefused(String query) throws Exception {
        String response = RawRequest.send(dashboard.dashboard().address(), "GET /api/figures?" + query + " HTTP/1.1");

        assertThat(response).startsWith("HTTP/1.1 400").contains("\"message\":").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/figures?department=\u00e4 HTTP/1.1",
                "GET /api/%00 HTTP/1.1",
                "GET /api/../../etc/passwd HTTP/1.1",
                "GET //api/cut HTTP/1.1",
                "GET /api/cut;x=1 HTTP/1.1",
                "GET api/cut HTTP/1.1",
                "NONSENSE",
                "GET /api/cut HTTP/9.9",
            })
    void aRequestThatIsNoneGetsASentenceToo(String request) throws Exception {
        String response = RawRequest.send(dashboard.dashboard().address(), request);

        assertThat(response)
                .matches("(?s)HTTP/1.1 (400|404|505).*")
                .contains("\"messageZh\":")
                .doesNotContain("Exception")
                .doesNotContain("at org.")
                .doesNotContain("Jetty");
    }

    @Test
    void anAddressThatIsTooLongGetsASentence() throws Exception {
        String response = RawRequest.send(
                dashboard.dashboard().address(), "GET /api/figures?department=" + "x".repeat(20_000) + " HTTP/1.1");

        assertThat(response).matches("(?s)HTTP/1.1 4(14|31|00).*").contains("\"messageZh\":");
    }

    @Test
    void onlyReadingIsAllowed() {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            HttpResponse<String> response = dashboard.client().send(method, "/api/figures");
            assertSentence("/api/figures", response, 405, "method-not-allowed", null);
            assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
        HttpResponse<String> head = dashboard.client().send("HEAD", "/api/figures");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void whatTheClientDoesNotTakeIsNotSent() {
        assertSentence(
                "/api/figures",
                dashboard.client().get("/api/figures", "Accept", "text/csv"),
                406,
                "not-acceptable",
                null);
        assertThat(dashboard
                        .client()
                        .get("/api/figures", "Accept", "text/html, application/*;q=0.5")
                        .statusCode())
                .isEqualTo(200);
        assertThat(dashboard
                        .client()
                        .get("/api/figures.csv", "Accept", "application/json")
                        .statusCode())
                .isEqualTo(406);
        assertThat(dashboard
                        .client()
                        .get("/api/figures", "Accept", "application/json;q=0")
                        .statusCode())
                .isEqualTo(406);
        assertThat(dashboard
                        .client()
                        .get("/api/events", "Accept", "application/json")
                        .statusCode())
                .isEqualTo(406);
    }

    @Test
    void anUnknownPathIsToldWithTheNearestRealOne() {
        HttpResponse<String> response = dashboard.client().get("/api/figure");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Client.parse(response.body()).at("/error/message").asText())
                .isEqualTo("There is nothing at this path; the nearest one is /api/figures.");
    }

    private static void assertSentence(
            String path, HttpResponse<String> response, int status, String code, String parameter) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = Client.parse(response.body()).get("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("message").asText()).endsWith(".").doesNotContain("Exception");
        assertThat(error.get("messageZh").asText()).endsWith("。");
        assertThat(
                        error.get("parameter").isNull()
                                ? null
                                : error.get("parameter").asText())
                .isEqualTo(parameter);
        if (!path.equals("/api/openapi.json")) {
            assertThat(DESCRIPTION.violations(path, status, response.body())).isEmpty();
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
