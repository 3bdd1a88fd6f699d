package io.haochaping.exclusions;

import io.haochaping.desk.Cluster;
import io.haochaping.desk.Refusal;
import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceReading;
import io.haochaping.intake.SourceTopics;
import io.haochaping.intake.Wording;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.BoundedReader;
import io.haochaping.schemas.RecordType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;

/** The topic of exclusions and its copies, read whole and through the job's own door: what the door refuses decides nothing here either. */
final class ExclusionTopic {
    private final Cluster cluster;
    private final SourceTopics topics;
    private final String name;
    private final Intake intake;
    private final SourceReading reading;
    private final Register register = new Register();
    private final Map<TopicPartition, Long> reached = new TreeMap<>();
    private long refused;

    ExclusionTopic(LiveConfig config) {
        cluster = new Cluster(config.kafkaClient());
        topics = config.topics();
        name = config.kafka().exclusionTopic();
        intake = config.decisions().newIntake();
        reading = new SourceReading(intake, (row, change) -> {});
    }

    Cluster cluster() {
        return cluster;
    }

    String name() {
        return name;
    }

    /** Reads everything that has been committed since the last call, or ever. */
    Register readOn() throws Refusal {
        try (BoundedReader reader = new BoundedReader(cluster.properties(), Cluster.PATIENCE)) {
            Map<TopicPartition, OffsetSpan> spans = spans();
            reading.begin(starts(spans), false);
            reader.read(spans, this::take, moved -> {});
            spans.forEach((source, span) -> reached.put(source, span.end()));
            return register;
        } catch (BoundedReader.Silence silence) {
            throw Cluster.silent(silence.source().topic());
        } catch (OffsetOutOfRangeException gone) {
            throw Refusal.failure(
                    "主题 " + name + " 没有保留全部记录，无法判断哪些决定有效。请检查 retention.ms 与 retention.bytes。",
                    "The topic " + name
                            + " has not kept all records, and nobody can say what holds. Check its retention.ms and retention.bytes.");
        } catch (KafkaException failed) {
            throw cluster.unusable(failed);
        }
    }

    /** Records of decisions that the door refused. */
    long refused() {
        return refused;
    }

    private Map<TopicPartition, Long> starts(Map<TopicPartition, OffsetSpan> spans) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        spans.forEach((source, span) -> {
            if (!reached.containsKey(source)) {
                starts.put(source, span.start());
            }
        });
        return starts;
    }

    private Map<TopicPartition, OffsetSpan> spans() throws Refusal {
        // A reader of committed records alone would not see an end behind an open transaction.
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer("read_uncommitted")) {
            Map<String, List<PartitionInfo>> known = consumer.listTopics();
            if (!known.containsKey(name)) {
                throw Refusal.failure(
                        "Kafka 没有主题 " + name + "。请检查 kafka.exclusion-topic，或先建立该主题（docs/configuration.md）。",
                        "Kafka has no topic " + name
                                + ". Check kafka.exclusion-topic, or create the topic first (docs/configuration.md).");
            }
            List<org.apache.kafka.common.TopicPartition> partitions = known.entrySet().stream()
                    .filter(topic -> topics.carries(topic.getKey(), RecordType.EXCLUSION))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(part -> new org.apache.kafka.common.TopicPartition(part.topic(), part.partition()))
                    .toList();
            Map<org.apache.kafka.common.TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, OffsetSpan> spans = new TreeMap<>();
            consumer.endOffsets(partitions).forEach((partition, end) -> {
                TopicPartition source = new TopicPartition(partition.topic(), partition.partition());
                long from = reached.getOrDefault(source, begins.get(partition));
                spans.put(source, new OffsetSpan(from, Math.max(from, end)));
            });
            return spans;
        }
    }

    private void take(RawRecord raw) {
        Decoded decoded = reading.read(raw);
        if (decoded instanceof Decoded.Refused) {
            refused++;
        }
        if (decoded instanceof Decoded.Received received && received.fact().kind == FactKind.EXCLUSION) {
            Fact fact = received.fact();
            Wording wording = intake.wording();
            Subject subject =
                    new Subject(wording.issuingSystem(), wording.handlingRegion(), wording.caseNumber(), fact.ordinal);
            Decision decision = new Decision(
                    subject, fact.group, fact.step == Step.REVOKE, wording.reason(), wording.author(), fact.ownTime);
            register.add(new Place(fact.key, fact.ordinal, fact.group), decision, fact.content);
        }
    }
}
