package io.haochaping.auditreplay;

import io.haochaping.domain.cut.TopicPartition;

/**
 * Offsets that the cut has read and the topic no longer holds.
 *
 * @param first the first of them
 * @param beyond the offset after the last of them
 */
record MissingOffsets(TopicPartition source, long first, long beyond) {
    Text text() {
        String span = source + " " + first + "–" + (beyond - 1);
        return new Text(
                "缺失偏移量 " + span + "（共 " + (beyond - first) + " 个），首个缺失的是 " + source + " 的 " + first,
                "offsets " + span + " are gone (" + (beyond - first) + " of them); the first missing one is " + first
                        + " of " + source);
    }
}
