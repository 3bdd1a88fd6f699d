package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The servers the live job talks to, for a machine that has none: Kafka, PostgreSQL and traffic, in one data folder. */
final class EmbeddedServers implements AutoCloseable {

    /** One number for all topics: a case then lies in the same partition number everywhere. */
    private static final int PARTITIONS = 3;

    private static final List<String> SOURCE_TOPICS = List.of(
            "rating.web",
            "rating.mobile",
            "rating.kiosk",
            "rating.hall",
            "rating.hotline",
            "rating.sms",
            "rating.courier",
            "rating.paper",
            "case.event",
            "workorder.event",
            "complaint.event",
            "exclusion");
    private static final List<String> RESULT_TOPICS = List.of("quarantine", "review.bad", "alert");
    private static final String TRAFFIC = "io.haochaping.traffic.ProduceTraffic";

    private final Path data;
    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private ChildProcess traffic;

    private EmbeddedServers(Path data, KafkaBroker kafka, PostgresServer postgres) {
        this.data = data;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /** Data of an earlier run in the folder is taken up again. */
    static EmbeddedServers start(Path data) {
        KafkaBroker kafka = KafkaBroker.start(data.resolve("kafka"));
        try {
            EmbeddedServers servers = new EmbeddedServers(data, kafka, PostgresServer.start(data.resolve("postgres")));
            servers.createMissingTopics();
            return servers;
        } catch (RuntimeException failure) {
            kafka.close();
            throw failure;
        }
    }

    /** Writes the job's configuration, which names these servers and holds the password; only its owner may read it. */
    Path writeConfig() {
        Map<String, Object> settings = Map.of(
                "kafka", Map.of("bootstrap-servers", kafka.bootstrapServers()),
                "store",
                        Map.of(
                                "url", postgres.jdbcUrl(),
                                "user", postgres.user(),
                                "password", postgres.password()),
                "live", Map.of("tick-interval", "1 s", "checkpoint-interval", "5 s", "parallelism", 2));
        Dump dump = new Dump(
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build());
        Path file = data.resolve("live-metrics.yaml");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, dump.dumpToString(settings));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String describe() {
        return "Kafka " + kafka.bootstrapServers() + ", PostgreSQL " + postgres.jdbcUrl();
    }

    /** Starts the traffic where its class is on the class path; returns whether it is. */
    boolean startTraffic() {
        if (EmbeddedServers.class.getResource("/" + TRAFFIC.replace('.', '/') + ".class") == null) {
            return false;
        }
        Path folder = Folders.create(data.resolve("traffic"));
        List<String> command = ClassPath.java(folder, ClassPath.ofThisJvm(), List.of("-Xmx256m"), TRAFFIC);
        command.addAll(List.of("--bootstrap", kafka.bootstrapServers()));
        traffic = ChildProcess.start("traffic", command, folder, folder.resolve("traffic.log"));
        return true;
    }

    void stopTraffic() {
        if (traffic != null) {
            traffic.stop(Duration.ofSeconds(10));
        }
    }

    /** Starts again what has ended by itself; returns what that was. */
    Optional<String> restartWhatEnded() {
        if (!kafka.isAlive()) {
            kafka.restart();
            return Optional.of("Kafka");
        }
        if (!postgres.isAlive()) {
            postgres.restart();
            return Optional.of("PostgreSQL");
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        stopTraffic();
        kafka.close();
        postgres.close();
    }

    private void createMissingTopics() {
        Set<String> known = knownTopics();
        SOURCE_TOPICS.stream()
                .filter(topic -> !known.contains(topic))
                .forEach(topic -> kafka.createSourceTopic(topic, PARTITIONS));
        RESULT_TOPICS.stream()
                .filter(topic -> !known.contains(topic))
                .forEach(topic -> kafka.createTopic(topic, PARTITIONS, Map.of("retention.ms", "-1")));
    }

    private Set<String> knownTopics() {
        try (Admin admin = kafka.admin()) {
            return admin.listTopics().names().get();
        } catch (ExecutionException failure) {
            throw new StackFailure(
                    "Cannot list the topics: " + failure.getCause().getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while listing the topics", interrupted);
        }
    }
}
