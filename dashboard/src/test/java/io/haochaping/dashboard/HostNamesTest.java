package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the server answers, by the name that a request carries. */
class HostNamesTest {
    private static RunningDashboard dashboard;

    @BeforeAll
    static void start() throws SQLException {
        dashboard = RunningDashboard.with(DashboardConfig.of(SmallStore.fresh().address())
                        .withAllowedHosts(List.of("haochaping.example.cn")))
                .showing(SmallStore.THROUGH);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST.:1",
                "127.0.0.1",
                "127.9.9.9:65535",
                "[::1]",
                "[::1]:8080",
                "haochaping.example.cn",
                "Haochaping.Example.CN:443"
            })
    void itsOwnNamesAreAnswered(String host) {
        assertThat(head("/api/cut", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "attacker.example:8080",
                "localhost.attacker.example",
                "attacker-localhost",
                "127.0.0.1.attacker.example",
                "haochaping.example.cn.attacker.example",
                "xhaochaping.example.cn",
                "10.0.0.7",
                "0.0.0.0",
                "[::2]:8080"
            })
    void aNameThatOnlyPointsHereIsRefusedOnEveryPathWithASentence(String host) {
        for (String path : List.of("/", "/api/figures", "/api/events", "/api/bad-reviews.csv", "/health", "/metrics")) {
            String answer = head(path, "Host: " + host);
            assertThat(answer)
                    .as(path)
                    .startsWith("HTTP/1.1 421")
                    .contains("\"unknown-host\"", "dashboard.allowed-hosts", "messageZh")
                    .doesNotContain("attacker");
        }
    }

    @Test
    void theRefusalIsAsItIsDescribed() {
        String answer = head("/api/figures", "Host: attacker.example");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(new ApiDescription().violations("/api/figures", 421, body)).isEmpty();
    }

    @Test
    void noNameAtAllAndTwoNamesAreNotAnswered() {
        assertThat(raw("GET /api/cut HTTP/1.0\r\n\r\n")).contains(" 421 ");
        assertThat(
                        raw(
                                "GET /api/cut HTTP/1.1\r\nHost: localhost\r\nHost: attacker.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("GET http://attacker.example/api/cut HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .matches("(?s)HTTP/1.1 4(21|00).*");
    }

    private static String head(String path, String header) {
        return raw("GET " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n");
    }

    private static String raw(String request) {
        URI address = dashboard.dashboard().address();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
