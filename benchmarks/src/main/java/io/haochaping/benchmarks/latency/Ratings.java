package io.haochaping.benchmarks.latency;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends ratings at a fixed rate, in open loop: each has its moment, and says so itself. One in a hundred is bad. */
final class Ratings {
    static final String TOPIC = "rating.web";
    static final String ITEM = "latency";
    private static final int BAD_IN = 100;

    /**
     * @param producedAt milliseconds since 1970, as in the record
     */
    record Sent(int partition, long offset, long producedAt) {}

    private final String bootstrap;
    private List<Sent> sent = new ArrayList<>();
    private int next;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Ratings(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Blocks until all are acknowledged; each is of a case that no rating was sent for before. */
    List<Sent> send(int rate, int seconds) {
        sent = new ArrayList<>();
        Properties properties = new Properties();
        properties.putAll(Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "0"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            long begun = System.nanoTime();
            int all = rate * seconds;
            for (int number = 0; number < all; number++) {
                long due = begun + TimeUnit.SECONDS.toNanos(number) / rate;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                send(producer, next++);
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

    private void send(KafkaProducer<byte[], byte[]> producer, int number) {
        long now = System.currentTimeMillis();
        String key = "LAT" + number;
        producer.send(
                new ProducerRecord<>(TOPIC, key.getBytes(StandardCharsets.US_ASCII), value(key, number, now)),
                (place, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                        return;
                    }
                    synchronized (sent) {
                        sent.add(new Sent(place.partition(), place.offset(), now));
                    }
                });
    }

    private static byte[] value(String key, int number, long now) {
        GenericRecord rating = new GenericRecordBuilder(RecordType.RATING.current())
                .set("issuingSystem", "bench")
                .set("caseNumber", key)
                .set("codeSystem", "platform")
                .set("level", number % BAD_IN == 0 ? "1" : "5")
                .set("channel", "1")
                .set("handlingRegion", "440100000000")
                .set("handlingDepartment", "D" + number % 500)
                .set("item", ITEM)
                .set("ratedAt", now)
                .build();
        return SingleObjectEncoding.encode(rating);
    }
}
