package io.haochaping.kit.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Which partitions of one reader wait, so that those which are being caught up are read in step by time and not by number of records: the records of one case lie in several topics, and a
 * rating that is read days before its case is counted twice, once without it and once with it.
 *
 * <p>A matter of order alone, of which no figure depends. Nothing waits for a partition that is silent: as soon as a reader has nothing else to read, what is held goes on
 * ({@link #ranDry()}). And nothing waits that is not itself being caught up, so that a partition read for the first time, with months in it, holds nobody back who is at the present.
 *
 * <p>The time of a partition is the T of its last tick. Not thread-safe.
 */
final class PartitionsInStep {
    private final long leadMillis;
    private final LongSupplier clock;
    private final Map<String, Partition> partitions = new TreeMap<>();
    private boolean moved;
    private int held;

    /**
     * @param lead how far a partition may be ahead of the one behind all others, and how near to the present it is never held
     * @param clock milliseconds since 1970
     */
    PartitionsInStep(Duration lead, LongSupplier clock) {
        this.leadMillis = lead.toMillis();
        this.clock = clock;
    }

    /** One that is read. */
    static final class Partition {
        private final String split;
        private long time = TickTimes.NONE;
        /** It had nothing to give when the reader ran dry, and gave nothing since. */
        private boolean silent;

        private boolean held;

        private Partition(String split) {
            this.split = split;
        }
    }

    /** @param pause, resume ids of splits */
    record Change(List<String> pause, List<String> resume) {
        boolean isNone() {
            return pause.isEmpty() && resume.isEmpty();
        }
    }

    Partition add(String split) {
        moved = true;
        return partitions.computeIfAbsent(split, Partition::new);
    }

    /** It has been read to its end. */
    void remove(String split) {
        Partition gone = partitions.remove(split);
        if (gone != null && gone.held) {
            held--;
        }
        moved = true;
    }

    /** It gave a record, whose {@link TickTimes#of time} this is. */
    void gave(Partition partition, long time) {
        if (partition.silent) {
            partition.silent = false;
            moved = true;
        }
        if (time > partition.time) {
            partition.time = time;
            moved = true;
        }
    }

    /** No partition that may be read had anything to give. */
    void ranDry() {
        partitions.values().forEach(partition -> partition.silent |= !partition.held);
        moved = true;
    }

    boolean holdsAny() {
        return held > 0;
    }

    /** Whether {@link #change()} is worth asking for. */
    boolean hasMoved() {
        return moved;
    }

    /** What is to be held from now on, and what no longer. */
    Change change() {
        moved = false;
        long limit = limit();
        long present = clock.getAsLong() - leadMillis;
        List<String> pause = new ArrayList<>();
        List<String> resume = new ArrayList<>();
        for (Partition partition : partitions.values()) {
            boolean ahead = partition.time > limit && partition.time < present;
            if (ahead != partition.held) {
                partition.held = ahead;
                held += ahead ? 1 : -1;
                (ahead ? pause : resume).add(partition.split);
            }
        }
        return new Change(pause, resume);
    }

    /** How far a partition may have come: the lead before the one that is behind all others and is not silent. */
    private long limit() {
        long behind = Long.MAX_VALUE;
        for (Partition partition : partitions.values()) {
            if (!partition.silent) {
                behind = Math.min(behind, partition.time);
            }
        }
        return behind > Long.MAX_VALUE - leadMillis ? Long.MAX_VALUE : behind + leadMillis;
    }
}
