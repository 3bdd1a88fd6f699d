package io.haochaping.domain.cut;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Up to when the topics have been read completely.
 *
 * <p>A tick of time T in a partition says that everything behind it was appended at T or later. A round names every partition it was written into; it is whole in a
 * cut once each of them has a tick of T or later there. {@code completeThrough} is the greatest T whose round is whole. Repeated rounds change nothing; of a round
 * that is missing in a partition the next one serves as well.
 */
public final class TickRounds {
    public static final long NEVER = -1;

    private final NavigableMap<Long, Set<TopicPartition>> open = new TreeMap<>();

    /** One set per composition: a job that catches up on a year of ticks holds half a million rounds, and they are nearly all of the same partitions. */
    private final Map<Set<TopicPartition>, Set<TopicPartition>> compositions = new HashMap<>();

    private long completeThrough = NEVER;

    public TickRounds() {}

    public TickRounds(long completeThrough, Map<Long, ? extends Collection<TopicPartition>> open) {
        this.completeThrough = completeThrough;
        open.forEach(this::announce);
    }

    /** A valid tick of this time was read somewhere, and its round has these partitions. */
    public void announce(long time, Collection<TopicPartition> round) {
        // A round without partitions would be whole at once, and settle what nobody has read.
        if (time > completeThrough && !round.isEmpty()) {
            Set<TopicPartition> partitions = new TreeSet<>(round);
            partitions.addAll(open.getOrDefault(time, Set.of()));
            open.put(time, compositions.computeIfAbsent(partitions, same -> same));
        }
    }

    /**
     * Moves on to the latest round that is whole.
     *
     * @param lastTicks per partition the T of the last valid tick that was read
     * @return milliseconds, or {@link #NEVER}
     */
    public long advance(Map<TopicPartition, Long> lastTicks) {
        return advance(lastTicks, Long.MAX_VALUE);
    }

    /**
     * The same, but no further than a bound: a round may have been written by someone who did not know every partition that is read here.
     *
     * @param bound the smallest T of a last tick over the partitions that have to have one
     */
    public long advance(Map<TopicPartition, Long> lastTicks, long bound) {
        Map<Set<TopicPartition>, Long> through = new IdentityHashMap<>();
        for (Map.Entry<Long, Set<TopicPartition>> round : open.descendingMap().entrySet()) {
            long time = round.getKey();
            long whole = through.computeIfAbsent(round.getValue(), partitions -> earliest(partitions, lastTicks));
            if (whole >= time && bound >= time) {
                completeThrough = time;
                open.headMap(time, true).clear();
                compositions.clear();
                open.values().forEach(partitions -> compositions.put(partitions, partitions));
                break;
            }
        }
        return completeThrough;
    }

    private static long earliest(Set<TopicPartition> partitions, Map<TopicPartition, Long> lastTicks) {
        return partitions.stream()
                .mapToLong(source -> lastTicks.getOrDefault(source, NEVER))
                .min()
                .orElse(NEVER);
    }

    public long completeThrough() {
        return completeThrough;
    }

    /** Rounds that are not whole yet, by time. */
    public NavigableMap<Long, Set<TopicPartition>> open() {
        return open;
    }
}
