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

    /** Sum of the end offsets: grows with the data, so a store built from nothing starts above the epochs of an older one. */
    public long offsets() {
        return partitions.stream().mapToLong(PartitionProgress::endOffset).sum();
    }
}
