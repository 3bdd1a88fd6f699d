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

    /** @param raters whether ratings say who gave them */
    static SourceVolume write(long records, boolean raters, String bootstrap) {
        long cases = Math.max(1, (long) Math.ceil(records / RECORDS_OF_A_CASE));
        VolumeConfig config = VolumeConfig.of(SEED, cases, PARTITIONS);
        VolumePlan plan = VolumePlan.of(raters ? config.withRaters() : config);
        TrafficWriter.createTopics(bootstrap, PARTITIONS);
        VolumeTotals totals = VolumeWriter.write(plan, bootstrap, WRITERS);
        return new SourceVolume(totals, ends(bootstrap), plan.completeThrough());
    }

    static long recordsOf(long cases) {
        return (long) (cases * RECORDS_OF_A_CASE);
    }

    /** A month that ends with the last midnight, so that a live job takes it for what has just happened. */
    public static VolumePlan recent(long cases) {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        return VolumePlan.of(new VolumeConfig(SEED, cases, today.minusDays(31), 31, PARTITIONS, 31 * 24));
    }

    /** @return how many records were written, ticks not among them */
    public static long write(VolumePlan plan, String bootstrap) {
        TrafficWriter.createTopics(bootstrap, PARTITIONS);
        return VolumeWriter.write(plan, bootstrap, WRITERS).received();
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
