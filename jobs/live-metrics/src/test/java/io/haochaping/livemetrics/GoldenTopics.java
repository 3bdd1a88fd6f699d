package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.source.SourceCheck;
import io.haochaping.stack.KafkaBroker;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of a golden savepoint on a broker. */
final class GoldenTopics {
    private GoldenTopics() {}

    static void create(Collection<TopicPartition> partitions, KafkaBroker kafka) {
        Map<String, Integer> topics = new HashMap<>();
        partitions.forEach(source -> topics.merge(source.topic(), 1, Integer::sum));
        topics.forEach(kafka::createSourceTopic);
    }

    /** Writes each record at the very offset it names, for the partition holds all before it. */
    static void append(Iterable<List<RawRecord>> partitions, String bootstrap) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", bootstrap);
        settings.setProperty("acks", "all");
        settings.setProperty("max.in.flight.requests.per.connection", "1");
        settings.setProperty("max.request.size", Integer.toString(4 << 20));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (List<RawRecord> partition : partitions) {
                Map<Long, java.util.concurrent.Future<org.apache.kafka.clients.producer.RecordMetadata>> sent =
                        new TreeMap<>();
                partition.forEach(record -> sent.put(record.offset(), producer.send(message(record))));
                for (var record : sent.entrySet()) {
                    assertThat(record.getValue().get().offset()).isEqualTo(record.getKey());
                }
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> message(RawRecord record) {
        RecordHeaders headers = new RecordHeaders();
        if (record.firstAppend() != null) {
            headers.add(RawRecord.FIRST_APPEND, record.firstAppend());
        }
        if (record.redriveOf() != null) {
            headers.add(RawRecord.REDRIVE_OF, record.redriveOf());
        }
        return new ProducerRecord<>(record.topic(), record.partition(), null, record.key(), record.value(), headers);
    }

    /**
     * The brokers, told of each topic by the id it had when the savepoint was written: no broker can be made to give an id again. Every other answer is theirs. State that has lost
     * the ids is found out.
     */
    record KnownByFormerIds(SourceCheck brokers, SortedMap<String, String> formerIds) implements SourceCheck {
        private static final long serialVersionUID = 1L;

        @Override
        public Optional<String> firstMissing(Collection<PartitionProgress> restored, Map<String, String> topicIds)
                throws Exception {
            if (!topicIds.equals(formerIds)) {
                return Optional.of("the state knows " + topicIds + ", and was written with " + formerIds);
            }
            SortedMap<String, String> idsNow = new TreeMap<>();
            for (String topic : formerIds.keySet()) {
                idsNow.put(topic, brokers.topicId(topic));
            }
            return brokers.firstMissing(restored, idsNow);
        }

        @Override
        public Optional<String> unfit(String topic) throws Exception {
            return brokers.unfit(topic);
        }

        @Override
        public String topicId(String topic) throws Exception {
            return brokers.topicId(topic);
        }
    }
}
