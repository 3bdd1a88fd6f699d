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
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A bare consumer that waits for what is appended to some topics from now on: how long each record took from the moment that it says of itself. */
final class TopicWatch implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final GenericDatumReader<GenericRecord> reader;
    private final long fingerprint;
    private final Latencies latencies = new Latencies();
    private final Thread thread;
    private volatile boolean over;

    private TopicWatch(String bootstrap, Collection<String> topics, RecordType type) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrap);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Schema schema = type.current();
        reader = new GenericDatumReader<>(schema);
        fingerprint = SchemaNormalization.parsingFingerprint64(schema);
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

    static TopicWatch over(String bootstrap, Collection<String> topics, RecordType type) {
        TopicWatch watch = new TopicWatch(bootstrap, topics, type);
        watch.thread.start();
        return watch;
    }

    private void read() {
        while (!over) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                long now = System.currentTimeMillis();
                GenericRecord value = record.value() == null ? null : decoded(record.value());
                if (value != null) {
                    latencies.add(now - (long) value.get("ratedAt"));
                }
            }
        }
        consumer.close();
    }

    /** @return null for what is of another kind, such as a tick */
    private GenericRecord decoded(byte[] value) {
        if (!SingleObjectEncoding.matches(value) || SingleObjectEncoding.fingerprint(value) != fingerprint) {
            return null;
        }
        try {
            int body = SingleObjectEncoding.BODY_OFFSET;
            return reader.read(null, DecoderFactory.get().binaryDecoder(value, body, value.length - body, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        over = true;
    }
}
