package io.haochaping.traffic;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * What decides a plan, to the bit.
 *
 * @param cases how many cases are told; at least one of every scenario in the mix if there are that many
 * @param firstDay first day of the run, Asia/Shanghai
 * @param lastDay last day; everything is appended before its end, when the last whole round of ticks is written
 * @param partitions of every topic, so that a case keeps its partition number
 * @param tickEvery simulated time between two rounds of ticks
 * @param badPerTenThousand how many of ten thousand ordinary ratings are bad; scenarios that speak of bad reviews come on top
 * @param mix weight by scenario name; a scenario of weight 0, or not named, is left out
 */
public record TrafficConfig(
        long seed,
        int cases,
        LocalDate firstDay,
        LocalDate lastDay,
        int partitions,
        Duration tickEvery,
        int badPerTenThousand,
        Map<String, Integer> mix) {

    /** @throws IllegalArgumentException where a value is out of range or the mix names an unknown scenario */
    public TrafficConfig {
        mix = Map.copyOf(mix);
        check(cases >= 1, "cases must be at least 1, not " + cases);
        check(partitions >= 1, "partitions must be at least 1, not " + partitions);
        check(tickEvery.toMillis() >= Span.MINUTE, "tickEvery must be at least a minute, not " + tickEvery);
        check(Span.DAY % tickEvery.toMillis() == 0, "tickEvery must divide a day, not " + tickEvery);
        check(!lastDay.isBefore(firstDay), "lastDay " + lastDay + " lies before firstDay " + firstDay);
        check(
                WorkingDays.known(firstDay) && WorkingDays.known(lastDay),
                "the working days are known for 2026 only, not " + firstDay + " to " + lastDay);
        check(
                badPerTenThousand >= 0 && badPerTenThousand <= 10_000,
                "badPerTenThousand must lie in 0 to 10000, not " + badPerTenThousand);
        mix.keySet().forEach(Repertoire::named);
        check(mix.values().stream().allMatch(weight -> weight >= 0), "a weight must not be negative: " + mix);
        check(mix.values().stream().anyMatch(weight -> weight > 0), "the mix is empty");
    }

    /** 143 days, so that the months May to August settle during the run; three partitions; a round every half hour. */
    public static TrafficConfig of(long seed, int cases) {
        return new TrafficConfig(
                seed,
                cases,
                LocalDate.of(2026, 5, 11),
                LocalDate.of(2026, 9, 30),
                3,
                Duration.ofMinutes(30),
                10,
                Repertoire.weights());
    }

    public TrafficConfig between(LocalDate first, LocalDate last) {
        return new TrafficConfig(seed, cases, first, last, partitions, tickEvery, badPerTenThousand, mix);
    }

    public TrafficConfig withPartitions(int number) {
        return new TrafficConfig(seed, cases, firstDay, lastDay, number, tickEvery, badPerTenThousand, mix);
    }

    public TrafficConfig withTickEvery(Duration interval) {
        return new TrafficConfig(seed, cases, firstDay, lastDay, partitions, interval, badPerTenThousand, mix);
    }

    public TrafficConfig withBadPerTenThousand(int share) {
        return new TrafficConfig(seed, cases, firstDay, lastDay, partitions, tickEvery, share, mix);
    }

    public TrafficConfig withMix(Map<String, Integer> weights) {
        return new TrafficConfig(seed, cases, firstDay, lastDay, partitions, tickEvery, badPerTenThousand, weights);
    }

    /** Only these scenarios, all equally often. */
    public TrafficConfig only(String... scenarios) {
        Map<String, Integer> weights = new TreeMap<>();
        for (String scenario : scenarios) {
            weights.put(scenario, 1);
        }
        return withMix(weights);
    }

    /** With the work orders at the edges of their deadlines, beside the scenarios of the mix. */
    public TrafficConfig withOrdersInTime() {
        Map<String, Integer> weights = new TreeMap<>(mix);
        OrdersInTime.all().forEach(scenario -> weights.put(scenario.name(), 10));
        return withMix(weights);
    }

    /** With work orders that tell their severity, beside the scenarios of the mix: their truth is that of a job that names version 2 of their record. */
    public TrafficConfig withSeverities() {
        Map<String, Integer> weights = new TreeMap<>(mix);
        SeveritiesTold.all().forEach(scenario -> weights.put(scenario.name(), 10));
        return withMix(weights);
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(complaint);
        }
    }
}
