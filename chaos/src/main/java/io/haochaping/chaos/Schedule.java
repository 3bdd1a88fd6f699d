package io.haochaping.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What is broken and when, drawn from a seed: the same edition, seed and kinds give the same schedule, for ever.
 *
 * @param edition of the list of kinds that were to be had ({@link FaultKind#all(int)}); the journal tells it
 * @param faults by moment, ascending
 */
record Schedule(int edition, long seed, List<Fault> faults) {
    private static final int FIRST_PER_MILLE = 150;
    static final int LAST_PER_MILLE = 850;
    /** Beyond the heartbeat's timeout of 6 s and ZooKeeper's session of 6 s. */
    private static final int LEAST_MILLIS = 7_000;

    private static final int MOST_MILLIS = 9_000;

    Schedule {
        faults = List.copyOf(faults);
    }

    /**
     * @param kinds what may be drawn, in an order that belongs to the schedule
     * @param count how many faults; no kind comes twice while others are left
     */
    static Schedule of(int edition, long seed, List<FaultKind> kinds, int count) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        List<FaultKind> left = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        int step = (LAST_PER_MILLE - FIRST_PER_MILLE) / count;
        for (int i = 0; i < count; i++) {
            if (left.isEmpty()) {
                left.addAll(kinds);
            }
            FaultKind kind = left.remove(random.nextInt(left.size()));
            int perMille = FIRST_PER_MILLE + i * step + random.nextInt(step / 2);
            faults.add(new Fault(kind, perMille, LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS)));
        }
        return new Schedule(edition, seed, faults);
    }

    boolean has(FaultKind... kinds) {
        return faults.stream().map(Fault::kind).anyMatch(List.of(kinds)::contains);
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
    }
}
