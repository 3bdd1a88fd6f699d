package io.haochaping.witness;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.tally.Tally;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.traffic.SourcePartition;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plans of the generator as the jobs see them. */
public final class Plans {
    private Plans() {}

    /** All topics of a plan are copies: its records were appended when the plan says, not when the test runs. */
    public static Decisions decisions(TrafficPlan plan) {
        SourceTopics topics = SourceTopics.standard(
                plan.partitions().stream().map(SourcePartition::topic).collect(Collectors.toSet()));
        return Decisions.builtIn(topics, Limits.STANDARD);
    }

    /** The reference fold over the plan, its partitions interleaved at random. */
    public static ReferenceFold fold(TrafficPlan plan, long seed) {
        return fold(emptyFold(plan), plan, seed);
    }

    /** The same under other decisions than the plan's own. */
    public static ReferenceFold fold(TrafficPlan plan, Decisions decisions, long seed) {
        return fold(emptyFold(decisions), plan, seed);
    }

    /** The same, told beforehand when the cut will be complete. */
    public static ReferenceFold foldOfCut(TrafficPlan plan, long seed) {
        return fold(emptyFold(plan).ofCutCompleteThrough(plan.completeThrough()), plan, seed);
    }

    private static ReferenceFold emptyFold(TrafficPlan plan) {
        return emptyFold(decisions(plan));
    }

    public static ReferenceFold emptyFold(Decisions decisions) {
        return new ReferenceFold(
                decisions.newIntake(),
                decisions.rules().get(),
                decisions.limits(),
                WorkingDays.builtIn(),
                MonthCutOff.builtIn());
    }

    private static ReferenceFold fold(ReferenceFold fold, TrafficPlan plan, long seed) {
        plan.partitions().forEach(where -> fold.start(new TopicPartition(where.topic(), where.partition()), 0));
        List<Iterator<RawRecord>> lanes = new ArrayList<>();
        plan.partitions()
                .forEach(where -> lanes.add(new Lane(plan.records(where).iterator())));
        return interleaved(fold, lanes, seed);
    }

    /** The fold takes one record after the other, each from a partition drawn at random. */
    public static ReferenceFold interleaved(ReferenceFold fold, List<Iterator<RawRecord>> partitions, long seed) {
        List<Iterator<RawRecord>> lanes = new ArrayList<>(partitions);
        Random random = new Random(seed);
        while (!lanes.isEmpty()) {
            int chosen = random.nextInt(lanes.size());
            if (lanes.get(chosen).hasNext()) {
                fold.receive(lanes.get(chosen).next());
            } else {
                lanes.remove(chosen);
            }
        }
        return fold;
    }

    private static final class Lane implements Iterator<RawRecord> {
        private final Iterator<TrafficRecord> records;
        private long offset;

        Lane(Iterator<TrafficRecord> records) {
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public RawRecord next() {
            TrafficRecord record = records.next();
            // The broker's own time is not the plan's: on a copied topic it must not matter.
            long copiedAt = 1_800_000_000_000L + offset;
            Map<String, byte[]> headers = record.headers();
            return new RawRecord(
                    record.topic(),
                    record.partition(),
                    offset++,
                    copiedAt,
                    record.key(),
                    record.value(),
                    headers.get(RawRecord.FIRST_APPEND),
                    headers.get(RawRecord.REDRIVE_OF));
        }
    }

    /** How many records but ticks a plan has in each partition, empty ones among them. */
    public static SortedMap<TopicPartition, Long> received(TrafficPlan plan) {
        SortedMap<TopicPartition, Long> received = new TreeMap<>();
        plan.partitions()
                .forEach(where -> received.put(
                        new TopicPartition(where.topic(), where.partition()),
                        plan.records(where).filter(record -> !record.tick()).count()));
        return received;
    }

    /** Rows as text, without flags: the truth does not speak of them. */
    public static SortedMap<String, String> texts(Map<RowKey, Tally> rows) {
        SortedMap<String, String> texts = new TreeMap<>();
        rows.forEach((key, figures) -> {
            if (key.kind() != RowKind.FLAG) {
                texts.put(key.toString(), figures.toString());
            }
        });
        return texts;
    }

    /**
     * Where a cut is not what the whole plan must lead to, a line each: every row of the truth, the flags of the fold (of which the truth does not speak), every record of every
     * partition, and both equations.
     */
    public static List<String> untrue(TrafficPlan plan, StoreView.Copy cut) {
        List<String> untrue = new ArrayList<>(differences(plan.truth().rows(), texts(cut.rows())));
        SortedMap<String, String> flags = flags(cut.rows());
        if (flags.isEmpty()) {
            untrue.add("no row of a flag");
        }
        untrue.addAll(differences(flags(foldOfCut(plan, plan.config().seed()).canonicalRows()), flags));
        untrue.addAll(differences(counts(received(plan)), counts(cut.received())));
        untrue.addAll(cut.gaps());
        return untrue;
    }

    private static SortedMap<String, String> counts(Map<TopicPartition, Long> received) {
        SortedMap<String, String> counts = new TreeMap<>();
        received.forEach((where, count) -> counts.put("received of " + where, String.valueOf(count)));
        return counts;
    }

    private static SortedMap<String, String> flags(Map<RowKey, Tally> rows) {
        SortedMap<String, String> flags = new TreeMap<>();
        rows.forEach((key, figures) -> {
            if (key.kind() == RowKind.FLAG) {
                flags.put(key.toString(), figures.toString());
            }
        });
        return flags;
    }

    /** What differs, a line each, at most twenty: key, expected, found. */
    public static List<String> differences(SortedMap<String, String> expected, SortedMap<String, String> found) {
        SortedMap<String, String> keys = new TreeMap<>(expected);
        keys.putAll(found);
        return keys.keySet().stream()
                .filter(key -> !expected.getOrDefault(key, "").equals(found.getOrDefault(key, "")))
                .limit(20)
                .map(key -> key + ": expected " + expected.get(key) + ", found " + found.get(key))
                .toList();
    }
}
