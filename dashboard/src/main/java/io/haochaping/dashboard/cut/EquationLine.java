package io.haochaping.dashboard.cut;

/**
 * The closing equation of a partition, a topic or all.
 *
 * @param grain {@code partition}, {@code topic} or {@code total}
 * @param topic null in total
 * @param partition null but for a partition
 * @param startOffset null where the cut does not know the partition, as are {@code endOffset} and {@code control}
 * @param lastTickAt milliseconds; null: none yet
 */
public record EquationLine(
        String grain,
        String topic,
        Integer partition,
        long received,
        long counted,
        long duplicate,
        long superseded,
        long voided,
        long excluded,
        long quarantined,
        long classified,
        long gap,
        Long startOffset,
        Long endOffset,
        long ticks,
        Long control,
        Long lastTickAt) {}
