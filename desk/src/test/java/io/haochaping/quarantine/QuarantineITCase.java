package io.haochaping.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.Cut;
import io.haochaping.store.QuarantineEntry;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import io.haochaping.store.Totals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The desk on a real broker and a real store; each test takes a topic, a quarantine topic and a schema of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class QuarantineITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-03T04:00:00Z"), ZoneOffset.UTC);

    @TempDir
    static Path folder;

    private static KafkaBroker kafka;
    private static PostgresServer postgres;
    private static int number;

    private String topic;
    private StoreAddress store;
    private Path config;
    private final List<QuarantineEntry> refused = new ArrayList<>();

    /** What the command said. */
    private record Said(int exit, String out, String err) {}

    @BeforeAll
    static void start() {
        kafka = KafkaBroker.start(folder.resolve("kafka"));
        postgres = PostgresServer.start(folder.resolve("postgres"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
        kafka.close();
    }

    @BeforeEach
    void makeRoom() throws Exception {
        number++;
        topic = "rating.desk" + number;
        kafka.createSourceTopic(topic, 2);
        store = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "desk_" + number);
        config = Files.writeString(folder.resolve("desk" + number + ".yaml"), """
                kafka:
                  bootstrap-servers: "%s"
                  quarantine-topic: "quarantine%d"
                store:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                  schema: "%s"
                """.formatted(
                        kafka.bootstrapServers(), number, store.url(), store.user(), store.password(), store.schema()));
    }

    @Test
    void theListTellsByReasonTopicTimeAndStatus() throws Exception {
        refuse(0, "K1", "one", "undecodable", "2026-10-01T02:00:00Z");
        refuse(1, "K2", "two", "undecodable", "2026-10-02T02:00:00Z");
        refuse(0, "K3", "three", "unknown-level", "2026-10-02T02:00:00Z");
        fillIndex();

        assertThat(list().get("found").asInt()).isEqualTo(3);
        assertThat(list("--reason", "undecodable").get("found").asInt()).isEqualTo(2);
        assertThat(list("--topic", "elsewhere").get("found").asInt()).isZero();
        assertThat(list("--from", "2026-10-02").get("found").asInt()).isEqualTo(2);
        assertThat(list("--to", "2026-10-01").get("found").asInt()).isEqualTo(1);
        assertThat(list("--status", "discarded").get("found").asInt()).isZero();
        Said text = ask("list");
        assertThat(text.out())
                .contains("待处理 open", "undecodable", refused.get(0).place());
        assertThat(text.out()).doesNotContain("K1");
    }

    @Test
    void aRecordIsShownWithItsBytesAsTheyCame() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xFF, 'h', 'i', '\n'};
        refuse(0, "K1".getBytes(StandardCharsets.UTF_8), bytes, "undecodable", "2026-10-01T02:00:00Z");
        fillIndex();

        Said text = ask("show", refused.get(0).place());
        JsonNode json = new ObjectMapper()
                .readTree(ask("show", refused.get(0).place(), "--json").out());

        assertThat(text.out()).contains("00000000  00 01 ff 68 69 0a", "|...hi.|", "header sender");
        assertThat(json.get("value").asText()).isEqualTo(Base64.getEncoder().encodeToString(bytes));
        assertThat(json.get("headers").get(0).get("name").asText()).isEqualTo("sender");
    }

    @Test
    void aRedriveSendsTheSameBytesOnceWithALink() throws Exception {
        refuse(1, "K1", "one", "unknown-schema", "2026-10-01T02:00:00Z");
        fillIndex();
        String place = refused.get(0).place();

        Said first = ask("redrive", place, "--author", "desk");
        Said second = ask("redrive", place, "--author", "desk");

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.out()).contains("left as it is: redriven before");
        List<ConsumerRecord<byte[], byte[]>> records = records();
        assertThat(records).hasSize(2);
        ConsumerRecord<byte[], byte[]> again = records.get(1);
        assertThat(again.partition()).isEqualTo(1);
        assertThat(again.key()).isEqualTo(records.get(0).key());
        assertThat(again.value()).isEqualTo(records.get(0).value());
        assertThat(header(again, "sender")).isEqualTo("web");
        assertThat(header(again, RawRecord.REDRIVE_OF)).isEqualTo(place);
        assertThat(list("--status", "redriven")
                        .get("records")
                        .get(0)
                        .get("decision")
                        .get("to")
                        .asText())
                .isEqualTo(topic + "/1/" + again.offset());
        assertThat(list().get("found").asInt()).isZero();
    }

    @Test
    void onlyForceSendsTwice() throws Exception {
        refuse(0, "K1", "one", "unknown-schema", "2026-10-01T02:00:00Z");
        fillIndex();
        String place = refused.get(0).place();

        ask("redrive", place, "--author", "desk");
        Said forced = ask("redrive", place, "--author", "desk", "--force");

        assertThat(forced.exit()).isZero();
        assertThat(records()).hasSize(3);
    }

    @Test
    void aRunThatIsKilledHalfWaySendsNothingAndTheNextSendsOnce() throws Exception {
        refuse(0, "K1", "one", "unknown-schema", "2026-10-01T02:00:00Z");
        fillIndex();
        // A desk that died between the record and the commit: its transaction hangs open at the broker.
        Properties properties = client();
        properties.setProperty("transactional.id", "haochaping-quarantine-desk-quarantine" + number + ".decision");
        KafkaProducer<byte[], byte[]> killed =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        killed.initTransactions();
        killed.beginTransaction();
        killed.send(new ProducerRecord<>(topic, 0, bytes("K1"), bytes("one"))).get();

        Said next = ask("redrive", refused.get(0).place(), "--author", "desk");

        assertThat(next.exit()).as(next.err()).isZero();
        assertThat(records()).hasSize(2);
        killed.close(Duration.ZERO);
    }

    @Test
    void aFilterRedrivesWhatIsOpenAndLeavesTheRest() throws Exception {
        for (int i = 0; i < 5; i++) {
            refuse(i % 2, "K" + i, "value " + i, i < 4 ? "unknown-schema" : "undecodable", "2026-10-01T02:00:00Z");
        }
        fillIndex();
        ask("discard", refused.get(0).place(), "--author", "desk", "--because", "a test record");

        Said dry = ask("redrive", "--reason", "unknown-schema", "--author", "desk", "--dry-run");
        Said all = ask("redrive", "--reason", "unknown-schema", "--author", "desk");

        assertThat(dry.out().lines().filter(line -> line.contains("would be redriven")))
                .hasSize(3);
        assertThat(all.exit()).isZero();
        assertThat(records()).hasSize(5 + 3);
    }

    @Test
    void aDiscardOutlivesTheStore() throws Exception {
        refuse(0, "K1", "one", "undecodable", "2026-10-01T02:00:00Z");
        fillIndex();
        String place = refused.get(0).place();
        assertThat(ask("discard", place, "--author", "王", "--because", "测试数据").exit())
                .isZero();

        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema " + store.schema() + " cascade");
        }
        fillIndex();

        JsonNode found = list("--status", "discarded").get("records").get(0);
        assertThat(found.get("decision").get("because").asText()).isEqualTo("测试数据");
        assertThat(found.get("decision").get("author").asText()).isEqualTo("王");
        assertThat(found.get("decision").get("at").asText()).isEqualTo("2026-10-03T04:00:00Z");
        assertThat(ask("redrive", place, "--author", "desk").exit()).isEqualTo(1);
        assertThat(records()).hasSize(1);
    }

    @Test
    void whatLiesElsewhereThanTheIndexSaysIsNotSent() throws Exception {
        refuse(0, "K1", "one", "undecodable", "2026-10-01T02:00:00Z");
        QuarantineEntry there = refused.remove(0);
        refused.add(entry(there.partition(), there.offset(), bytes("K1"), bytes("other"), "undecodable", 0));
        fillIndex();

        Said said = ask("redrive", there.place(), "--author", "desk");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("is not what the index holds");
        assertThat(records()).hasSize(1);
    }

    @Test
    void aTopicThatWouldForgetDecisionsIsRefused() throws Exception {
        refuse(0, "K1", "one", "undecodable", "2026-10-01T02:00:00Z");
        fillIndex();
        kafka.createTopic("quarantine" + number + ".decision", 1, Map.of("retention.ms", "1000"));

        Said said = ask("discard", refused.get(0).place(), "--author", "desk", "--because", "no");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("would forget decisions: retention.ms is 1000");
    }

    @Test
    void aRecordThatIsNotInTheIndexIsSaid() throws Exception {
        fillIndex();
        Said missing = ask("show", topic + "/0/99");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("is not in the index");
        assertThat(ask("list").out()).contains("No record fits");
    }

    private JsonNode list(String... filter) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("list", "--json"));
        arguments.addAll(List.of(filter));
        Said said = ask(arguments.toArray(String[]::new));
        assertThat(said.exit()).as(said.err()).isZero();
        return new ObjectMapper().readTree(said.out());
    }

    private Said ask(String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        Collections.addAll(all, "--config", config.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Quarantine.run(
                all,
                Map.of(),
                CLOCK,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void refuse(int partition, String key, String value, String reason, String at) throws Exception {
        refuse(partition, bytes(key), bytes(value), reason, at);
    }

    private void refuse(int partition, byte[] key, byte[] value, String reason, String at) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, value);
            record.headers().add("sender", bytes("web"));
            RecordMetadata sent = producer.send(record).get();
            refused.add(entry(
                    partition,
                    sent.offset(),
                    key,
                    value,
                    reason,
                    Instant.parse(at).toEpochMilli()));
        }
    }

    private QuarantineEntry entry(int partition, long offset, byte[] key, byte[] value, String reason, long at)
            throws Exception {
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        return new QuarantineEntry(
                topic,
                partition,
                offset,
                at,
                at,
                reason,
                "原因",
                "why",
                key,
                value,
                value.length,
                digest,
                new TreeMap<>(),
                "");
    }

    private void fillIndex() throws Exception {
        store.migrate();
        Cut cut = new Cut(
                "run/1",
                "",
                new UUID(0, 1).toString(),
                0,
                -1,
                new TreeMap<>(),
                "digest",
                "test",
                false,
                new Totals(0, 0, 0, 0, 0),
                List.of(PartitionProgress.starting(new TopicPartition(topic, 0), 0)),
                List.of(),
                refused,
                List.of());
        try (StoreCommitter committer =
                new StoreCommitter(store, LiveConfig.load(config, Map.of()).cutSettings())) {
            committer.commit(cut);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> records() {
        Properties properties = client();
        properties.setProperty("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<org.apache.kafka.common.TopicPartition> both = List.of(
                    new org.apache.kafka.common.TopicPartition(topic, 0),
                    new org.apache.kafka.common.TopicPartition(topic, 1));
            consumer.assign(both);
            consumer.seekToBeginning(both);
            Map<org.apache.kafka.common.TopicPartition, Long> ends = consumer.endOffsets(both);
            Await.value("the topic to be read", PATIENCE, () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                boolean read =
                        ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                return read ? Optional.of(true) : Optional.empty();
            });
        }
        return records;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static Properties client() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return properties;
    }
}
