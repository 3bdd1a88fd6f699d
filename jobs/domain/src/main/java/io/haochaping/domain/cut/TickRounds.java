package io.haochaping.domain.cut;

import java.util.Collection;
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
            open.computeIfAbsent(time, t -> new TreeSet<>()).addAll(round);
        }
    }

    /**
     * Moves on to the latest round that is whole.
     *
     * @param lastTicks per partition the T of the last valid tick that was read
     * @return milliseconds, or {@link #NEVER}
     */
    public long advance(Map<TopicPartition, Long> lastTicks) {
        for (Map.Entry<Long, Set<TopicPartition>> round : open.descendingMap().entrySet()) {
            long time = round.getKey();
            if (round.getValue().stream().allMatch(source -> lastTicks.getOrDefault(source, NEVER) >= time)) {
                completeThrough = time;
                open.headMap(time, true).clear();
                break;
            }
        }
        return completeThrough;
    }

    public long completeThrough() {
        return completeThrough;
    }

    /** Rounds that are not whole yet, by time. */
    public NavigableMap<Long, Set<TopicPartition>> open() {
        return open;
    }
}
