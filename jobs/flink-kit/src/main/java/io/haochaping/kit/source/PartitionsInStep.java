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
 * <p>A matter of order alone, on which no figure depends. Nothing waits for a partition that is silent or gives little: a reader that has had nothing to read for {@link #PATIENCE},
 * all told since the last partition came further, goes on with what is held ({@link #waited}). And nothing waits that is not itself being caught up, so that a partition read for the first time, with months in it, holds nobody back who is at the present.
 *
 * <p>The time of a partition is the T of its last tick. Not thread-safe.
 */
final class PartitionsInStep {
    /** Longer than a broker takes for a fetch of what it has at hand. */
    static final Duration PATIENCE = Duration.ofMillis(20);

    /** Of a partition that made a reader wait: so many records, and it is waited for again. A trickle is not worth it. */
    static final int WORTH_WAITING_FOR = 100;

    private final long leadMillis;
    private final LongSupplier clock;
    private final Map<String, Partition> partitions = new TreeMap<>();
    private long limit = Long.MIN_VALUE;
    private long waitedNanos;
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
        /** How many records it must give before it is waited for again; 0: it is waited for. */
        private int owed;

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
        if (partition.owed > 0 && --partition.owed == 0) {
            moved = true;
        }
        if (time > partition.time) {
            partition.time = time;
            moved = true;
        }
    }

    /** No partition that may be read had anything to give, for so long. */
    void waited(long nanos) {
        waitedNanos += nanos;
        if (waitedNanos >= PATIENCE.toNanos()) {
            waitedNanos = 0;
            moved = true;
            for (Partition partition : partitions.values()) {
                if (!partition.held) {
                    partition.owed = WORTH_WAITING_FOR;
                }
            }
        }
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
        long before = limit;
        limit = limit();
        if (limit > before) {
            waitedNanos = 0;
        }
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

    /** How far a partition may have come: the lead before the one that is behind all others that are waited for. */
    private long limit() {
        long behind = Long.MAX_VALUE;
        for (Partition partition : partitions.values()) {
            if (partition.owed == 0) {
                behind = Math.min(behind, partition.time);
            }
        }
        return behind > Long.MAX_VALUE - leadMillis ? Long.MAX_VALUE : behind + leadMillis;
    }
}
