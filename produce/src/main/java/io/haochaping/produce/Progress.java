package io.haochaping.produce;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tells every few seconds how far a long pass over the file is. The share is that of bytes, for nobody knows the number of lines beforehand. */
final class Progress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Console console;
    private final String english;
    private final String chinese;
    private final long size;
    private final long startedAt = System.nanoTime();
    private long toldAt = startedAt;

    /** @param size of the whole, in bytes */
    Progress(Console console, String english, String chinese, long size) {
        this.console = console;
        this.english = english;
        this.chinese = chinese;
        this.size = Math.max(1, size);
    }

    void at(long lines, long bytes, long refused) {
        long now = System.nanoTime();
        if (now - toldAt < EVERY_NANOS) {
            return;
        }
        toldAt = now;
        double share = Math.min(1, (double) bytes / size);
        double seconds = (now - startedAt) / 1e9;
        long left = share == 0 ? -1 : Math.round(seconds * (1 - share) / share);
        if (console.json()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("step", english);
            values.put("lines", lines);
            values.put("refused", refused);
            values.put("share", Math.round(share * 1000) / 1000.0);
            values.put("linesPerSecond", Math.round(lines / seconds));
            values.put("secondsLeft", left);
            console.event("progress", values);
        } else {
            String rest = left < 0 ? "?" : duration(left);
            console.say(
                    String.format(
                            Locale.ROOT,
                            "%s: %,d lines (%.1f %%), %,d a second, %,d refused, about %s left",
                            english,
                            lines,
                            100 * share,
                            Math.round(lines / seconds),
                            refused,
                            rest),
                    String.format(
                            Locale.ROOT,
                            "%s：%,d 行（%.1f %%），每秒 %,d 行，拒绝 %,d 行，约剩 %s",
                            chinese,
                            lines,
                            100 * share,
                            Math.round(lines / seconds),
                            refused,
                            rest));
        }
    }

    private static String duration(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3_600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
    }
}
