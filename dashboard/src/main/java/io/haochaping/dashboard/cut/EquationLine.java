package io.haochaping.dashboard.cut;

/**
 * The closing equation of a partition, a topic or all.
 *
 * @param grain {@code partition}, {@code topic} or {@code total}
 * @param topic null in total
 * @param partition null but for a partition
 * @param counted null, as are the other classes, {@code classified} and {@code gap}, only in cuts that were committed before the store kept their classes
 * @param startOffset null where the cut does not know the partition, as are {@code endOffset} and {@code control}
 * @param lastTickAt milliseconds; null: none yet
 */
public record EquationLine(
        String grain,
        String topic,
        Integer partition,
        long received,
        Long counted,
        Long duplicate,
        Long superseded,
        Long voided,
        Long excluded,
        Long quarantined,
        Long classified,
        Long gap,
        Long startOffset,
        Long endOffset,
        long ticks,
        Long control,
        Long lastTickAt) {
    /** Whether some record is in no class, or some class holds a record that nobody received. */
    public boolean isOpen() {
        return gap != null && gap != 0;
    }
}
