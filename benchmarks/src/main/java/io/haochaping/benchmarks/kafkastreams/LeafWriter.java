package io.haochaping.benchmarks.kafkastreams;

import io.haochaping.benchmarks.Assignment;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed leaves and writes them into the table until it is told that no more will come, and has them all. */
final class LeafWriter implements Callable<Long> {
    private static final byte[] GONE = {};
    private static final int ROWS_AT_ONCE = 50_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Assignment assignment;
    private final List<TopicPartition> output;
    private final AtomicBoolean complete = new AtomicBoolean();

    LeafWriter(Assignment assignment, List<TopicPartition> output) {
        this.assignment = assignment;
        this.output = output;
    }

    /** What lies in the topic now is all. */
    void complete() {
        complete.set(true);
    }

    /** @return when the last row was committed, milliseconds since 1970 */
    @Override
    public Long call() throws SQLException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                LeafSink sink = new LeafSink(assignment.store())) {
            consumer.assign(output);
            consumer.seekToBeginning(output);
            Map<LeafKey, byte[]> leaves = new HashMap<>();
            Map<TopicPartition, Long> ends = Map.of();
            long committedAt = 0;
            long written = System.nanoTime();
            while (ends.isEmpty()
                    || ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())
                    || !leaves.isEmpty()) {
                if (ends.isEmpty() && complete.get()) {
                    ends = consumer.endOffsets(output);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    leaves.put(LeafKey.of(record.key()), record.value() == null ? GONE : record.value());
                }
                long now = System.nanoTime();
                if (leaves.size() >= ROWS_AT_ONCE || !leaves.isEmpty() && now - written > LONGEST_WAIT.toNanos()) {
                    sink.write(leaves);
                    committedAt = System.currentTimeMillis();
                    written = now;
                    leaves.clear();
                }
            }
            return committedAt;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", assignment.bootstrap());
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("max.poll.records", "10000");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
