package io.haochaping.traffic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Traffic of a stretch of time, record by record, together with what must come out of it. The same configuration gives the same plan to
 * the byte. All topics are meant to be declared {@code copied}: every record carries its first append time as a header.
 */
public final class TrafficPlan {
    /** Header of the first append time: decimal milliseconds in ASCII. */
    public static final String FIRST_APPEND = "haochaping-first-append";

    private final TrafficConfig config;
    private final Run run;
    private final Truth truth;
    private final SortedMap<SourcePartition, List<TrafficRecord>> records;

    private TrafficPlan(
            TrafficConfig config, Run run, Truth truth, SortedMap<SourcePartition, List<TrafficRecord>> records) {
        this.config = config;
        this.run = run;
        this.truth = truth;
        this.records = records;
    }

    /** @throws IllegalArgumentException where a scenario of the mix needs more days than the run has */
    public static TrafficPlan of(TrafficConfig config) {
        Run run = Run.of(config);
        TruthBuilder builder = new TruthBuilder(run.end());
        Map<SourcePartition, List<Delivery>> deliveries = new HashMap<>();
        Map<String, Integer> scenarios = new TreeMap<>();
        Cast cast = Cast.of(config, run);
        for (int number = 0; number < config.cases(); number++) {
            Scenario scenario = cast.scenario(number);
            scenarios.merge(scenario.name(), 1, Integer::sum);
            for (Delivery delivery : cast.tell(number, builder)) {
                deliveries
                        .computeIfAbsent(delivery.where(), any -> new ArrayList<>())
                        .add(delivery);
            }
        }
        SortedMap<SourcePartition, List<TrafficRecord>> records = laidOut(config, run, deliveries, builder);
        return new TrafficPlan(config, run, builder.build(scenarios), records);
    }

    private static SortedMap<SourcePartition, List<TrafficRecord>> laidOut(
            TrafficConfig config, Run run, Map<SourcePartition, List<Delivery>> deliveries, TruthBuilder builder) {
        TickRounds rounds = new TickRounds(config.seed(), run);
        SortedMap<SourcePartition, List<TrafficRecord>> records = new TreeMap<>();
        for (String topic : Topics.ALL) {
            for (int number = 0; number < config.partitions(); number++) {
                SourcePartition where = new SourcePartition(topic, number);
                List<TickRounds.Tick> ticks = rounds.of(where);
                builder.ticks(where, ticks.size());
                records.put(where, merged(where, deliveries.getOrDefault(where, List.of()), ticks));
            }
        }
        return records;
    }

    /** A tick goes before a record of the same millisecond. */
    private static List<TrafficRecord> merged(
            SourcePartition where, List<Delivery> deliveries, List<TickRounds.Tick> ticks) {
        List<Delivery> ordered = new ArrayList<>(deliveries);
        ordered.sort(Comparator.comparingLong(Delivery::placedAt));
        List<TrafficRecord> merged = new ArrayList<>(ordered.size() + ticks.size());
        int next = 0;
        for (TickRounds.Tick tick : ticks) {
            while (next < ordered.size() && ordered.get(next).placedAt() < tick.placedAt()) {
                merged.add(record(ordered.get(next++)));
            }
            merged.add(record(where, tick));
        }
        while (next < ordered.size()) {
            merged.add(record(ordered.get(next++)));
        }
        return merged;
    }

    private static TrafficRecord record(Delivery delivery) {
        Map<String, byte[]> headers = delivery.header() == null ? Map.of() : Map.of(FIRST_APPEND, delivery.header());
        return new TrafficRecord(
                delivery.where().topic(),
                delivery.where().partition(),
                delivery.key(),
                delivery.value(),
                delivery.appendAt(),
                false,
                headers);
    }

    private static TrafficRecord record(SourcePartition where, TickRounds.Tick tick) {
        Map<String, byte[]> headers = Map.of(FIRST_APPEND, Story.header(tick.placedAt()));
        return new TrafficRecord(where.topic(), where.partition(), null, tick.value(), tick.placedAt(), true, headers);
    }

    /**
     * The same records with the same headers in another order inside each partition; only what lies between the same two ticks changes
     * places, so that no effective append time moves and the truth stays as it is.
     */
    public TrafficPlan reordered(long seed) {
        SortedMap<SourcePartition, List<TrafficRecord>> shuffled = new TreeMap<>();
        records.forEach((where, list) -> shuffled.put(
                where, reordered(list, Draw.of(seed, where.toString().hashCode()))));
        return new TrafficPlan(config, run, truth, shuffled);
    }

    private static List<TrafficRecord> reordered(List<TrafficRecord> list, Draw draw) {
        List<TrafficRecord> shuffled = new ArrayList<>(list);
        int first = 0;
        for (int i = 0; i <= list.size(); i++) {
            if (i == list.size() || list.get(i).tick()) {
                for (int j = i - 1; j > first; j--) {
                    Collections.swap(shuffled, j, first + draw.below(j - first + 1));
                }
                first = i + 1;
            }
        }
        return shuffled;
    }

    public TrafficConfig config() {
        return config;
    }

    /** What must come out once all of it has been read. */
    public Truth truth() {
        return truth;
    }

    /** T of the last whole round, in milliseconds. */
    public long completeThrough() {
        return run.end();
    }

    /** Every partition of every topic, ascending. */
    public List<SourcePartition> partitions() {
        return List.copyOf(records.keySet());
    }

    /** The records and ticks of a partition in append order. */
    public Stream<TrafficRecord> records(SourcePartition where) {
        return list(where).stream();
    }

    List<TrafficRecord> list(SourcePartition where) {
        List<TrafficRecord> list = records.get(where);
        if (list == null) {
            throw new IllegalArgumentException("The plan has no partition " + where + ".");
        }
        return list;
    }

    /** Records and ticks together. */
    public long size() {
        return records.values().stream().mapToLong(List::size).sum();
    }

    /** Who contributes what to a row: one line per case, scenario, figure and amount. For the search for a difference. */
    public List<String> explain(String rowKey) {
        TruthBuilder watching = new TruthBuilder(run.end(), rowKey);
        Cast cast = Cast.of(config, run);
        for (int number = 0; number < config.cases(); number++) {
            cast.tell(number, watching);
        }
        return watching.watched();
    }
}
