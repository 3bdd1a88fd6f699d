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
import io.haochaping.kit.PseudonymKey;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans of the generator as the jobs see them. */
public final class Plans {
    public static final PseudonymKey KEY =
            new PseudonymKey("test", "planted-key-0123456789abcdef-0123456789", new TreeSet<>());

    private Plans() {}

    /** All topics of a plan are copies: its records were appended when the plan says, not when the test runs. */
    public static Decisions decisions(TrafficPlan plan) {
        return decisions(sources(plan));
    }

    /** The same for the topics of these partitions. */
    public static Decisions decisions(Set<TopicPartition> sources) {
        SourceTopics topics = SourceTopics.standard(
                sources.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        return Decisions.builtIn(topics, Limits.STANDARD).withPseudonyms(KEY.ids());
    }

    public static Set<TopicPartition> sources(TrafficPlan plan) {
        return plan.partitions().stream()
                .map(where -> new TopicPartition(where.topic(), where.partition()))
                .collect(Collectors.toUnmodifiableSet());
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
        return foldOfCut(plan, decisions(plan), seed);
    }

    public static ReferenceFold foldOfCut(TrafficPlan plan, Decisions decisions, long seed) {
        return fold(emptyFold(decisions).ofCutCompleteThrough(plan.completeThrough()), plan, seed);
    }

    private static ReferenceFold emptyFold(TrafficPlan plan) {
        return emptyFold(decisions(plan));
    }

    public static ReferenceFold emptyFold(Decisions decisions) {
        ReferenceFold fold = new ReferenceFold(
                decisions.newIntake(),
                decisions.rules().get(),
                decisions.limits(),
                WorkingDays.builtIn(),
                MonthCutOff.builtIn());
        return decisions.flagsSuspicion() ? fold.flagging(KEY.newTraces()) : fold;
    }

    private static ReferenceFold fold(ReferenceFold fold, TrafficPlan plan, long seed) {
        plan.partitions().forEach(where -> fold.start(new TopicPartition(where.topic(), where.partition()), 0));
        return interleaved(fold, lanes(plan), seed);
    }

    private static List<Iterator<RawRecord>> lanes(TrafficPlan plan) {
        List<Iterator<RawRecord>> lanes = new ArrayList<>();
        plan.partitions()
                .forEach(where -> lanes.add(new Lane(plan.records(where).iterator())));
        return lanes;
    }

    /** The records of a plan as they lie in topics that hold nothing else. */
    public static SortedMap<TopicPartition, List<RawRecord>> rawRecords(TrafficPlan plan) {
        SortedMap<TopicPartition, List<RawRecord>> records = new TreeMap<>();
        plan.partitions().forEach(where -> {
            List<RawRecord> partition = new ArrayList<>();
            new Lane(plan.records(where).iterator()).forEachRemaining(partition::add);
            records.put(new TopicPartition(where.topic(), where.partition()), partition);
        });
        return records;
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

    /** Rows as text, without flags: of those the truth speaks apart. */
    public static SortedMap<String, String> texts(Map<RowKey, Tally> rows) {
        SortedMap<String, String> texts = new TreeMap<>();
        rows.forEach((key, figures) -> {
            if (key.kind() != RowKind.FLAG && key.kind().isReplayable()) {
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
        if (suspects(cut.rows()).isEmpty()
                || !suspects(cut.rows()).equals(plan.truth().suspects())) {
            untrue.add("suspects: expected " + plan.truth().suspects() + ", found " + suspects(cut.rows()));
        }
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

    /** Who is flagged in a cell: of the signals that speak of one case alone the truth says nothing. */
    public static SortedSet<String> suspects(Map<RowKey, Tally> rows) {
        return rows.keySet().stream()
                .filter(row -> row.kind() == RowKind.SUSPECT)
                .map(RowKey::parts)
                .filter(parts -> !parts.get(9).equals("case"))
                .map(parts -> parts.get(0) + "|" + parts.get(1) + "|" + parts.get(2) + "|" + parts.get(3))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedMap<String, String> flags(Map<RowKey, Tally> rows) {
        SortedMap<String, String> flags = new TreeMap<>();
        rows.forEach((key, figures) -> {
            if (key.kind() == RowKind.FLAG || !key.kind().isReplayable()) {
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
