package io.haochaping.auditreplay;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.ledger.CaseLedger;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.SourceReading;
import io.haochaping.kit.kafka.BoundedReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;

/**
 * Reads the topics through door and ledger, twice: first to learn which cases add to the rows, then where the records of those cases lie. Needs the ledger of all cases in memory,
 * as the replay on this machine does.
 *
 * <p>Rows of the equation and flags count records and not cases, and are not looked for.
 */
record RecordScan(ReplayPlan plan, Duration patience) implements RecordsBehind {
    @Override
    public Map<RowKey, SortedSet<RecordPosition>> of(Set<RowKey> rows) throws Refusal {
        Set<RowKey> wanted = new HashSet<>(rows);
        wanted.removeIf(row -> row.kind() == RowKind.EQUATION || row.kind() == RowKind.FLAG);
        Map<RowKey, SortedSet<RecordPosition>> found = new HashMap<>();
        if (wanted.isEmpty()) {
            return found;
        }
        Map<CaseKey, Set<RowKey>> rowsOfCases = rowsOfCases(wanted);
        if (rowsOfCases.isEmpty()) {
            return found;
        }
        SourceReading reading = reading();
        read(raw -> {
            if (reading.read(raw) instanceof Decoded.Received received) {
                RecordPosition here = new RecordPosition(raw.topic(), raw.partition(), raw.offset());
                for (RowKey row : rowsOfCases.getOrDefault(received.fact().key, Set.of())) {
                    found.computeIfAbsent(row, any -> new TreeSet<>()).add(here);
                }
            }
        });
        return found;
    }

    private Map<CaseKey, Set<RowKey>> rowsOfCases(Set<RowKey> wanted) throws Refusal {
        CaseLedger ledger = plan.decisions().newLedger();
        OptionalLong completeThrough = plan.completeThrough();
        if (completeThrough.isPresent()) {
            ledger.keepingMinutesAfter(
                    completeThrough.getAsLong() - plan.decisions().limits().minuteRetention());
        }
        ByteTable cases = new ByteTable();
        Map<RowKey, Map<CaseKey, TallyAccumulator>> contributions = new HashMap<>();
        SourceReading reading = reading();
        read(raw -> {
            if (reading.read(raw) instanceof Decoded.Received received) {
                CaseKey key = received.fact().key;
                ledger.receive(cases, received.fact()).forEach((row, change) -> {
                    if (wanted.contains(row)) {
                        contributions
                                .computeIfAbsent(row, any -> new HashMap<>())
                                .computeIfAbsent(key, any -> new TallyAccumulator())
                                .add(change);
                    }
                });
            }
        });
        Map<CaseKey, Set<RowKey>> rowsOfCases = new HashMap<>();
        contributions.forEach((row, byCase) -> byCase.forEach((key, sum) -> {
            if (!sum.isZero()) {
                rowsOfCases.computeIfAbsent(key, any -> new HashSet<>()).add(row);
            }
        }));
        return rowsOfCases;
    }

    private SourceReading reading() {
        SourceReading reading = new SourceReading(plan.decisions().newIntake(), (row, change) -> {});
        reading.begin(plan.bounds().from(), false);
        return reading;
    }

    private void read(BoundedReader.Taker<RuntimeException> taker) throws Refusal {
        Map<TopicPartition, OffsetSpan> spans = new HashMap<>();
        plan.bounds()
                .until()
                .forEach((source, end) ->
                        spans.put(source, new OffsetSpan(plan.bounds().from().get(source), end)));
        try (BoundedReader topics = new BoundedReader(plan.config().kafkaClient(), patience)) {
            topics.read(spans, taker, moved -> {});
        } catch (BoundedReader.Silence silence) {
            throw Refusal.failure(
                    "查找相关记录时 Kafka 在 " + patience.toSeconds() + " s 内没有返回任何记录（" + silence.source() + "，位点 "
                            + silence.at() + "）",
                    "while the records behind the differences were looked for, " + silence.getMessage());
        } catch (KafkaException e) {
            throw Refusal.failure("无法再次读取主题：" + e.getMessage(), "the topics cannot be read again: " + e.getMessage());
        }
    }
}
