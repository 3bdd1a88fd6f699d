package io.haochaping.kit.source;

import io.haochaping.domain.cut.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/**
 * Offsets that we chose ourselves. A partition that is not among them is new and begins at offset 0.
 *
 * <p>With reset strategy NONE: the connector's own initializers would make the consumer jump silently to the earliest or latest record when an offset is gone, and the records in
 * between would be lost without a word.
 */
@SuppressWarnings("deprecation") // The connector's interface still speaks of the enum that Kafka 4 has deprecated.
final class FixedOffsets implements OffsetsInitializer {
    private static final long serialVersionUID = 1L;
    private final HashMap<String, Long> offsets = new HashMap<>();

    FixedOffsets(Map<TopicPartition, Long> offsets) {
        offsets.forEach((source, offset) -> this.offsets.put(source.toString(), offset));
    }

    @Override
    public Map<org.apache.kafka.common.TopicPartition, Long> getPartitionOffsets(
            Collection<org.apache.kafka.common.TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        Map<org.apache.kafka.common.TopicPartition, Long> chosen = new HashMap<>();
        for (org.apache.kafka.common.TopicPartition partition : partitions) {
            chosen.put(partition, offsets.getOrDefault(partition.topic() + "-" + partition.partition(), 0L));
        }
        return chosen;
    }

    @Override
    public org.apache.kafka.clients.consumer.OffsetResetStrategy getAutoOffsetResetStrategy() {
        return org.apache.kafka.clients.consumer.OffsetResetStrategy.NONE;
    }
}
