package io.haochaping.kit.source;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The records of all source topics.
 *
 * @param bootstrapServers of the Kafka cluster
 * @param clientProperties further properties of the consumer
 * @param topicIds the source topics that are there, and what the brokers call each; ones that appear later are found by the same rule. On a replay: none
 * @param from the first offset of every partition; on a replay, exactly the partitions of the cut
 * @param until on a replay, the end offsets of the cut; empty: live
 * @param discoveryMillis how often new partitions are looked for; live only
 */
public record SourceRecords(
        String bootstrapServers,
        Map<String, String> clientProperties,
        Map<String, String> topicIds,
        Map<TopicPartition, Long> from,
        Optional<Map<TopicPartition, Long>> until,
        long discoveryMillis) {

    /**
     * A broker asked for a byte answers every batch of every producer by itself: at 5,000 ratings a second hundreds of answers, which took the reader twice the time of decoding what was in them. A cut comes once a second at
     * most, so nobody sees the wait (docs/decisions/0112).
     */
    private static final String WORTH_AN_ANSWER = "65536";

    private static final String ANSWER_AFTER_MILLIS = "50";

    /** Reads them with as many subtasks as asked, but never more than there are partitions: one without any would hold the watermark back for ever. */
    public SingleOutputStreamOperator<RawRecord> attach(
            StreamExecutionEnvironment env, Decisions decisions, int parallelism, String uid, String name) {
        WatermarkStrategy<RawRecord> watermarks =
                WatermarkStrategy.forGenerator(new TickWatermarks.OfSubtask(decisions));
        return env.fromSource(source(decisions), watermarks, name).uid(uid).setParallelism(readers(parallelism));
    }

    /** The most readers, up to the asked, that leave none without a partition, by the connector's own way of giving them out. */
    private int readers(int asked) {
        int readers = Math.max(1, Math.min(asked, from.size()));
        while (readers > 1 && owners(readers) < readers) {
            readers--;
        }
        return readers;
    }

    private long owners(int readers) {
        return from.keySet().stream()
                .map(source -> (source.topic().hashCode() * 31 & 0x7FFFFFFF) % readers + source.partition())
                .map(owner -> owner % readers)
                .distinct()
                .count();
    }

    private InStepSource source(Decisions decisions) {
        Properties consumer = consumer();
        return new InStepSource(connector(consumer, decisions), consumer, decisions);
    }

    /** All that the connector would add is said here, for its source and its reader see the same. */
    Properties consumer() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, WORTH_AN_ANSWER);
        properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, ANSWER_AFTER_MILLIS);
        properties.putAll(clientProperties);
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(
                "partition.discovery.interval.ms", Long.toString(until.isPresent() ? -1 : discoveryMillis));
        // Offsets stand in the cut and in the checkpoint; a consumer group would be a third place that can disagree.
        properties.setProperty("commit.offsets.on.checkpoint", "false");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.setProperty("client.id.prefix", "haochaping");
        properties.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        for (String key :
                List.of(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG)) {
            properties.setProperty(key, ByteArrayDeserializer.class.getName());
        }
        return properties;
    }

    private KafkaSource<RawRecord> connector(Properties consumer, Decisions decisions) {
        KafkaSourceBuilder<RawRecord> builder = KafkaSource.<RawRecord>builder()
                .setProperties(consumer)
                .setDeserializer(new RawRecords())
                .setStartingOffsets(new FixedOffsets(from));
        if (until.isPresent()) {
            return builder.setPartitions(
                            from.keySet().stream().map(SourceRecords::kafka).collect(Collectors.toSet()))
                    .setBounded(new FixedOffsets(until.get()))
                    .build();
        }
        return builder.setTopicPattern(sourcePattern(decisions)).build();
    }

    private static Pattern sourcePattern(Decisions decisions) {
        var topics = decisions.topics();
        String named = Set.of(
                        topics.caseEvents(), topics.workOrderEvents(), topics.complaintEvents(), topics.exclusions())
                .stream()
                .sorted()
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile(Pattern.quote(topics.ratingPrefix()) + ".*|" + named);
    }

    private static org.apache.kafka.common.TopicPartition kafka(TopicPartition source) {
        return new org.apache.kafka.common.TopicPartition(source.topic(), source.partition());
    }
}
