package io.haochaping.domain.cut;

/**
 * How far one partition has been read.
 *
 * @param startOffset first offset that was to be read
 * @param endOffset the offset after the last one that was read
 * @param received records taken in, ticks not among them
 * @param ticks ticks read, valid or not
 * @param lastTick T of the last valid tick, milliseconds; {@link #NO_TICK}: none yet
 * @param readThrough greatest effective append time among what was read, milliseconds; {@link #NO_TICK}: nothing was
 */
public record PartitionProgress(
        TopicPartition source,
        long startOffset,
        long endOffset,
        long received,
        long ticks,
        long lastTick,
        long readThrough) {
    public static final long NO_TICK = -1;

    /** Where no more is known of append times than the last tick. */
    public PartitionProgress(
            TopicPartition source, long startOffset, long endOffset, long received, long ticks, long lastTick) {
        this(source, startOffset, endOffset, received, ticks, lastTick, lastTick);
    }

    public static PartitionProgress starting(TopicPartition source, long startOffset) {
        return new PartitionProgress(source, startOffset, startOffset, 0, 0, NO_TICK);
    }

    /** Offsets that hold no record for us: transaction markers, aborted records. */
    public long control() {
        return endOffset - startOffset - received - ticks;
    }

    /** The further of two views of the same partition. */
    public PartitionProgress furtherOf(PartitionProgress other) {
        return other.endOffset > endOffset ? other : this;
    }
}
