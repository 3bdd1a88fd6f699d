package io.haochaping.explain;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.rules.Limits;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceReading;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.traffic.SourcePartition;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plan of the generator, read once through the door and then again and again from memory. */
final class Plan implements Scan {
    private record Read(RawRecord raw, Decoded decoded, List<Booked> booked) {}

    private final Decisions decisions;
    private final StoreCut cut;
    private final List<Read> records = new ArrayList<>();

    Plan(TrafficPlan plan) {
        this(plan, decisions(plan));
    }

    Plan(TrafficPlan plan, Decisions under) {
        decisions = under;
        SortedMap<TopicPartition, OffsetSpan> spans = new TreeMap<>();
        for (SourcePartition where : plan.partitions()) {
            TopicPartition source = new TopicPartition(where.topic(), where.partition());
            spans.put(source, new OffsetSpan(0, read(plan, where)));
        }
        cut = new StoreCut(
                1,
                "plan/1",
                plan.completeThrough(),
                false,
                spans,
                decisions.decisionSet().digests());
    }

    /**
     * What lies in real topics.
     *
     * @param records each partition in its order
     */
    Plan(Decisions decisions, StoreCut cut, List<RawRecord> records) {
        this.decisions = decisions;
        this.cut = cut;
        List<Booked> booked = new ArrayList<>();
        Map<TopicPartition, SourceReading> readings = new TreeMap<>();
        for (RawRecord raw : records) {
            booked.clear();
            Decoded decoded = readings.computeIfAbsent(
                            new TopicPartition(raw.topic(), raw.partition()),
                            any -> new SourceReading(
                                    decisions.newIntake(), (row, change) -> booked.add(new Booked(row, change))))
                    .read(raw);
            this.records.add(new Read(raw, decoded, List.copyOf(booked)));
        }
    }

    /** All topics of a plan are copies. */
    static Decisions decisions(TrafficPlan plan) {
        return Decisions.builtIn(
                SourceTopics.standard(
                        plan.partitions().stream().map(SourcePartition::topic).collect(Collectors.toSet())),
                Limits.STANDARD);
    }

    private long read(TrafficPlan plan, SourcePartition where) {
        List<Booked> booked = new ArrayList<>();
        SourceReading reading =
                new SourceReading(decisions.newIntake(), (row, change) -> booked.add(new Booked(row, change)));
        long offset = 0;
        for (TrafficRecord record : plan.records(where).toList()) {
            Map<String, byte[]> headers = record.headers();
            RawRecord raw = new RawRecord(
                    record.topic(),
                    record.partition(),
                    offset++,
                    1_800_000_000_000L,
                    record.key(),
                    record.value(),
                    headers.get(RawRecord.FIRST_APPEND),
                    headers.get(RawRecord.REDRIVE_OF));
            booked.clear();
            Decoded decoded = reading.read(raw);
            records.add(new Read(raw, decoded, List.copyOf(booked)));
        }
        return offset;
    }

    Decisions decisions() {
        return decisions;
    }

    StoreCut cut() {
        return cut;
    }

    @Override
    public void read(SortedMap<TopicPartition, OffsetSpan> spans, Reader reader, Progress progress) {
        records.forEach(read -> reader.read(read.raw(), read.decoded(), read.booked()));
    }
}
