package io.haochaping.auditreplay;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.store.StoredCut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Between which offsets a replay reads.
 *
 * @param from exactly the partitions to be read
 * @param until the offset after the last one, of the same partitions
 * @param missing what should be read and is not there
 */
record ReplayBounds(
        SortedMap<TopicPartition, Long> from, SortedMap<TopicPartition, Long> until, List<MissingOffsets> missing) {
    ReplayBounds {
        from = Collections.unmodifiableSortedMap(new TreeMap<>(from));
        until = Collections.unmodifiableSortedMap(new TreeMap<>(until));
        missing = List.copyOf(missing);
    }

    /**
     * The partitions and offsets of a cut, as far as the topics still hold them.
     *
     * @param logStarts where the log of each partition starts; without an entry: the partition is gone
     * @param logEnds where it ends
     */
    static ReplayBounds ofCut(StoredCut cut, Map<TopicPartition, Long> logStarts, Map<TopicPartition, Long> logEnds) {
        SortedMap<TopicPartition, Long> from = new TreeMap<>();
        SortedMap<TopicPartition, Long> until = new TreeMap<>();
        List<MissingOffsets> missing = new ArrayList<>();
        for (PartitionProgress read : cut.partitions()) {
            TopicPartition source = read.source();
            long start = read.startOffset();
            long end = read.endOffset();
            if (!logStarts.containsKey(source)) {
                if (end > start) {
                    missing.add(new MissingOffsets(source, start, end));
                }
                continue;
            }
            long first = Math.min(end, Math.max(start, logStarts.get(source)));
            long last = Math.max(first, Math.min(end, logEnds.get(source)));
            if (first > start) {
                missing.add(new MissingOffsets(source, start, first));
            }
            if (last < end) {
                missing.add(new MissingOffsets(source, last, end));
            }
            from.put(source, first);
            until.put(source, last);
        }
        return new ReplayBounds(from, until, missing);
    }

    /** What lies in the topics from their starts up to these ends. */
    static ReplayBounds upTo(Map<TopicPartition, Long> logStarts, Map<TopicPartition, Long> ends) {
        SortedMap<TopicPartition, Long> until = new TreeMap<>();
        logStarts.forEach((source, start) -> until.put(source, Math.max(start, ends.getOrDefault(source, start))));
        return new ReplayBounds(new TreeMap<>(logStarts), until, List.of());
    }

    /** How many offsets there are to read. */
    long offsets() {
        return until.entrySet().stream()
                .mapToLong(end -> end.getValue() - from.get(end.getKey()))
                .sum();
    }
}
