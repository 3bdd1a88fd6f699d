package io.haochaping.domain.cut;

/**
 * Offsets of one partition.
 *
 * @param start the first
 * @param end the one behind the last
 */
public record OffsetSpan(long start, long end) {
    public long length() {
        return end - start;
    }
}
