package io.haochaping.explain;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Tells on long reads how far they have come, how fast they are and how long they will still take. */
final class Progress {
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final PrintStream out;
    private final String what;
    private final long total;
    private final long began = System.nanoTime();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong told = new AtomicLong(began);

    /** @param what in both languages, such as "1/2 查找 finding" */
    Progress(PrintStream out, String what, long total) {
        this.out = out;
        this.what = what;
        this.total = total;
    }

    void read(long offsets) {
        long done = read.addAndGet(offsets);
        long now = System.nanoTime();
        long last = told.get();
        if (now - last > EVERY_NANOS && told.compareAndSet(last, now)) {
            double seconds = (now - began) / 1e9;
            long rate = Math.max(1, Math.round(done / seconds));
            out.printf(
                    "%s: %,d / %,d (%d %%), %,d/s, 剩余 %d 秒 left %d s%n",
                    what,
                    done,
                    total,
                    100 * done / Math.max(1, total),
                    rate,
                    (total - done) / rate,
                    (total - done) / rate);
        }
    }
}
