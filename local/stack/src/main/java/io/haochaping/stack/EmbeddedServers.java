package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The servers the live job talks to, for a machine that has none: Kafka and PostgreSQL, side by side in one data folder. */
public final class EmbeddedServers implements AutoCloseable {

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

    /** The cleaner of compacted topics takes 128 MB by itself; nothing here is compacted but the broker's own offsets. */
    private static final Map<String, String> SMALL_BROKER = Map.of(
            "log.cleaner.dedupe.buffer.size", "2097152",
            "num.network.threads", "2",
            "num.io.threads", "3",
            "background.threads", "2");

    private final Path data;
    private final KafkaBroker kafka;
    private final PostgresServer postgres;

    private EmbeddedServers(Path data, KafkaBroker kafka, PostgresServer postgres) {
        this.data = data;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /** How the servers are started. */
    public static final class Builder {

        private final Path data;
        private Announcer announcer = (english, chinese) -> {};
        private List<String> moreSources = List.of();
        private boolean small;
        private List<String> brokerOptions = List.of();
        private Consumer<String> onKafka = bootstrap -> {};

        private Builder(Path data) {
            this.data = data;
        }

        /** Is told of each server when it answers. */
        public Builder announcer(Announcer teller) {
            this.announcer = teller;
            return this;
        }

        /** Source topics beside those of the channels. */
        public Builder sourceTopics(List<String> more) {
            this.moreSources = List.copyOf(more);
            return this;
        }

        /** Further options of the broker's JVM. */
        public Builder brokerOptions(List<String> jvmOptions) {
            this.brokerOptions = List.copyOf(jvmOptions);
            return this;
        }

        /** Is given the bootstrap servers as soon as Kafka answers and has its topics; the database may take longer. */
        public Builder onKafka(Consumer<String> begun) {
            this.onKafka = begun;
            return this;
        }

        /** With a small heap and a quick start, for a machine that shows rather than works. */
        public Builder small(boolean wanted) {
            this.small = wanted;
            return this;
        }

        /** Returns when both answer and the topics are there. Data of an earlier run in the folder is taken up again. */
        public EmbeddedServers start() {
            CompletableFuture<KafkaBroker> kafka = SideBySide.begin("start-kafka", this::startKafka);
            CompletableFuture<PostgresServer> postgres = SideBySide.begin("start-postgres", this::startPostgres);
            try {
                return new EmbeddedServers(data, SideBySide.join(kafka), SideBySide.join(postgres));
            } catch (RuntimeException failure) {
                SideBySide.closeWhenDone(kafka, postgres);
                throw failure;
            }
        }

        private KafkaBroker startKafka() {
            List<String> options = new ArrayList<>(small ? SmallJvm.withHeap("192m") : List.of("-Xmx384m"));
            options.addAll(brokerOptions);
            KafkaBroker kafka = KafkaBroker.start(data.resolve("kafka"), small ? SMALL_BROKER : Map.of(), options);
            Map<String, Map<String, String>> topics = new TreeMap<>();
            SOURCE_TOPICS.forEach(topic -> topics.put(topic, KafkaBroker.SOURCE_TOPIC));
            moreSources.forEach(topic -> topics.put(topic, KafkaBroker.SOURCE_TOPIC));
            RESULT_TOPICS.forEach(topic -> topics.put(topic, Map.of("retention.ms", "-1")));
            kafka.createMissing(topics, PARTITIONS);
            announcer.say("Kafka " + kafka.bootstrapServers(), "Kafka " + kafka.bootstrapServers());
            onKafka.accept(kafka.bootstrapServers());
            return kafka;
        }

        private PostgresServer startPostgres() {
            PostgresServer postgres = PostgresServer.start(data.resolve("postgres"));
            announcer.say("PostgreSQL " + postgres.jdbcUrl(), "PostgreSQL " + postgres.jdbcUrl());
            return postgres;
        }
    }

    public static Builder in(Path data) {
        return new Builder(data);
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** A new connection to the store; the caller closes it. */
    public Connection connect() throws SQLException {
        return postgres.connect();
    }

    /**
     * Writes a configuration that names the store and holds its password; only its owner may read it.
     *
     * @param sections beside that of the store, such as {@code live}
     */
    public Path writeConfig(String fileName, Map<String, Map<String, ?>> sections) {
        Map<String, Object> settings = new TreeMap<>(sections);
        settings.put(
                "store", Map.of("url", postgres.jdbcUrl(), "user", postgres.user(), "password", postgres.password()));
        Dump dump = new Dump(
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build());
        Path file = data.resolve(fileName);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, dump.dumpToString(settings));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts again what has ended by itself; returns what that was. */
    public Optional<String> restartWhatEnded() {
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
        kafka.close();
        postgres.close();
    }
}
