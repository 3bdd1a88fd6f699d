package io.haochaping.traffic;

import java.util.Optional;

/**
 * A story that is told now and again: at the counters of one department the queue machine breaks, people wait, and most of those
 * who rate there say so, until it works again some minutes later. Nothing else changes: nobody comes more often, and what is done online is
 * rated as ever. The same seed breaks the same machines at the same times after the start.
 */
final class Incidents {
    /** Of ten thousand ratings at the counters, while it lasts. */
    static final int BAD_PER_TEN_THOUSAND = 8_000;

    static final Incidents NONE = new Incidents(0, Long.MAX_VALUE, null);

    /** Among so many of the departments most often asked: where hardly anybody comes, nobody would see it. */
    private static final int BUSIEST = 3;

    private static final long WITHIN = 15 * Span.SECOND;
    private static final long SHORTEST = 4 * Span.MINUTE;
    private static final long LONGEST = 6 * Span.MINUTE;
    private static final long SHORTEST_PAUSE = 10 * Span.MINUTE;
    private static final long LONGEST_PAUSE = 20 * Span.MINUTE;

    private final long seed;
    private final long firstAfter;
    private final World world;

    private Incidents(long seed, long firstAfter, World world) {
        this.seed = seed;
        this.firstAfter = firstAfter;
        this.world = world;
    }

    /** One of them; milliseconds after the start, the end not in it. */
    record Incident(String department, long from, long to) {}

    /** @param firstAfter milliseconds from the start to the first */
    static Incidents of(long seed, long firstAfter, World world) {
        return new Incidents(seed, firstAfter, world);
    }

    /** The one that lasts so many milliseconds after the start. */
    Optional<Incident> at(long sinceStart) {
        long from = firstAfter;
        for (int number = 0; from <= sinceStart; number++) {
            Draw draw = Draw.of(seed, number);
            from += draw.between(0, WITHIN);
            long to = from + draw.between(SHORTEST, LONGEST);
            if (sinceStart < to) {
                String department = world.department(draw.below(BUSIEST)).code();
                return from <= sinceStart ? Optional.of(new Incident(department, from, to)) : Optional.empty();
            }
            from = to + draw.between(SHORTEST_PAUSE, LONGEST_PAUSE);
        }
        return Optional.empty();
    }

    /** Whether a case is rated at a counter where the machine is broken just then. */
    boolean strikes(CaseFile file, long sinceStart) {
        return !file.venue().isEmpty()
                && at(sinceStart)
                        .filter(incident -> incident.department().equals(file.department()))
                        .isPresent();
    }
}
