package io.haochaping.chaos;

import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.PostgresServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;

/** What all schedules of a run share: PostgreSQL with a proxy before it, and a cluster with high availability. */
final class Grounds implements AutoCloseable {
    /** A slot each: a job of two subtasks finds a place at once after one was lost, and a second job of one beside it. */
    private static final int TASK_MANAGERS = 3;

    final Path folder;
    final Path jar;
    /** While this file is there, files of {@link SlowedFileSystem} are written slowly. */
    final Path slowWhile;

    private final Path distribution;
    final PostgresServer postgres;
    final CuttingProxy beforePostgres;
    final FlinkCluster cluster;

    private Path upgraded;

    private Grounds(
            Path distribution,
            Path folder,
            Path jar,
            PostgresServer postgres,
            CuttingProxy beforePostgres,
            FlinkCluster cluster) {
        this.distribution = distribution;
        this.folder = folder;
        slowWhile = slowWhile(folder);
        this.jar = jar;
        this.postgres = postgres;
        this.beforePostgres = beforePostgres;
        this.cluster = cluster;
    }

    static Grounds start(Path distribution, Path jar, Path folder) {
        PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
        try {
            FlinkCluster cluster = FlinkCluster.builder(distribution, folder.resolve("flink"))
                    .taskManagers(TASK_MANAGERS)
                    .highAvailability(true)
                    .extension(ownClasses())
                    .config(Map.ofEntries(
                            Map.entry("execution.checkpointing.min-pause", "0 ms"),
                            Map.entry("restart-strategy.exponential-delay.initial-backoff", "200 ms"),
                            Map.entry("restart-strategy.exponential-delay.max-backoff", "2 s"),
                            Map.entry(SlowStorage.SLOW_WHILE, slowWhile(folder).toString()),
                            Map.entry("heartbeat.interval", "500 ms"),
                            Map.entry("heartbeat.timeout", "6 s"),
                            Map.entry("jobmanager.memory.process.size", "768m"),
                            Map.entry("taskmanager.memory.process.size", "1024m"),
                            Map.entry("taskmanager.memory.managed.size", "32m")))
                    .start();
            int port =
                    URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
            return new Grounds(distribution, folder, jar, postgres, CuttingProxy.before(port), cluster);
        } catch (RuntimeException failure) {
            postgres.close();
            throw failure;
        }
    }

    /** The same with another job; only one of the two is to be closed. */
    Grounds with(Path otherJar) {
        return new Grounds(distribution, folder, otherJar, postgres, beforePostgres, cluster);
    }

    /** The job's jar as its next version might be, made at the first call. */
    Path upgraded() {
        if (upgraded == null) {
            upgraded = UpgradedJar.make(jar, distribution, folder.resolve("upgraded"));
        }
        return upgraded;
    }

    private static Path slowWhile(Path folder) {
        return folder.toAbsolutePath().normalize().resolve("storage-is-slow");
    }

    private static Path ownClasses() {
        try {
            return Path.of(Grounds.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        cluster.close();
        beforePostgres.close();
        postgres.close();
    }
}
