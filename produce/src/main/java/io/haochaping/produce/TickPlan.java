package io.haochaping.produce;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the ticks of a copy have to stand. A tick of T says that everything behind it was first appended at T or later, and raises whatever behind it was not; so each stands
 * directly behind the last line that is older than it, wherever in the file that line is. Every record then keeps its own first append time, in a file of any order; the better
 * the file is sorted, the earlier the ticks come.
 *
 * <p>One tick for the beginning of every day (Asia/Shanghai) in which something was appended, which is enough for a reader to let go of finished cases on the way.
 */
final class TickPlan {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** Per beginning of a day, the last line with a record that was first appended on it. */
    private final TreeMap<Long, Long> lastLines = new TreeMap<>();

    /** Per beginning of a day, the first one. */
    private final TreeMap<Long, Long> firstLines = new TreeMap<>();

    private long dayStart = 1;
    private long dayEnd;
    private long lastLine;
    private long latest = -1;

    /**
     * @param at T, milliseconds
     * @param afterLine stands directly behind the records of this line
     */
    record PlannedTick(long at, long afterLine) {}

    void add(long line, long firstAppend) {
        if (firstAppend < dayStart || firstAppend >= dayEnd) {
            var day = Instant.ofEpochMilli(firstAppend).atZone(SHANGHAI).toLocalDate();
            dayStart = day.atStartOfDay(SHANGHAI).toInstant().toEpochMilli();
            dayEnd = day.plusDays(1).atStartOfDay(SHANGHAI).toInstant().toEpochMilli();
        }
        lastLines.merge(dayStart, line, Math::max);
        firstLines.putIfAbsent(dayStart, line);
        lastLine = Math.max(lastLine, line);
        latest = Math.max(latest, firstAppend);
    }

    /** Ascending in time and in place. Days that can be told only behind the last line are left to the tick that ends the copy. */
    List<PlannedTick> daily() {
        List<PlannedTick> ticks = new ArrayList<>();
        long after = 0;
        for (Map.Entry<Long, Long> day : lastLines.entrySet()) {
            if (after > 0 && after < lastLine) {
                ticks.add(new PlannedTick(day.getKey(), after));
            }
            after = Math.max(after, day.getValue());
        }
        return ticks;
    }

    /**
     * How much of the file lies between the first line of a new day and the tick that tells it, on average over the days; 0: the file is sorted. A reader holds on to its cases
     * for as long.
     */
    double delay() {
        TreeMap<Long, Long> firstSince = new TreeMap<>();
        long first = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> day : firstLines.descendingMap().entrySet()) {
            first = Math.min(first, day.getValue());
            firstSince.put(day.getKey(), first);
        }
        long delay = 0;
        long after = 0;
        for (Map.Entry<Long, Long> day : lastLines.entrySet()) {
            delay += Math.max(0, after - firstSince.get(day.getKey()));
            after = Math.max(after, day.getValue());
        }
        return lastLine == 0 ? 0 : (double) delay / lastLines.size() / lastLine;
    }

    /** The latest first append time; -1: there is none. */
    long latest() {
        return latest;
    }
}
