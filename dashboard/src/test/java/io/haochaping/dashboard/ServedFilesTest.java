package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedFilesTest {
    private static RunningDashboard dashboard;

    @BeforeAll
    static void start() throws Exception {
        dashboard = RunningDashboard.over(SmallStore.fresh()).showing(SmallStore.THROUGH);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    @Test
    void thePageAndItsLibraryComeFromThisHost() {
        HttpResponse<String> page = dashboard.client().get("/");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.body()).contains("<html");
        HttpResponse<String> library = dashboard.client().get("/lib/echarts.esm.min.js");
        assertThat(library.headers().firstValue("Content-Type")).hasValue("text/javascript;charset=utf-8");
        String tag = library.headers().firstValue("ETag").orElseThrow();
        assertThat(dashboard
                        .client()
                        .get("/lib/echarts.esm.min.js", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../openapi.json",
                "/%2e%2e/openapi.json",
                "/..%2fopenapi.json",
                "/lib/../../openapi.json",
                "/main.class",
                "/.git/config",
                "/page",
                "/index.html/",
                "//etc/passwd",
                "/lib/",
                "/META-INF/MANIFEST.MF"
            })
    void nothingElseOfTheClassPathIsServed(String path) throws Exception {
        String response = RawRequest.send(dashboard.dashboard().address(), "GET " + path + " HTTP/1.1");
        assertThat(response).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("\"openapi\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/figures", "/api/nothing", "/health", "/metrics", "/api/figures?x=1"})
    void everyAnswerForbidsWhatIsForeignOrInline(String path) {
        HttpResponse<String> response = dashboard.client().get(path);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe")
                .doesNotContain("http");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(response.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void metricsCarryTheirUnitsAndNoStrangersPaths() {
        dashboard.client().get("/api/figures?by=department");
        dashboard.client().get("/api/some-stranger");
        List<String> lines = dashboard.client().get("/metrics").body().lines().toList();

        assertThat(lines)
                .anyMatch(line -> line.startsWith("haochaping_dashboard_cut_epoch "))
                .anyMatch(line -> line.startsWith(
                        "haochaping_dashboard_request_duration_seconds_bucket{path=\"/api/figures\",status=\"200\""))
                .anyMatch(line -> line.startsWith(
                        "haochaping_dashboard_request_duration_seconds_count{path=\"other\",status=\"404\"} "))
                .anyMatch(line -> line.startsWith("haochaping_dashboard_equation_gap_records 0"))
                .anyMatch(line -> line.startsWith(
                        "haochaping_dashboard_equation_partition_gap_records{partition=\"0\",topic=\"rating.web\"} 0"))
                .anyMatch(line -> line.startsWith("haochaping_dashboard_days_read_total 366"))
                .noneMatch(line -> line.contains("stranger"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("# TYPE"))
                .extracting(line -> line.split(" ")[2])
                .allMatch(
                        name -> name.matches(
                                "haochaping_dashboard_.*(_seconds|_bytes|_total|_records|_streams|_alerts|_epoch|_restored|_partitions|_ratings)"));
    }
}
