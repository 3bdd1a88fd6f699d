package io.haochaping.benchmarks.dashboard;

import io.haochaping.benchmarks.ProvinceStore;
import io.haochaping.benchmarks.ShippedDashboard;
import io.haochaping.dashboard.RunDashboard;
import io.haochaping.schemas.store.StoreMigrations;
import io.haochaping.stack.Await;
import io.haochaping.stack.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Presses the dashboard over a year of rows. Exit codes: 0 fine, 1 a request failed or an event was lost, 2 wrong use. */
public final class DashboardLoad {
    private static final long SECONDS_BETWEEN_CUTS = 5;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final LoadOptions options;
    private final Path folder;
    private final Set<Long> cuts = new ConcurrentSkipListSet<>();

    private DashboardLoad(LoadOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(LoadOptions.HELP);
            return;
        }
        LoadOptions options;
        try {
            options = LoadOptions.of(List.of(args));
        } catch (IllegalArgumentException wrongUse) {
            System.err.println(wrongUse.getMessage());
            System.err.print(LoadOptions.HELP);
            System.exit(2);
            return;
        }
        Path folder = options.data().isPresent()
                ? Files.createDirectories(options.data().get())
                : Files.createTempDirectory("dashboard-load");
        boolean fine;
        try {
            fine = new DashboardLoad(options, folder).run();
        } finally {
            if (options.data().isEmpty()) {
                delete(folder);
            }
        }
        System.exit(fine ? 0 : 1);
    }

    private boolean run() throws IOException, SQLException, InterruptedException {
        try (PostgresServer postgres = ProvinceStore.start(folder.resolve("postgres"))) {
            StoreMigrations.migrate(
                    postgres.jdbcUrl(), postgres.user(), postgres.password(), StoreMigrations.DEFAULT_SCHEMA);
            YearOfRows rows = new YearOfRows(postgres.connect(), options.units());
            if (rows.isFilled(options.days())) {
                say("the store of an earlier run is used again");
                rows.goOn();
            } else {
                say("filling the store");
                say("%,d hour leaves are there".formatted(rows.fill(options.days())));
            }
            int port = freePort();
            Process dashboard = start(postgres, port);
            try {
                return press(URI.create("http://127.0.0.1:" + port + "/"), rows);
            } finally {
                dashboard.destroy();
                dashboard.waitFor();
            }
        }
    }

    private boolean press(URI address, YearOfRows rows) throws IOException, SQLException, InterruptedException {
        long startedAt = System.nanoTime();
        Await.until("the first cut to be shown", LIMIT, () -> status(address.resolve("/api/cut")) == 200);
        say("the dashboard shows it after %.1f s".formatted((System.nanoTime() - startedAt) / 1e9));
        Requests requests = new Requests(address, options.units());
        say("warming up");
        requests.send(Math.min(100, options.rate()), 20);
        try (OpenStreams streams = OpenStreams.open(address, options.streams())) {
            ScheduledExecutorService committer = Executors.newSingleThreadScheduledExecutor();
            committer.scheduleAtFixedRate(() -> commit(rows), 2, SECONDS_BETWEEN_CUTS, TimeUnit.SECONDS);
            say("%d requests a second for %d s".formatted(options.rate(), options.seconds()));
            Requests.Result result = requests.send(options.rate(), options.seconds());
            committer.shutdown();
            committer.awaitTermination(1, TimeUnit.MINUTES);
            System.out.println("| requests | n | p50 ms | p99 ms | p99.9 ms | max ms |\n|---|---|---|---|---|---|");
            result.lines().forEach(System.out::println);
            metrics(address);
            long missing = missing(streams);
            System.out.printf(
                    "%d streams, %d cuts committed, %d of them told, %d streams without one of those; failures %s; load average %.1f on %d processors%n",
                    options.streams(),
                    cuts.size(),
                    streams.told(),
                    missing,
                    result.failures(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    Runtime.getRuntime().availableProcessors());
            return result.failures().isEmpty() && missing == 0;
        }
    }

    /** Once the last cut has had time to get around. */
    private long missing(OpenStreams streams) {
        long last = cuts.stream().max(Comparator.naturalOrder()).orElseThrow();
        for (int second = 0; second < 60 && streams.missing(last) > 0; second++) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        return streams.missing(last);
    }

    private void commit(YearOfRows rows) {
        try {
            cuts.add(rows.next());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    /** What the dashboard says of itself. */
    private static void metrics(URI address) throws IOException {
        try (InputStream in = address.resolve("/metrics").toURL().openStream()) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(
                            line -> line.matches(
                                    "haochaping_dashboard_(refresh_duration_seconds_(sum|count)|held_bytes|events_skipped|days_read).*"))
                    .forEach(System.out::println);
        }
    }

    private Process start(PostgresServer postgres, int port) throws IOException {
        Path config = Files.writeString(
                folder.resolve("dashboard.yaml"),
                "store: {url: '" + postgres.jdbcUrl() + "', user: " + postgres.user() + "}\ndashboard.port: " + port
                        + "\n");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + options.heap()));
        command.addAll(ShippedDashboard.jvmFlags());
        options.profile().ifPresent(file -> command.add("-XX:StartFlightRecording=settings=profile,filename=" + file));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                RunDashboard.class.getName(),
                "--config",
                config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "dashboard.log"));
        builder.environment().put("HAOCHAPING_STORE_PASSWORD", postgres.password());
        return builder.start();
    }

    private static int status(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void say(String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
