package io.haochaping.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Durations in milliseconds, every one of them kept. */
public final class Latencies {
    private long[] millis = new long[1024];
    private int count;

    public synchronized void add(long duration) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = duration;
    }

    public synchronized int count() {
        return count;
    }

    /** The smallest duration that the given share of them does not exceed. */
    public synchronized long percentile(double share) {
        long[] ascending = Arrays.copyOf(millis, count);
        Arrays.sort(ascending);
        return ascending[Math.max(0, (int) Math.ceil(share * count) - 1)];
    }

    /** Cells of a table: number, median, 99 of a hundred, longest. */
    public String cells() {
        return count() == 0
                ? "0 | — | — | —"
                : String.format(
                        Locale.ROOT,
                        "%,d | %,d | %,d | %,d",
                        count(),
                        percentile(0.5),
                        percentile(0.99),
                        percentile(1));
    }
}
