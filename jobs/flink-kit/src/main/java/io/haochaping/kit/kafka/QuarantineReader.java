package io.haochaping.kit.kafka;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.store.QuarantineEntry;
import io.haochaping.store.RefusedRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that ever went to the quarantine topic, up to where it ends when the reading begins.
 *
 * @param patience a broker that delivers nothing for so long is taken for one that does not answer
 */
public record QuarantineReader(LiveConfig config, Duration patience) implements RefusedRecords {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public QuarantineReader(LiveConfig config) {
        this(config, PATIENCE);
    }

    @Override
    public void forEach(Taker taker) throws IOException, SQLException {
        String topic = config.kafka().quarantineTopic();
        Properties properties = config.kafkaClient();
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("default.api.timeout.ms", Long.toString(patience.toMillis()));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new IOException("there is no topic " + topic);
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            read(consumer, new HashMap<>(consumer.endOffsets(partitions)), taker);
        } catch (KafkaException e) {
            throw new IOException("the topic " + topic + " cannot be read: " + FirstReason.of(e), e);
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Taker taker)
            throws IOException, SQLException {
        Entries entries = new Entries();
        long heardOf = System.nanoTime();
        while (true) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                heardOf = System.nanoTime();
                Optional<QuarantineEntry> entry = entries.read(record);
                if (entry.isPresent()) {
                    taker.take(entry.get());
                }
            }
            if (System.nanoTime() - heardOf > patience.toNanos()) {
                throw new IOException("the topic " + config.kafka().quarantineTopic() + " delivered nothing for "
                        + patience.toSeconds() + " s and is not read to its end");
            }
        }
    }

    /** From records of the topic to entries. */
    private static final class Entries {
        /** The year 10000, milliseconds. */
        private static final long LATEST = 253_402_300_800_000L;

        private final Map<Long, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

        private Entries() {
            for (ReleasedSchema schema : SchemaCatalog.released().all()) {
                if (schema.type() == RecordType.QUARANTINED) {
                    readers.put(
                            schema.fingerprint(),
                            new GenericDatumReader<>(schema.schema(), RecordType.QUARANTINED.current()));
                }
            }
        }

        /** Empty: it is not one of ours. Somebody else wrote into the topic, and that must not keep the store from becoming whole. */
        private Optional<QuarantineEntry> read(ConsumerRecord<byte[], byte[]> record) {
            byte[] value = record.value();
            GenericDatumReader<GenericRecord> reader =
                    SingleObjectEncoding.matches(value) ? readers.get(SingleObjectEncoding.fingerprint(value)) : null;
            try {
                if (reader != null) {
                    int body = SingleObjectEncoding.BODY_OFFSET;
                    QuarantineEntry entry = entry(reader.read(
                            null, DecoderFactory.get().binaryDecoder(value, body, value.length - body, null)));
                    if (couldBeOurs(entry)) {
                        return Optional.of(entry);
                    }
                }
            } catch (IOException | RuntimeException e) {
                // Said below.
            }
            LOG.warn("offset {} of {}-{} is no refused record", record.offset(), record.topic(), record.partition());
            return Optional.empty();
        }

        /** Times that the store can hold: a stranger's must not fail the restatement. */
        private static boolean couldBeOurs(QuarantineEntry entry) {
            return entry.offset() >= 0
                    && entry.partition() >= 0
                    && Math.abs(entry.appendedAt()) < LATEST
                    && Math.abs(entry.effectiveAppendedAt()) < LATEST;
        }

        private static QuarantineEntry entry(GenericRecord record) {
            return new QuarantineEntry(
                    record.get("topic").toString(),
                    (int) record.get("partition"),
                    (long) record.get("offset"),
                    (long) record.get("appendedAt"),
                    (long) record.get("effectiveAppendedAt"),
                    record.get("reason").toString(),
                    record.get("messageZh").toString(),
                    record.get("messageEn").toString(),
                    bytes(record.get("key")),
                    bytes(record.get("value")),
                    (int) record.get("valueLength"),
                    record.get("valueSha256").toString(),
                    headers((Map<?, ?>) record.get("headers")),
                    record.get("redriveOf").toString());
        }

        private static SortedMap<String, byte[]> headers(Map<?, ?> sent) {
            SortedMap<String, byte[]> headers = new TreeMap<>();
            sent.forEach((name, value) -> headers.put(name.toString(), bytes(value)));
            return headers;
        }

        private static byte[] bytes(Object value) {
            if (value == null) {
                return null;
            }
            ByteBuffer buffer = (ByteBuffer) value;
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
    }
}
