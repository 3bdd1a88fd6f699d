package io.haochaping.auditreplay;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.Tally;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.SourcePartition;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A generated plan as the tests of this module need it: in topics, as a configuration, and as the plain loop counts it. */
record TestPlan(TrafficPlan plan) {

    SourceTopics topics() {
        return SourceTopics.standard(
                plan.partitions().stream().map(SourcePartition::topic).collect(Collectors.toSet()));
    }

    Decisions decisions() {
        return Decisions.builtIn(topics(), Limits.STANDARD);
    }

    Decisions deciding(Decisions.RuleSource rules) {
        Decisions standard = decisions();
        return new Decisions(standard.topics(), standard.limits(), rules, standard.registry());
    }

    Path config(Path folder, String bootstrap, StoreAddress store) throws IOException {
        String copied =
                topics().copied().stream().map(topic -> "    - " + topic + "\n").collect(Collectors.joining());
        String text = """
                kafka:
                  bootstrap-servers: "%s"
                  copied-topics:
                %sstore:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                  schema: "%s"
                live:
                  ticks: false
                  checkpoint-interval: 300 ms
                  parallelism: 2
                """.formatted(bootstrap, copied, store.url(), store.user(), store.password(), store.schema());
        return Files.writeString(Files.createTempFile(folder, "config", ".yaml"), text);
    }

    /** The records of each partition up to these ends, with the offsets they have in a topic that nothing else was written to. */
    List<RawRecord> upTo(Map<TopicPartition, Long> ends) {
        return plan.partitions().stream()
                .flatMap(where -> {
                    long[] offset = {0};
                    return plan.records(where)
                            .limit(ends.get(new TopicPartition(where.topic(), where.partition())))
                            .map(record -> raw(record, offset[0]++));
                })
                .toList();
    }

    private static RawRecord raw(TrafficRecord record, long offset) {
        return new RawRecord(
                record.topic(),
                record.partition(),
                offset,
                1_800_000_000_000L + offset,
                record.key(),
                record.value(),
                record.headers().get(RawRecord.FIRST_APPEND),
                record.headers().get(RawRecord.REDRIVE_OF));
    }

    SortedMap<RowKey, Tally> rows(List<RawRecord> records, RuleBook rules) {
        Decisions decisions = deciding(() -> rules);
        ReferenceFold fold = new ReferenceFold(
                decisions.newIntake(), rules, decisions.limits(), WorkingDays.builtIn(), MonthCutOff.builtIn());
        plan.partitions().forEach(where -> fold.start(new TopicPartition(where.topic(), where.partition()), 0));
        records.forEach(fold::receive);
        return fold.canonicalRows();
    }

    /** Texts of the rows that are not the same on both sides, of those that fit. */
    static SortedMap<String, String> differences(
            Map<RowKey, Tally> stored, Map<RowKey, Tally> replayed, Predicate<String> fits) {
        SortedMap<RowKey, Tally> keys = new TreeMap<>(stored);
        keys.putAll(replayed);
        SortedMap<String, String> differences = new TreeMap<>();
        keys.keySet().forEach(key -> {
            Tally left = stored.getOrDefault(key, Tally.ZERO);
            Tally right = replayed.getOrDefault(key, Tally.ZERO);
            if (!left.equals(right) && fits.test(key.toString())) {
                differences.put(
                        AuditReport.shown(key),
                        Cell.differing(left, right).stream()
                                .map(cell -> cell.figure() + " " + cell.stored() + " " + cell.replayed())
                                .collect(Collectors.joining(", ")));
            }
        });
        return differences;
    }

    static void write(List<RawRecord> records, String bootstrap) throws Exception {
        List<Future<?>> acknowledged = new ArrayList<>();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "max.request.size", 4 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (RawRecord record : records) {
                ProducerRecord<byte[], byte[]> sent =
                        new ProducerRecord<>(record.topic(), record.partition(), null, record.key(), record.value());
                if (record.firstAppend() != null) {
                    sent.headers().add(RawRecord.FIRST_APPEND, record.firstAppend());
                }
                if (record.redriveOf() != null) {
                    sent.headers().add(RawRecord.REDRIVE_OF, record.redriveOf());
                }
                acknowledged.add(producer.send(sent));
            }
            for (Future<?> record : acknowledged) {
                record.get();
            }
        }
    }
}
