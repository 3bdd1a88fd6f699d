package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.dashboard.cut.StoreAddress;
import java.io.BufferedReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard as a process of its own. */
class RunDashboardTest {
    private static final long LIMIT_SECONDS = 30;

    @TempDir
    Path folder;

    @Test
    void itRunsFromAClassPathUntilItIsToldToEnd() throws Exception {
        StoreAddress store = SmallStore.fresh().address();
        int port = freePort();
        Path config = Files.writeString(
                folder.resolve("dashboard.yaml"),
                "store: {url: '" + store.url() + "', user: " + store.user() + ", schema: " + store.schema()
                        + "}\ndashboard.port: " + port + "\n");
        Process process = start(List.of("--config", config.toString()), store.password());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).contains("http://127.0.0.1:" + port + "/");
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);

            Process second = start(List.of("--config", config.toString()), store.password());
            assertThat(errors(second))
                    .contains("Cannot listen on 127.0.0.1:" + port)
                    .doesNotContain("\tat ");
            assertThat(second.exitValue()).isEqualTo(1);
        } finally {
            process.destroy();
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void wrongUseEndsWithTwoAndASentence() throws Exception {
        Process without = start(List.of(), "");
        assertThat(errors(without)).contains("--config FILE");
        assertThat(without.exitValue()).isEqualTo(2);

        Process missing = start(List.of("--config", folder.resolve("none.yaml").toString()), "");
        assertThat(errors(missing)).contains("there is no such file").doesNotContain("\tat ");
        assertThat(missing.exitValue()).isEqualTo(2);
    }

    private static Process start(List<String> arguments, String password) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dstdout.encoding=UTF-8",
                RunDashboard.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HAOCHAPING_STORE_PASSWORD", password);
        return builder.start();
    }

    private static String errors(Process process) throws Exception {
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        return errors;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
