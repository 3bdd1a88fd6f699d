package io.haochaping.kit.kafka;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads partitions between exact offsets: committed records only, each partition in its order. Writes nothing, is in no consumer group, and never jumps over an offset that is gone. */
public final class BoundedReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int FETCH_BYTES = 4 << 20;
    /** As the client has it where nobody says otherwise. */
    private static final long USUAL_FETCHED = 50L << 20;

    private static final long LEAST_FETCHED = 256L << 10;
    /** A record of ours has some hundred bytes in a fetch and some thousand as an object. */
    private static final long POLLED_BYTES = 1_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration patience;

    /** What is done with a record; what it throws ends the reading. */
    public interface Taker<E extends Exception> {
        void take(RawRecord record) throws E;
    }

    /** Brokers that answer and deliver nothing, though the span goes on. */
    public static final class Silence extends Exception {
        private static final long serialVersionUID = 1L;

        private final TopicPartition source;
        private final long at;
        private final long end;

        Silence(TopicPartition source, long at, long end, Duration patience) {
            super(source + " delivered nothing at offset " + at + " for " + patience.toSeconds()
                    + " s, and its records up to " + end + " are wanted");
            this.source = source;
            this.at = at;
            this.end = end;
        }

        public TopicPartition source() {
            return source;
        }

        /** The offset that does not come. */
        public long at() {
            return at;
        }

        /** Where the span ends. */
        public long end() {
            return end;
        }
    }

    /**
     * @param client what every Kafka client starts from
     * @param patience brokers that deliver nothing for so long are taken for ones that will not
     */
    public BoundedReader(Properties client, Duration patience) {
        this(client, patience, USUAL_FETCHED);
    }

    /** @param mostFetched bytes that lie fetched and unread, about; a single record may be larger */
    public BoundedReader(Properties client, Duration patience, long mostFetched) {
        long fetched = Math.max(LEAST_FETCHED, Math.min(USUAL_FETCHED, mostFetched));
        this.patience = patience;
        Properties properties = new Properties();
        properties.putAll(client);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("auto.offset.reset", "none");
        properties.setProperty("allow.auto.create.topics", "false");
        properties.setProperty("fetch.max.wait.ms", "50");
        properties.setProperty("max.partition.fetch.bytes", Long.toString(Math.min(FETCH_BYTES, fetched)));
        properties.setProperty("fetch.max.bytes", Long.toString(fetched));
        properties.setProperty("max.poll.records", Long.toString(Math.min(5_000, fetched / POLLED_BYTES)));
        properties.setProperty("default.api.timeout.ms", Long.toString(patience.toMillis()));
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * @param moved told by how many offsets the reading has come further; control records are among them
     * @throws OffsetOutOfRangeException where an offset of a span is not there any more
     */
    public <E extends Exception> void read(Map<TopicPartition, OffsetSpan> spans, Taker<E> taker, LongConsumer moved)
            throws E, Silence {
        Map<TopicPartition, OffsetSpan> left = new TreeMap<>(spans);
        Map<TopicPartition, Long> reached = new TreeMap<>();
        left.values().removeIf(span -> span.length() <= 0);
        consumer.assign(left.keySet().stream().map(BoundedReader::kafka).toList());
        left.forEach((source, span) -> {
            consumer.seek(kafka(source), span.start());
            reached.put(source, span.start());
        });
        long heardOf = System.nanoTime();
        while (!left.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                OffsetSpan span = left.get(new TopicPartition(record.topic(), record.partition()));
                if (span != null && record.offset() < span.end()) {
                    taker.take(ConsumedRecord.raw(record));
                }
            }
            if (moveOn(left, reached, moved)) {
                heardOf = System.nanoTime();
            } else if (System.nanoTime() - heardOf > patience.toNanos()) {
                TopicPartition source = left.keySet().iterator().next();
                throw new Silence(source, reached.get(source), left.get(source).end(), patience);
            }
        }
    }

    /** Returns whether any partition has come further. */
    private boolean moveOn(
            Map<TopicPartition, OffsetSpan> left, Map<TopicPartition, Long> reached, LongConsumer moved) {
        boolean further = false;
        for (TopicPartition source : List.copyOf(left.keySet())) {
            long end = left.get(source).end();
            long at = Math.min(consumer.position(kafka(source)), end);
            long before = reached.put(source, at);
            further |= at > before;
            moved.accept(at - before);
            if (at == end) {
                left.remove(source);
                consumer.pause(List.of(kafka(source)));
            }
        }
        return further;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static org.apache.kafka.common.TopicPartition kafka(TopicPartition source) {
        return new org.apache.kafka.common.TopicPartition(source.topic(), source.partition());
    }
}
