package io.haochaping.produce.topic;

/**
 * What a topic holds as far as it was looked through.
 *
 * @param line the last line of the file that is in it; 0: none
 * @param otherMapping true where lines of the file are in it that another mapping file made
 * @param lastTick the greatest T of its valid ticks; -1: none
 * @param lastAppend the latest first append time of its records; -1: none says one
 * @param withHeader records, ticks not among them, that say a first append time
 * @param withoutHeader records and ticks that do not
 * @param ends per partition, up to which offset it was looked through
 */
public record Holdings(
        long line,
        boolean otherMapping,
        long lastTick,
        long lastAppend,
        long withHeader,
        long withoutHeader,
        long[] ends) {
    /** Of a topic that nothing is known of yet. */
    public static Holdings nothing(int partitions) {
        return new Holdings(0, false, -1, -1, 0, 0, new long[partitions]);
    }

    public Holdings ofOtherMapping() {
        return new Holdings(line, true, lastTick, lastAppend, withHeader, withoutHeader, ends);
    }
}
