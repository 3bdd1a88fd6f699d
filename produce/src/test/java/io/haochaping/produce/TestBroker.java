package io.haochaping.produce;

import io.haochaping.stack.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One broker for all tests of this JVM; it ends with it. Each test takes a topic of its own. */
final class TestBroker {
    private static KafkaBroker broker;

    private TestBroker() {}

    static synchronized KafkaBroker get() {
        if (broker == null) {
            try {
                Path target = Files.createDirectories(Path.of("target"));
                broker = KafkaBroker.start(
                        Files.createTempDirectory(target, "broker").toAbsolutePath());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return broker;
    }

    static String servers() {
        return get().bootstrapServers();
    }

    static String topic(String name, int partitions) {
        get().createSourceTopic(name, partitions);
        return name;
    }

    /** Every committed record, by partition and offset. */
    static List<ConsumerRecord<byte[], byte[]>> records(String topic, int partitions) {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(topic, partition));
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed");
                KafkaConsumer<byte[], byte[]> everything = consumer("read_uncommitted")) {
            Map<TopicPartition, Long> ends = everything.endOffsets(all);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return records;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers());
        settings.put("isolation.level", isolation);
        settings.put("auto.offset.reset", "none");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.US_ASCII);
    }

    /** The line that a record comes from. */
    static long line(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(header(record, "haochaping-produced-from").split("/")[2]);
    }
}
