package io.haochaping.auditreplay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says how far a replay is, at most every few seconds: share, offsets, rate, remaining time. */
final class ReplayProgress {
    private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

    private final PrintStream err;
    private final long total;
    private final long begun;
    private long toldAt;

    ReplayProgress(PrintStream err, long total, long now) {
        this.err = err;
        this.total = total;
        this.begun = now;
        this.toldAt = now;
    }

    /** @param now nanoseconds */
    void look(long offsets, long now) {
        if (now - toldAt >= BETWEEN_LINES) {
            toldAt = now;
            err.println(line(offsets, total, now - begun));
        }
    }

    void end(long now) {
        err.println(line(total, total, now - begun));
    }

    static String line(long offsets, long total, long nanos) {
        double seconds = nanos / 1e9;
        double rate = seconds > 0 ? offsets / seconds : 0;
        String left = rate > 0
                ? String.format(Locale.ROOT, "剩余 %d 秒 %1$d s left", (long) Math.ceil((total - offsets) / rate))
                : "剩余时间未知 time left not known yet";
        return String.format(
                Locale.ROOT,
                "%3d%%  %,d / %,d 个偏移量 offsets  %,.0f/s  %s",
                total == 0 ? 100 : offsets * 100 / total,
                offsets,
                total,
                rate,
                left);
    }
}
