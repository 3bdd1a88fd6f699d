package io.haochaping.traffic;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What must come out, known before a record is written.
 *
 * @param rows canonical row key to figures, as docs/counting.md section 8 writes them; kinds hour, minute, tag, equation and bad (no flags)
 * @param rowsUnderDeadlines the same where the rules have the deadlines of work orders that {@link WorkOrder} counts by a second time
 * @param effectiveRatings Σ level_* + Σ default_* over the hour leaves of all parts
 * @param generatedDefaults Σ generated_defaults
 * @param quarantined how many records by reason
 * @param suspects the ratings that were planted to be flagged: {@code signal|scope|case number|ordinal}
 * @param scenarios how many cases by scenario
 */
public record Truth(
        SortedMap<String, String> rows,
        SortedMap<String, String> rowsUnderDeadlines,
        Map<SourcePartition, Partition> partitions,
        long effectiveRatings,
        long generatedDefaults,
        Map<String, Long> quarantined,
        SortedSet<String> suspects,
        Map<String, Integer> scenarios) {

    public Truth {
        rows = Collections.unmodifiableSortedMap(rows);
        rowsUnderDeadlines = Collections.unmodifiableSortedMap(rowsUnderDeadlines);
        partitions = Collections.unmodifiableMap(partitions);
        quarantined = Collections.unmodifiableMap(quarantined);
        scenarios = Collections.unmodifiableMap(scenarios);
    }

    /** The rows of one kind: {@code hour}, {@code minute}, {@code tag}, {@code equation} or {@code bad}. */
    public SortedMap<String, String> rows(String kind) {
        SortedMap<String, String> chosen = new TreeMap<>(rows);
        chosen.keySet().removeIf(key -> !key.startsWith(kind + "|"));
        return chosen;
    }

    public long received() {
        return partitions.values().stream().mapToLong(Partition::received).sum();
    }

    public long ticks() {
        return partitions.values().stream().mapToLong(Partition::ticks).sum();
    }

    /** What lies in one partition. */
    public static final class Partition {
        private final SourcePartition where;
        private final Map<Outcome, Long> classes = new EnumMap<>(Outcome.class);
        private long received;
        private long ticks;

        Partition(SourcePartition where) {
            this.where = where;
        }

        void book(Outcome outcome) {
            received++;
            classes.merge(outcome, 1L, Long::sum);
        }

        void ticks(long number) {
            ticks = number;
        }

        public SourcePartition where() {
            return where;
        }

        /** Records but ticks. */
        public long received() {
            return received;
        }

        public long ticks() {
            return ticks;
        }

        public long counted() {
            return of(Outcome.COUNTED);
        }

        public long duplicate() {
            return of(Outcome.DUPLICATE);
        }

        public long superseded() {
            return of(Outcome.SUPERSEDED);
        }

        public long voided() {
            return of(Outcome.VOIDED);
        }

        public long excluded() {
            return of(Outcome.EXCLUDED);
        }

        public long quarantined() {
            return of(Outcome.QUARANTINED);
        }

        private long of(Outcome outcome) {
            return classes.getOrDefault(outcome, 0L);
        }
    }
}
