package io.haochaping.rulesshadow;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.BoundedReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads every source topic from its first record to where it ended when the first reading began; every reading reads the same. */
final class TopicReader {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Properties client;
    private final SourceTopics topics;
    /** null: nothing was read yet. */
    private Map<TopicPartition, OffsetSpan> spans;

    TopicReader(LiveConfig config) {
        this.client = config.kafkaClient();
        this.topics = config.topics();
    }

    /**
     * Returns how many records there were.
     *
     * @throws IllegalStateException where a topic delivers nothing any more and is not read to its end
     */
    long forEach(Consumer<RawRecord> taker) {
        AtomicLong records = new AtomicLong();
        spans = spans == null ? spans() : spans;
        try (BoundedReader reader = new BoundedReader(client, PATIENCE)) {
            reader.read(
                    spans,
                    record -> {
                        taker.accept(record);
                        records.incrementAndGet();
                    },
                    moved -> {});
            return records.get();
        } catch (BoundedReader.Silence silence) {
            throw new IllegalStateException(silence.getMessage() + ": look at the brokers, or run doctor", silence);
        }
    }

    private Map<TopicPartition, OffsetSpan> spans() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<org.apache.kafka.common.TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .filter(partition -> topics.isSource(partition.topic()))
                    .map(partition ->
                            new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<org.apache.kafka.common.TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
            Map<TopicPartition, OffsetSpan> spans = new TreeMap<>();
            consumer.endOffsets(partitions)
                    .forEach((partition, end) -> spans.put(
                            new TopicPartition(partition.topic(), partition.partition()),
                            new OffsetSpan(starts.get(partition), end)));
            return spans;
        }
    }
}
