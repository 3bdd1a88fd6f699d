package io.haochaping.benchmarks.latency;

import io.haochaping.benchmarks.ChildJvm;
import io.haochaping.benchmarks.ProvinceStore;
import io.haochaping.benchmarks.ShippedDashboard;
import io.haochaping.dashboard.RunDashboard;
import io.haochaping.livemetrics.LiveMetricsJob;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Broker, database, the live job as it is shipped, and the dashboard, each a process of its own. */
final class LiveSystem implements AutoCloseable {
    private final Path folder;
    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private Process job;
    private Process dashboard;
    private URI page;

    private LiveSystem(Path folder) {
        this.folder = folder;
        kafka = KafkaBroker.start(folder.resolve("kafka"));
        postgres = ProvinceStore.start(folder.resolve("postgres"));
    }

    /** Servers alone, so that the topics can be filled. */
    static LiveSystem servers(Path folder) {
        return new LiveSystem(folder);
    }

    /** @param intervalMillis between two checkpoints */
    void startJob(String heap, int intervalMillis, String state) throws IOException {
        Path config = Files.writeString(
                folder.resolve("live.yaml"),
                "kafka.bootstrap-servers: '" + kafka.bootstrapServers() + "'\n" + store() + "live.checkpoint-interval: "
                        + intervalMillis + " ms\nlive.state-backend: " + state
                        + "\nlive.tick-interval: 1 s\nlive.parallelism: 2\nlive.checkpoint-dir: '"
                        + folder.resolve("checkpoints").toUri() + "'\n");
        // As Flink starts a TaskManager by the settings of deploy/flink.
        job = start(
                LiveMetricsJob.class,
                List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC", "-XX:+AlwaysPreTouch", ChildJvm.LOGGING),
                config);
    }

    void startDashboard() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        page = URI.create("http://127.0.0.1:" + port + "/");
        Path config = Files.writeString(folder.resolve("dashboard.yaml"), store() + "dashboard.port: " + port + "\n");
        List<String> flags = new ArrayList<>(ShippedDashboard.jvmFlags());
        flags.add("-Xmx1g");
        dashboard = start(RunDashboard.class, flags, config);
    }

    private String store() {
        return "store: {url: '" + postgres.jdbcUrl() + "', user: " + postgres.user() + "}\n";
    }

    private Process start(Class<?> main, List<String> flags, Path config) throws IOException {
        return ChildJvm.start(
                main,
                flags,
                Map.of("HAOCHAPING_STORE_PASSWORD", postgres.password()),
                log(main),
                List.of("--config", config.toString()));
    }

    /** @throws IllegalStateException where the job or the dashboard has ended */
    void check() throws IOException {
        for (Map.Entry<Class<?>, Process> started : Map.<Class<?>, Process>of(
                        LiveMetricsJob.class, job, RunDashboard.class, dashboard)
                .entrySet()) {
            if (!started.getValue().isAlive()) {
                throw new IllegalStateException(
                        started.getKey().getSimpleName() + " has ended:\n" + ChildJvm.tail(log(started.getKey())));
            }
        }
    }

    boolean pageAnswers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) page.resolve("/api/cut").toURL().openConnection();
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What the job says of itself. */
    Path jobLog() {
        return log(LiveMetricsJob.class);
    }

    private Path log(Class<?> main) {
        return folder.resolve(main.getSimpleName() + ".log");
    }

    String bootstrap() {
        return kafka.bootstrapServers();
    }

    PostgresServer postgres() {
        return postgres;
    }

    URI page() {
        return page;
    }

    @Override
    public void close() {
        for (Process process : new Process[] {dashboard, job}) {
            if (process != null) {
                process.destroyForcibly().onExit().join();
            }
        }
        postgres.close();
        kafka.close();
    }
}
