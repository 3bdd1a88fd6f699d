package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import java.util.List;
import java.util.SortedMap;

/**
 * What becomes visible in one transaction.
 *
 * @param name unique: the run and the checkpoint
 * @param predecessor name of the cut it builds on; empty: none
 * @param lineage of the state it was computed from
 * @param lastEpoch the last epoch this lineage gave out; the new one is greater
 * @param completeThrough milliseconds; -1: no whole round yet
 * @param decisions names and digests of the decision set
 * @param restatement true: the rows are all there are, and rows that are not among them go
 */
public record Cut(
        String name,
        String predecessor,
        String lineage,
        long lastEpoch,
        long completeThrough,
        SortedMap<String, String> decisions,
        String decisionSetDigest,
        String codeVersion,
        boolean restatement,
        Totals totals,
        List<PartitionProgress> partitions,
        List<RowUpdate> rows,
        List<QuarantineEntry> quarantine,
        List<EquationGap> gaps) {

    /** A partition whose records are not all in a class. */
    public record EquationGap(String topic, int partition, long received, long classified) {}

    /** The greatest effective append time of anything it has read, milliseconds; {@link PartitionProgress#NO_TICK}: nothing. */
    public long readThrough() {
        return partitions.stream()
                .mapToLong(PartitionProgress::readThrough)
                .max()
                .orElse(PartitionProgress.NO_TICK);
    }

    /**
     * The least epoch of this cut: the greatest tick that it holds, in milliseconds, or without ticks the sum of the end offsets. It comes from the data and outruns any rate of
     * commits, so a store that is built from nothing soon gives out higher epochs than one that was lost.
     */
    public long leastEpoch() {
        long lastTick =
                partitions.stream().mapToLong(PartitionProgress::lastTick).max().orElse(PartitionProgress.NO_TICK);
        return lastTick >= 0
                ? lastTick
                : partitions.stream().mapToLong(PartitionProgress::endOffset).sum();
    }
}
