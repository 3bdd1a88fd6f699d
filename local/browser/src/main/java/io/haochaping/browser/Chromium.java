package io.haochaping.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.stack.Await;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A headless Chromium as it is installed, spoken to by its DevTools protocol. The JDK's WebSocket is enough for that: no driver program whose version
 * has to fit, and nothing is downloaded.
 */
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final String NOTICE =
            "SKIPPED: no Chromium is installed here (looked for " + String.join(", ", NAMES)
                    + " on the PATH), so the page was not tried in a browser; on Debian: apt-get install chromium";
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Logger LOG = LoggerFactory.getLogger(Chromium.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path folder;
    private final int port;

    private Chromium(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Starts it with an empty profile, or skips the test and says so where none is installed. */
    public static Chromium startOrSkip() throws IOException {
        Optional<Chromium> started = startIfInstalled();
        Assumptions.assumeTrue(started.isPresent(), NOTICE);
        return started.orElseThrow();
    }

    /** Starts it with an empty profile; empty where none is installed, and then it says so: for a test that has other things to show. */
    public static Optional<Chromium> startIfInstalled() throws IOException {
        Optional<Path> program = installed();
        if (program.isEmpty()) {
            // The build keeps tests' output in files; this line is for whoever reads the build itself.
            new PrintStream(new FileOutputStream(FileDescriptor.err), true).println(NOTICE);
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory("chromium");
        Path profile = Files.createDirectory(folder.resolve("profile"));
        Process process = new ProcessBuilder(command(program.orElseThrow(), profile))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        Path portFile = profile.resolve("DevToolsActivePort");
        int port = Await.value(
                "Chromium to say on which port it listens",
                LIMIT,
                () -> Files.readAllLines(portFile).stream().findFirst().map(Integer::parseInt));
        return Optional.of(new Chromium(process, folder, port));
    }

    private static Optional<Path> installed() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> command(Path program, Path profile) {
        return List.of(
                program.toString(),
                "--headless",
                // Builds run as root in containers, where its sandbox cannot start; the only pages opened are our own.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--lang=zh-CN",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank");
    }

    /** A new, empty tab. */
    public BrowserTab tab() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        JsonNode target =
                JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        return BrowserTab.attach(
                http, URI.create(target.path("webSocketDebuggerUrl").asText()));
    }

    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        try {
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        } catch (CompletionException hangs) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
        forget();
    }

    /** Its helpers may write a last word into the profile while it goes; what cannot be deleted stays, and fails no test. */
    private void forget() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException stays) {
            LOG.info("left behind in {}: {}", folder, stays.getMessage());
        }
    }
}
