package io.haochaping.domain.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When the figures of a month close: at the end of the n-th working day after the month's last day.
 *
 * <p>Months are numbered {@code year * 12 + month - 1}, in Asia/Shanghai.
 */
public final class MonthCutOff {
    /** July 2023 was published as of 14 August: the tenth working day after the month. */
    public static final int PUBLISHED_WORKING_DAYS = 10;

    private final int firstMonth;
    private final long[] cutOffs;

    /** @throws IllegalArgumentException if {@code workingDays} is less than 1 */
    public MonthCutOff(WorkingDays calendar, int workingDays) {
        if (workingDays < 1) {
            throw new IllegalArgumentException(
                    "A month closes at least 1 working day after its end, not " + workingDays);
        }
        // The month before the first known day ends on the eve of it, so its cut-off can be known too.
        this.firstMonth = ShanghaiTime.monthIndexOfDay(calendar.firstDay()) - 1;
        this.cutOffs = new long[ShanghaiTime.monthIndexOfDay(calendar.lastDay()) - firstMonth + 1];
        for (int i = 0; i < cutOffs.length; i++) {
            cutOffs[i] = cutOff(calendar, firstMonth + i, workingDays);
        }
    }

    /** Ten working days by the calendar that is shipped. */
    public static MonthCutOff builtIn() {
        return new MonthCutOff(WorkingDays.builtIn(), PUBLISHED_WORKING_DAYS);
    }

    /**
     * The first instant that is too late, in milliseconds: midnight after the n-th working day. {@link Long#MAX_VALUE}
     * where the calendar does not know that day: there is no cut-off yet, and everything is in time.
     */
    public long cutOffMillis(int monthIndex) {
        long at = (long) monthIndex - firstMonth;
        return at < 0 || at >= cutOffs.length ? Long.MAX_VALUE : cutOffs[(int) at];
    }

    /** Every cut-off that is known, by the first day of its month. */
    public SortedMap<LocalDate, Instant> known() {
        SortedMap<LocalDate, Instant> known = new TreeMap<>();
        for (int i = 0; i < cutOffs.length; i++) {
            if (cutOffs[i] != Long.MAX_VALUE) {
                int month = firstMonth + i;
                known.put(LocalDate.of(month / 12, month % 12 + 1, 1), Instant.ofEpochMilli(cutOffs[i]));
            }
        }
        return known;
    }

    /** The month in Asia/Shanghai that holds the instant; allocates nothing. */
    public static int monthIndexOf(long millis) {
        return ShanghaiTime.monthIndexOfDay(ShanghaiTime.dayIndex(millis));
    }

    private static long cutOff(WorkingDays calendar, int monthIndex, int workingDays) {
        int following = monthIndex + 1;
        long lastDay = LocalDate.of(following / 12, following % 12 + 1, 1).toEpochDay() - 1;
        long day = calendar.plus(lastDay, workingDays);
        return day == Long.MIN_VALUE ? Long.MAX_VALUE : ShanghaiTime.startOfDay(day + 1);
    }
}
