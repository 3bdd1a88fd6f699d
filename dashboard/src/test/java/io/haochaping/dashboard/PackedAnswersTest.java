package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers packed by gzip, for those who take it. */
class PackedAnswersTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String YEAR = "/api/trend?span=year";

    private static RunningDashboard dashboard;

    @BeforeAll
    static void start() throws SQLException {
        dashboard = RunningDashboard.over(SmallStore.fresh()).showing(SmallStore.THROUGH);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {YEAR, YEAR + "&x", "/", "/main.js", "/lib/echarts.esm.min.js", "/api/figures.csv?by=department"})
    void aPackedAnswerIsTheSameAnswer(String path) throws Exception {
        if (path.endsWith("&x")) {
            assertThat(get(path, "gzip").headers().firstValue("Content-Encoding"))
                    .as("a refusal is small and never asked again")
                    .isEmpty();
            return;
        }
        HttpResponse<byte[]> plain = get(path, "identity");
        HttpResponse<byte[]> packed = get(path, "br, gzip;q=0.8");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        if (packed.headers().firstValue("Content-Encoding").isEmpty()) {
            assertThat(plain.body()).hasSizeLessThan(1_400).isEqualTo(packed.body());
            return;
        }
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(packed.body()).hasSizeLessThan(plain.body().length / 2);
        assertThat(packed.headers().firstValue("Content-Length")).hasValue(Integer.toString(packed.body().length));
        assertThat(packed.headers().firstValue("ETag"))
                .isNotEqualTo(plain.headers().firstValue("ETag"));
        assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(plain.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    }

    @Test
    void eachFormIsKnownAgainByItsOwnTag() {
        String plain = get(YEAR, "identity").headers().firstValue("ETag").orElseThrow();
        String packed = get(YEAR, "gzip").headers().firstValue("ETag").orElseThrow();

        assertThat(get(YEAR, "gzip", packed).statusCode()).isEqualTo(304);
        assertThat(get(YEAR, "identity", plain).statusCode()).isEqualTo(304);
        assertThat(get(YEAR, "gzip", plain).statusCode()).isEqualTo(200);
        assertThat(get(YEAR, "identity", packed).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip;q=0.00", "*;q=0", "gzipped", "x-gzip", "gzip;q=2"})
    void whoDoesNotTakeItGetsItPlain(String accepted) {
        assertThat(get(YEAR, accepted).headers().firstValue("Content-Encoding")).isEmpty();
    }

    private static HttpResponse<byte[]> get(String path, String accepted, String... tag) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(dashboard.dashboard().address().resolve(path));
        if (!accepted.isEmpty()) {
            request.header("Accept-Encoding", accepted);
        }
        if (tag.length > 0) {
            request.header("If-None-Match", tag[0]);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
