package io.haochaping.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A patient that is well, and one for each illness; servers are real. */
class RunDoctorTest {
    @TempDir
    static Path folder;

    private static KafkaBroker kafka;
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        kafka = KafkaBroker.start(folder.resolve("kafka"));
        postgres = PostgresServer.start(folder.resolve("postgres"));
        for (String prefix : List.of("", "b.", "c.")) {
            kafka.createSourceTopic(prefix + "rating.web", 2);
            kafka.createSourceTopic(prefix + "case.event", 2);
        }
        for (String result : List.of("quarantine", "review.bad", "alert")) {
            kafka.createTopic(result, 1, Map.of());
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
        postgres.close();
    }

    @Test
    void aHealthyStackHasNothingBroken() throws Exception {
        store("healthy", "now()", "now()", 0, 0, false);

        Map<String, Verdict> verdicts = verdicts(config("", "healthy"));

        assertThat(verdicts).doesNotContainValue(Verdict.BROKEN);
        assertThat(verdicts)
                .containsEntry("kafka.topics", Verdict.FINE)
                .containsEntry("kafka.partitions", Verdict.FINE)
                .as("one broker keeps one copy")
                .containsEntry("kafka.replicas", Verdict.LOOK_HERE)
                .containsEntry("database.fsync", Verdict.FINE)
                .containsEntry("database.synchronous_commit", Verdict.FINE)
                .containsEntry("clocks.database", Verdict.FINE)
                .containsEntry("checkpoint.age", Verdict.FINE)
                .containsEntry("freshness", Verdict.FINE)
                .containsEntry("equation.records", Verdict.FINE)
                .containsEntry("equation.ratings", Verdict.FINE)
                .containsEntry("store.whole", Verdict.FINE)
                .containsEntry("alerts", Verdict.FINE);
    }

