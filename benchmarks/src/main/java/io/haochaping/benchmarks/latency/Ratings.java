package io.haochaping.benchmarks.latency;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.traffic.VolumePlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends ratings at a fixed rate, in open loop: each has its moment, and says so itself. Over the channels, items and departments of the month that stands before them, so that they
 * change as many rows as a busy second of the province does; one in a hundred is bad.
 */
final class Ratings {
    private static final int BAD_IN = 100;
    /** Whoever wakes up for each of 5,000 a second takes a tenth of a processor from those who are measured. */
    private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * @param producedAt milliseconds since 1970, as in the record
     */
    record Sent(TopicPartition partition, long offset, long producedAt) {}

    private final String bootstrap;
    private final VolumePlan.Further further;
    private List<Sent> sent = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;
    /** By case number, so that who receives a rating need not decode it: on two processors that would be part of what is measured. */
    private final Map<String, Long> moments = new ConcurrentHashMap<>();

    private int next;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** @param behind the month that they come behind */
    Ratings(String bootstrap, VolumePlan behind) {
        this.bootstrap = bootstrap;
        further = behind.further(this::take);
    }

    /** Blocks until all are acknowledged; each is of a case that no rating was sent for before. */
    List<Sent> send(int rate, int seconds) {
        sent = new ArrayList<>();
        // All else is the producer's own standard.
        Properties properties = new Properties();
        properties.putAll(Map.of("bootstrap.servers", bootstrap, "acks", "all"));
        try (KafkaProducer<byte[], byte[]> opened =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer = opened;
            long begun = System.nanoTime();
            int all = rate * seconds;
            for (int number = 0; number < all; number++) {
                long due = begun + TimeUnit.SECONDS.toNanos(number) / rate;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(Math.max(left, SHORTEST_SLEEP_NANOS));
                }
                further.rate(next++ % BAD_IN == 0, System.currentTimeMillis());
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("the broker refused a rating", failure.get());
        }
        return sent;
    }

    /** How many of the last so many are bad. */
    long badAmong(int last) {
        return IntStream.range(next - last, next)
                .filter(number -> number % BAD_IN == 0)
                .count();
    }

    /** When the rating with this key was produced; negative: it is none of those that were sent. */
    long producedAt(byte[] key) {
        return key == null ? -1 : moments.getOrDefault(new String(key, StandardCharsets.US_ASCII), -1L);
    }

    private void take(String topic, int partition, byte[] key, byte[] value, long ratedAt) {
        moments.put(new String(key, StandardCharsets.US_ASCII), ratedAt);
        producer.send(new ProducerRecord<>(topic, partition, key, value), (place, error) -> {
            if (error != null) {
                failure.compareAndSet(null, error);
                return;
            }
            synchronized (sent) {
                sent.add(new Sent(new TopicPartition(topic, partition), place.offset(), ratedAt));
            }
        });
    }
}
