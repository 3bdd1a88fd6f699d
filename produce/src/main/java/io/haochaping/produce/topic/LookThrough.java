package io.haochaping.produce.topic;

import io.haochaping.produce.say.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds out which lines of a file are in a topic, by the records themselves: nothing else is as sure. What a client noted on its own disk may be older than what the brokers
 * committed.
 *
 * <p>Only committed records count. The end is taken by a reader that sees all records, and reached by one that sees committed ones, so that a transaction of ours that is committed
 * behind an open one of somebody else is waited for.
 */
public final class LookThrough {
    static final String FIRST_APPEND = "haochaping-first-append";

    /** The longest that brokers let a transaction stay open by their default, and a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(16);

    private final Cluster cluster;
    private final TargetTopic topic;
    private final Ticks ticks = new Ticks();
    private final String file;
    private final String mapping;
    private long line;
    private boolean otherMapping;
    private long lastTick;
    private long lastAppend;
    private long withHeader;
    private long withoutHeader;

    private LookThrough(Cluster cluster, TargetTopic topic, Provenance file, Holdings before) {
        this.cluster = cluster;
        this.topic = topic;
        this.file = file.file();
        this.mapping = file.mapping();
        this.line = before.line();
        this.otherMapping = before.otherMapping();
        this.lastTick = before.lastTick();
        this.lastAppend = before.lastAppend();
        this.withHeader = before.withHeader();
        this.withoutHeader = before.withoutHeader();
    }

    /**
     * @param before what was seen earlier, and where to go on from
     * @param progress is told how many records are left to look at
     */
    public static Holdings of(
            Cluster cluster,
            TargetTopic topic,
            String fileDigest,
            String mappingDigest,
            Holdings before,
            LongConsumer progress)
            throws Refusal {
        LookThrough look = new LookThrough(cluster, topic, Provenance.of(fileDigest, mappingDigest, 0), before);
        try {
            return look.run(before.ends(), progress);
        } catch (KafkaException failure) {
            throw cluster.refusal(failure, topic.name());
        }
    }

    private Holdings run(long[] from, LongConsumer progress) throws Refusal {
        Map<TopicPartition, Long> ends = ends();
        long[] reached = new long[topic.partitions()];
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            consumer.assign(ends.keySet());
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(ends.keySet());
            ends.forEach((partition, end) -> {
                long start = Math.max(starts.get(partition), Math.min(from[partition.partition()], end));
                consumer.seek(partition, start);
            });
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            long left = left(consumer, ends);
            while (left > 0) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
                records.forEach(this::see);
                long now = left(consumer, ends);
                deadline = now < left ? System.nanoTime() + PATIENCE.toNanos() : deadline;
                left = now;
                progress.accept(left);
                if (System.nanoTime() > deadline) {
                    throw stuck();
                }
            }
            ends.forEach((partition, end) -> reached[partition.partition()] = consumer.position(partition));
        }
        return new Holdings(line, otherMapping, lastTick, lastAppend, withHeader, withoutHeader, reached);
    }

    private Refusal stuck() {
        return Refusal.failure(
                "Records at the end of " + topic.name()
                        + " stay undecided: a transaction of another sender is open. End that sender, or"
                        + " abort its transaction (kafka-transactions.sh), and run this command again.",
                "主题 " + topic.name() + " 末尾的记录一直未定：另一发送方的事务尚未结束。请结束该发送方或中止其事务（kafka-transactions.sh），然后再次运行本命令。");
    }

    private Map<TopicPartition, Long> ends() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            partitions.add(new TopicPartition(topic.name(), partition));
        }
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
            return new HashMap<>(consumer.endOffsets(partitions));
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, String> ours = Map.of(
                "isolation.level", isolation,
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "client.id", "haochaping-produce-look");
        return new KafkaConsumer<>(
                cluster.client(ours, Map.of("default.api.timeout.ms", "30000")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static long left(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private void see(ConsumerRecord<byte[], byte[]> record) {
        Provenance.in(record.headers()).filter(from -> from.file().equals(file)).ifPresent(from -> {
            line = Math.max(line, from.line());
            otherMapping |= !from.mapping().equals(mapping);
        });
        OptionalLong append = firstAppend(record.headers());
        OptionalLong tick = record.key() == null ? ticks.timeOf(record.value()) : OptionalLong.empty();
        if (append.isEmpty()) {
            withoutHeader++;
        } else if (tick.isEmpty()) {
            withHeader++;
            lastAppend = Math.max(lastAppend, append.getAsLong());
        } else if (tick.getAsLong() <= append.getAsLong()) {
            lastTick = Math.max(lastTick, tick.getAsLong());
        }
    }

    private static OptionalLong firstAppend(Headers headers) {
        Header header = headers.lastHeader(FIRST_APPEND);
        if (header == null || header.value() == null) {
            return OptionalLong.empty();
        }
        String text = new String(header.value(), StandardCharsets.US_ASCII);
        return text.matches("\\d{1,15}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
