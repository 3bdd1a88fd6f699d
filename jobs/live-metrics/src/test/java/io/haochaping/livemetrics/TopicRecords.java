package io.haochaping.livemetrics;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.kafka.ConsumedRecord;
import io.haochaping.stack.Await;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads back what lies in topics, with the brokers' own times, over a plain consumer that knows nothing of the job. */
final class TopicRecords {
    private TopicRecords() {}

    /** The records of every partition from its beginning to the given offset, which is not among them. */
    static SortedMap<TopicPartition, List<RawRecord>> upTo(String bootstrap, Map<TopicPartition, Long> ends) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
            return read(consumer, ends);
        }
    }

    /** All that lies in these topics now. */
    static SortedMap<TopicPartition, List<RawRecord>> of(String bootstrap, Collection<String> topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
            List<org.apache.kafka.common.TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                consumer.partitionsFor(topic).forEach(info -> partitions.add(kafka(topic, info.partition())));
            }
            Map<TopicPartition, Long> ends = new HashMap<>();
            consumer.endOffsets(partitions)
                    .forEach((where, end) -> ends.put(new TopicPartition(where.topic(), where.partition()), end));
            return read(consumer, ends);
        }
    }

    private static SortedMap<TopicPartition, List<RawRecord>> read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        SortedMap<TopicPartition, List<RawRecord>> records = new TreeMap<>();
        Map<org.apache.kafka.common.TopicPartition, Long> left = new HashMap<>();
        ends.forEach((where, end) -> {
            records.put(where, new ArrayList<>());
            left.put(kafka(where.topic(), where.partition()), end);
        });
        consumer.assign(left.keySet());
        consumer.seekToBeginning(left.keySet());
        return Await.value("the topics to be read back", LiveRun.PATIENCE, () -> {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(java.time.Duration.ofMillis(200))) {
                TopicPartition where = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.get(where)) {
                    records.get(where).add(ConsumedRecord.raw(record));
                }
            }
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            return left.isEmpty() ? Optional.of(records) : Optional.empty();
        });
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrap);
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("isolation.level", "read_committed");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static org.apache.kafka.common.TopicPartition kafka(String topic, int partition) {
        return new org.apache.kafka.common.TopicPartition(topic, partition);
    }
}
