package io.haochaping.domain.cut;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Up to when the topics have been read completely.
 *
 * <p>A tick of time T in a partition says that everything behind it was appended at T or later. A round names every partition that was there at T; it is whole in a
 * cut once each of them has a tick of T or later there. {@code completeThrough} is the greatest T whose round is whole. Repeated rounds change nothing; of a round
 * that is missing in a partition the next one serves as well.
 *
 * <p>More records can only make more rounds whole, so the answer belongs to the cut and not to the way there. Of two rounds of one T either will do for the same reason: to wait for
 * both would let the second take back what the first had said.
 */
public final class TickRounds {
    public static final long NEVER = -1;

    private final NavigableMap<Long, List<Set<TopicPartition>>> open = new TreeMap<>();

    /** One set per composition: a job that catches up on a year of ticks holds half a million rounds, and they are nearly all of the same partitions. */
    private final Map<Set<TopicPartition>, Set<TopicPartition>> compositions = new HashMap<>();

    private long completeThrough = NEVER;

    public TickRounds() {}

    /** @param completeThrough of a state that was stored; its open rounds are to be announced again */
    public TickRounds(long completeThrough) {
        this.completeThrough = completeThrough;
    }

    /** A valid tick of this time was read somewhere, and its round has these partitions. */
    public void announce(long time, Collection<TopicPartition> round) {
        // A round without partitions would be whole at once, and settle what nobody has read.
        if (time <= completeThrough || round.isEmpty()) {
            return;
        }
        Set<TopicPartition> partitions = compositions.computeIfAbsent(new TreeSet<>(round), same -> same);
        List<Set<TopicPartition>> rounds = open.computeIfAbsent(time, first -> new ArrayList<>(1));
        if (!rounds.contains(partitions)) {
            rounds.add(partitions);
        }
    }

    /**
     * Moves on to the latest round that is whole.
     *
     * @param lastTicks per partition the T of the last valid tick that was read
     * @return milliseconds, or {@link #NEVER}
     */
    public long advance(Map<TopicPartition, Long> lastTicks) {
        Map<Set<TopicPartition>, Long> through = new IdentityHashMap<>();
        for (Map.Entry<Long, List<Set<TopicPartition>>> rounds :
                open.descendingMap().entrySet()) {
            long time = rounds.getKey();
            boolean whole = rounds.getValue().stream()
                    .anyMatch(round ->
                            through.computeIfAbsent(round, partitions -> earliest(partitions, lastTicks)) >= time);
            if (whole) {
                completeThrough = time;
                open.headMap(time, true).clear();
                compositions.clear();
                open.values().forEach(left -> left.forEach(partitions -> compositions.put(partitions, partitions)));
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

    /** Rounds that are not whole yet, by time; several where writers differed in the partitions they knew. */
    public NavigableMap<Long, List<Set<TopicPartition>>> open() {
        return open;
    }
}
