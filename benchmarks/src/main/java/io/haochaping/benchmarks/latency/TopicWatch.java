package io.haochaping.benchmarks.latency;

import io.haochaping.benchmarks.Latencies;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A bare consumer that waits for what is appended to some topics from now on: how long each record took from its moment. */
final class TopicWatch implements AutoCloseable {
    /** When the rating was produced that a record is, or tells of. */
    interface Moment {
        /** @return milliseconds since 1970; negative: the record is of another kind, such as a tick */
        long of(ConsumerRecord<byte[], byte[]> record);
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Moment moment;
    private final Latencies latencies = new Latencies();
    private final Thread thread;
    private volatile boolean over;

    private TopicWatch(String bootstrap, Collection<String> topics, Moment moment) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrap);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.moment = moment;
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = new Thread(this::read, "watch-" + topics);
        thread.setDaemon(true);
    }

    static TopicWatch over(String bootstrap, Collection<String> topics, Moment moment) {
        TopicWatch watch = new TopicWatch(bootstrap, topics, moment);
        watch.thread.start();
        return watch;
    }

    private void read() {
        while (!over) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                long now = System.currentTimeMillis();
                long producedAt = moment.of(record);
                if (producedAt >= 0) {
                    latencies.add(now - producedAt);
                }
            }
        }
        consumer.close();
    }

    /** Of records that say of themselves when they were rated, and were not before an instant. */
    static Moment ratedSince(long first, RecordType type) {
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(type.current());
        long fingerprint = SchemaNormalization.parsingFingerprint64(type.current());
        return record -> {
            byte[] value = record.value();
            if (value == null
                    || !SingleObjectEncoding.matches(value)
                    || SingleObjectEncoding.fingerprint(value) != fingerprint) {
                return -1;
            }
            int body = SingleObjectEncoding.BODY_OFFSET;
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, body, value.length - body, null);
            try {
                long ratedAt = (long) reader.read(null, decoder).get("ratedAt");
                return ratedAt < first ? -1 : ratedAt;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        over = true;
    }
}
