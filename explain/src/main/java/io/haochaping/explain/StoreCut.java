package io.haochaping.explain;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import java.util.SortedMap;

/**
 * The cut that the store shows.
 *
 * @param completeThrough milliseconds; -1: not known yet
 * @param spans per partition the offsets it holds
 * @param decisions names and digests of what it was counted under
 */
record StoreCut(
        long epoch,
        String name,
        long completeThrough,
        boolean restored,
        SortedMap<TopicPartition, OffsetSpan> spans,
        SortedMap<String, String> decisions) {
    long offsets() {
        return spans.values().stream().mapToLong(OffsetSpan::length).sum();
    }
}
