package io.haochaping.kit.kafka;

import io.haochaping.domain.cut.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the brokers would stamp at least, were a record appended now: the append time of the last record whose
 * acknowledgement was seen, and what has passed since then by a clock that is never set. The acknowledgement comes after
 * the append, so the bound errs to the early side only. No wall clock of this machine comes in.
 */
final class BrokerTimes {
    private static final long MARGIN_MILLIS = 50;
    /** Two clocks that are slewed against each other by NTP, 500 ppm each. */
    private static final long ELAPSED_PER_DRIFT = 1_000;

    private record Seen(long appendTime, long acknowledgedAtNanos) {}

    private final Map<TopicPartition, Seen> seen = new HashMap<>();

    void learn(TopicPartition partition, long appendTime, long acknowledgedAtNanos) {
        seen.put(partition, new Seen(appendTime, acknowledgedAtNanos));
    }

    List<TopicPartition> unknown(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> !seen.containsKey(partition))
                .toList();
    }

    /**
     * Milliseconds that no broker of these partitions stamps a record before.
     *
     * @param nanos the moment; it may lie before the last acknowledgements
     * @throws IllegalStateException where one of them is unknown, or there are none
     */
    long earliest(Collection<TopicPartition> partitions, long nanos) {
        if (!unknown(partitions).isEmpty()) {
            throw new IllegalStateException("nothing is known of " + unknown(partitions));
        }
        return partitions.stream()
                .mapToLong(partition -> atLeast(seen.get(partition), nanos))
                .min()
                .orElseThrow(() -> new IllegalStateException("no partitions"));
    }

    private static long atLeast(Seen seen, long nanos) {
        long elapsed = TimeUnit.NANOSECONDS.toMillis(nanos - seen.acknowledgedAtNanos());
        if (elapsed < 0) {
            return seen.appendTime() + elapsed + elapsed / ELAPSED_PER_DRIFT - MARGIN_MILLIS;
        }
        return seen.appendTime() + Math.max(0, elapsed - elapsed / ELAPSED_PER_DRIFT - MARGIN_MILLIS);
    }
}
