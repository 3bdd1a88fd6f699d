package io.haochaping.rulesshadow;

import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.config.LiveConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads every source topic from its first record to where it ends when the reading begins. Writes nothing, and is in no consumer group. */
final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Properties client;
    private final SourceTopics topics;

    TopicReader(LiveConfig config) {
        this.client = config.kafkaClient();
        this.topics = config.topics();
        client.setProperty("enable.auto.commit", "false");
        client.setProperty("isolation.level", "read_committed");
        client.setProperty("auto.offset.reset", "none");
    }

    /**
     * Returns how many records there were.
     *
     * @throws IllegalStateException where a topic delivers nothing any more and is not read to its end
     */
    long forEach(Consumer<RawRecord> taker) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .filter(partition -> topics.isSource(partition.topic()))
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return read(consumer, new HashMap<>(consumer.endOffsets(partitions)), taker);
        }
    }

    private static long read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Consumer<RawRecord> taker) {
        long records = 0;
        long heardOf = System.nanoTime();
        while (true) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                return records;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                heardOf = System.nanoTime();
                taker.accept(raw(record));
                records++;
            }
            if (System.nanoTime() - heardOf > PATIENCE.toNanos()) {
                throw new IllegalStateException("the topics delivered nothing for " + PATIENCE.toSeconds()
                        + " s and are not read to their end: look at the brokers, or run doctor");
            }
        }
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                header(record, RawRecord.FIRST_APPEND),
                header(record, RawRecord.REDRIVE_OF));
    }

    private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header last = record.headers().lastHeader(name);
        return last == null ? null : last.value();
    }
}
