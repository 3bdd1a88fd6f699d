package io.haochaping.benchmarks;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.traffic.Topics;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.traffic.VolumeConfig;
import io.haochaping.traffic.VolumePlan;
import io.haochaping.traffic.VolumeTotals;
import io.haochaping.traffic.VolumeWriter;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What both contenders read: written once.
 *
 * @param totals the truth by construction
 * @param ends end offset of every partition
 * @param completeThrough T of the last round of ticks
 */
public record SourceVolume(VolumeTotals totals, Map<TopicPartition, Long> ends, long completeThrough) {
    /** Of every topic; one number for all, so that all records of a case have one partition number. */
    static final int PARTITIONS = 4;

    private static final long SEED = 20_260_701;
    /** A case has 1.01 · (accepted + completed + 1.24 ratings) records. */
    private static final double RECORDS_OF_A_CASE = 3.27;

    private static final int WRITERS = 2;
    private static final LocalDate JULY = LocalDate.of(2026, 7, 1);
    private static final int DAYS = 31;
    private static final int ROUNDS_A_DAY = 24;
    /** With fewer, rounds of ticks by the hour would be most of what there is to read; there they come by the day. */
    private static final long FEW_CASES = 50_000;

    static SourceVolume write(long records, String bootstrap) {
        long cases = Math.max(1, (long) Math.ceil(records / RECORDS_OF_A_CASE));
        VolumePlan plan = VolumePlan.of(config(cases, JULY));
        TrafficWriter.createTopics(bootstrap, PARTITIONS);
        VolumeTotals totals = VolumeWriter.write(plan, bootstrap, WRITERS);
        return new SourceVolume(totals, ends(bootstrap), plan.completeThrough());
    }

    private static VolumeConfig config(long cases, LocalDate firstDay) {
        return new VolumeConfig(
                SEED, cases, firstDay, DAYS, PARTITIONS, cases < FEW_CASES ? DAYS : DAYS * ROUNDS_A_DAY);
    }

    static long recordsOf(long cases) {
        return (long) (cases * RECORDS_OF_A_CASE);
    }

    /** A month that ends with the last midnight, so that a live job takes it for what has just happened. */
    public static void writeRecent(long cases, String bootstrap) {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        TrafficWriter.createTopics(bootstrap, PARTITIONS);
        VolumeWriter.write(VolumePlan.of(config(cases, today.minusDays(DAYS))), bootstrap, WRITERS);
    }

    private static Map<TopicPartition, Long> ends(String bootstrap) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrap);
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<org.apache.kafka.common.TopicPartition> all = Topics.ALL.stream()
                    .flatMap(topic -> IntStream.range(0, PARTITIONS)
                            .mapToObj(partition -> new org.apache.kafka.common.TopicPartition(topic, partition)))
                    .toList();
            consumer.endOffsets(all)
                    .forEach((source, end) -> ends.put(new TopicPartition(source.topic(), source.partition()), end));
        }
        return ends;
    }
}
