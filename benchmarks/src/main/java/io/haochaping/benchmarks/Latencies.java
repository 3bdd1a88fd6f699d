package io.haochaping.benchmarks.latency;

import java.util.Arrays;
import java.util.Locale;

/** Durations in milliseconds, every one of them kept. */
final class Latencies {
    private long[] millis = new long[1024];
    private int count;

    synchronized void add(long duration) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = duration;
    }

    synchronized int count() {
        return count;
    }

    /** The smallest duration that the given share of them does not exceed. */
    synchronized long percentile(double share) {
        long[] ascending = Arrays.copyOf(millis, count);
        Arrays.sort(ascending);
        return ascending[Math.max(0, (int) Math.ceil(share * count) - 1)];
    }

    String line(String name) {
        if (count() == 0) {
            return "| " + name + " | 0 | — | — | — |";
        }
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d |",
                name,
                count(),
                percentile(0.5),
                percentile(0.99),
                percentile(1));
    }
}
