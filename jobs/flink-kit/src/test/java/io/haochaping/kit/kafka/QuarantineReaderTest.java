package io.haochaping.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.store.QuarantineEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job wrote into the quarantine topic comes back as it went, whatever else lies there. */
class QuarantineReaderTest {
    @TempDir
    static Path folder;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void everyRefusedRecordComesBackAsItWas() throws Exception {
        LiveConfig config = config("there");
        broker.createTopic("there", 2, Map.of());
        List<QuarantineEntry> entries = List.of(
                entry("rating.web", 0, 7, null, null),
                entry("rating.web", 1, 8, "A1".getBytes(StandardCharsets.UTF_8), new byte[] {0, -1, 2}),
                entry("case.event", 0, Long.MAX_VALUE, new byte[0], new byte[1 << 20]));
        QuarantineTopic topic = new QuarantineTopic("there");
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (QuarantineEntry entry : entries) {
                producer.send(topic.serialize(new CommitItem.Refused(entry), null, null))
                        .get();
            }
            // Not ours: no header, one that is cut off, none at all.
            producer.send(new ProducerRecord<>("there", "anything".getBytes(StandardCharsets.UTF_8)))
                    .get();
            byte[] whole = topic.serialize(new CommitItem.Refused(entries.get(1)), null, null)
                    .value();
            producer.send(new ProducerRecord<>("there", java.util.Arrays.copyOf(whole, 20)))
                    .get();
            producer.send(new ProducerRecord<>("there", null)).get();
        }

        List<QuarantineEntry> read = new ArrayList<>();
        new QuarantineReader(config).forEach(read::add);

        assertThat(read).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void anEmptyTopicHasNone() throws Exception {
        LiveConfig config = config("empty");
        broker.createTopic("empty", 1, Map.of());

        new QuarantineReader(config).forEach(entry -> {
            throw new AssertionError("there is none: " + entry);
        });
    }

    @Test
    void aBrokerThatDoesNotAnswerIsSaidInASentence() throws Exception {
        LiveConfig nowhere = EdgeConfig.of(
                folder, "127.0.0.1:1", "q.", Map.of("HAOCHAPING_KAFKA_PROPERTIES", "request.timeout.ms=500"));

        assertThatThrownBy(() -> new QuarantineReader(nowhere, java.time.Duration.ofSeconds(1)).forEach(entry -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the topic quarantine cannot be read");
    }

    private static LiveConfig config(String topic) throws Exception {
        return EdgeConfig.of(
                folder, broker.bootstrapServers(), "q.", Map.of("HAOCHAPING_KAFKA_QUARANTINE_TOPIC", topic));
    }

    private static QuarantineEntry entry(String topic, int partition, long offset, byte[] key, byte[] value) {
        return new QuarantineEntry(
                topic,
                partition,
                offset,
                1_790_000_000_000L,
                1_790_000_000_001L,
                "undecodable",
                "无法解码",
                "cannot be decoded",
                key,
                value,
                value == null ? -1 : value.length,
                "ab",
                new TreeMap<>(),
                "rating.web/0/1");
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", broker.bootstrapServers());
        settings.setProperty("max.request.size", Integer.toString(4 << 20));
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