    @Test
    void anIllStoreIsToldInEveryRespect() throws Exception {
        store("ill", "now() - interval '1 hour'", "now() - interval '2 hours'", 3, -1, true);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into ill.alert (id, epoch, state, kind, subject, message_zh, message_en) values"
                    + " ('silence/channel/web', 1, 'OPEN', 'silence', 'channel/web', '静默', 'quiet')");
        }

        assertThat(verdicts(config("", "ill")))
                .containsEntry("checkpoint.age", Verdict.BROKEN)
                .containsEntry("freshness", Verdict.LOOK_HERE)
                .containsEntry("equation.records", Verdict.BROKEN)
                .containsEntry("equation.ratings", Verdict.BROKEN)
                .containsEntry("store.whole", Verdict.BROKEN)
                .containsEntry("schemas", Verdict.LOOK_HERE)
                .containsEntry("alert.silence", Verdict.LOOK_HERE);
    }

    @Test
    void aDatabaseThatDoesNotWaitForItsDiskIsBroken() throws Exception {
        store("hasty", "now()", "now()", 0, 0, false);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + postgres.user() + " set synchronous_commit = off");
            assertThat(verdicts(config("", "hasty")))
                    .containsEntry("database.synchronous_commit", Verdict.BROKEN)
                    .containsEntry("database.fsync", Verdict.FINE);
            statement.execute("alter role " + postgres.user() + " reset synchronous_commit");
        }
    }

    @Test
    void aTopicThatLosesRecordsIsBrokenAndNamedWithTheRemedy() throws Exception {
        kafka.createTopic(
                "b.rating.app", 1, Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "604800000"));

        Finding topics = examine(config("b.", "none")).stream()
                .filter(finding -> finding.what().equals("kafka.topics"))
                .findFirst()
                .orElseThrow();

        assertThat(topics.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(topics.says().english())
                .contains("b.rating.app: retention.ms is 604800000", "--add-config retention.ms=-1");
    }

    @Test
    void aStoreThatIsNotThereYetIsNoFault() throws Exception {
        assertThat(verdicts(config("", "nobody_made_it")))
                .containsEntry("store.cut", Verdict.LOOK_HERE)
                .doesNotContainValue(Verdict.BROKEN);
    }

    @Test
    void aClockThatIsBehindTheBrokersIsBroken() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("c.rating.web", new byte[] {1})).get();
        }
        Clock late = Clock.fixed(Instant.now().minus(Duration.ofMinutes(5)), ZoneOffset.UTC);

        List<Finding> findings = RunDoctor.examine(config("c.", "nobody_made_it"), late);

        assertThat(byName(findings))
                .containsEntry("clocks.kafka", Verdict.BROKEN)
                .containsEntry("clocks.database", Verdict.LOOK_HERE);
    }

    @Test
    void serversThatDoNotAnswerAreSaidAndNotThrown() throws Exception {
        LiveConfig config = load(Map.of(
                "HAOCHAPING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "HAOCHAPING_KAFKA_PROPERTIES", "default.api.timeout.ms=1500\nrequest.timeout.ms=1000",
                "HAOCHAPING_STORE_URL", "jdbc:postgresql://127.0.0.1:1/none",
                "HAOCHAPING_STORE_USER", "nobody"));

        assertThat(verdicts(config))
                .containsEntry("kafka.topics", Verdict.BROKEN)
                .containsEntry("store.connection", Verdict.BROKEN);
    }

    @Test
    void theCommandPrintsBothLanguagesOrJsonAndEndsWithTheVerdict() throws Exception {
        store("printed", "now()", "now()", 1, 0, false);
        Path file = file();
        Map<String, String> environment = environment("", "printed");

        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int exit = RunDoctor.run(List.of("--config", file.toString()), environment, stream(text), System.err);
        assertThat(exit).isEqualTo(1);
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("故障 broken     equation.records", "已接收 − 已归类 = 1", "→ records are lost or doubled")
                .doesNotContain(postgres.password());

        ByteArrayOutputStream json = new ByteArrayOutputStream();
        exit = RunDoctor.run(List.of("--json", "--config", file.toString()), environment, stream(json), System.err);
        assertThat(exit).isEqualTo(1);
        JsonNode read = new ObjectMapper().readTree(json.toByteArray());
        assertThat(read.findValuesAsText("what")).contains("kafka.topics", "equation.records");
        assertThat(read.findValuesAsText("verdict")).contains("fine", "look here", "broken");
    }

    @Test
    void wrongUseAndFaultyConfigurationsEndWithTwo() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(RunDoctor.run(List.of("--confg", "x"), Map.of(), System.out, stream(err)))
                .isEqualTo(2);
        assertThat(RunDoctor.run(List.of("--config", "no such file"), Map.of(), System.out, stream(err)))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: doctor", "no such file");
    }

    private static PrintStream stream(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }

    private static List<Finding> examine(LiveConfig config) throws InterruptedException {
        return RunDoctor.examine(config, Clock.systemUTC());
    }

    private static Map<String, Verdict> verdicts(LiveConfig config) throws InterruptedException {
        return byName(examine(config));
    }

    private static Map<String, Verdict> byName(List<Finding> findings) {
        return findings.stream().collect(Collectors.toMap(Finding::what, Finding::verdict, (one, other) -> one));
    }

    /** A store whose only cut says what a test wants it to. */
    private static void store(
            String schema, String committedAt, String completeThrough, long gap, long ratingGap, boolean restored)
            throws Exception {
        new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), schema).migrate();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into " + schema
                    + ".cut (epoch, cut_name, lineage, fence, committed_at, complete_through, decision_names,"
                    + " decision_digests, decision_set_digest, code_version, restatement, total_ratings, total_counted,"
                    + " total_generated, total_received, total_classified, topics, partitions, start_offsets,"
                    + " end_offsets, received, ticks, last_ticks) values (7, 'run/1', gen_random_uuid(), 1, "
                    + committedAt + ", " + completeThrough + ", '{" + (gap == 0 ? "" : "limits") + "}', '{"
                    + (gap == 0 ? "" : "other") + "}', 'd', 'test', false, " + (10 + ratingGap) + ", 10, 0, "
                    + (20 + gap)
                    + ", 20, '{}', '{}', '{}', '{}', '{}', '{}', '{}')");
            statement.execute("insert into " + schema + ".store_head (lineage, fence, epoch, cut_name, restored)"
                    + " values (gen_random_uuid(), 1, 7, 'run/1', " + restored + ")");
        }
    }

    private static Connection connect() throws Exception {
        return postgres.connect();
    }

    private static LiveConfig config(String prefix, String schema) throws Exception {
        return load(environment(prefix, schema));
    }

    private static Map<String, String> environment(String prefix, String schema) {
        return Map.of(
                "HAOCHAPING_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "HAOCHAPING_KAFKA_RATING_TOPIC_PREFIX", prefix + "rating.",
                "HAOCHAPING_KAFKA_CASE_TOPIC", prefix + "case.event",
                "HAOCHAPING_STORE_URL", postgres.jdbcUrl(),
                "HAOCHAPING_STORE_USER", postgres.user(),
                "HAOCHAPING_STORE_PASSWORD", postgres.password(),
                "HAOCHAPING_STORE_SCHEMA", schema);
    }

    private static LiveConfig load(Map<String, String> environment) throws Exception {
        return LiveConfig.load(file(), environment);
    }

    private static Path file() throws Exception {
        return Files.writeString(folder.resolve("live.yaml"), "");
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return properties;
    }
}
