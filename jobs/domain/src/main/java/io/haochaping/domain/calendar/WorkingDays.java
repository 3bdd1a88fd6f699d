package io.haochaping.domain.calendar;

import io.haochaping.domain.reference.ReferenceData;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which days were worked in China, by the notices of the State Council: a plain week of five days, less the days off,
 * plus the make-up working days.
 *
 * <p>A year without a notice is <em>unknown</em>. Nothing is guessed for it: what touches such a year has no answer.
 * Days are days of Asia/Shanghai. The known years are consecutive.
 */
public final class WorkingDays {
    private static final String BUILT_IN = "haochaping/calendar/working-days-v1.tsv";

    private final long firstDay;
    private final boolean[] working;
    /** At i: working days among the first i known days. */
    private final int[] workingBefore;
    /** At i: offset from the first known day of the (i + 1)-th working day. */
    private final int[] offsetOfWorkingDay;

    private final String digest;

    WorkingDays(long firstDay, boolean[] working) {
        this.firstDay = firstDay;
        this.working = working.clone();
        this.workingBefore = countedBefore(working);
        this.offsetOfWorkingDay = offsets(working, workingBefore[working.length]);
        this.digest = ReferenceData.digest(canonical(firstDay, working));
    }

    /** The calendar that is shipped: 2019 to 2026. */
    public static WorkingDays builtIn() {
        return BuiltIn.CALENDAR;
    }

    /**
     * Reads a calendar from lines of tab-separated fields: {@code year <year>}, then {@code off <first> <last>} and
     * {@code work <day>} within known years; empty lines and lines that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException naming the line that cannot be read, contradicts another one, or names a day
     *     outside the known years or a make-up working day that is not a weekend
     */
    public static WorkingDays parse(String text) {
        return new WorkingDaysReader().read(text);
    }

    /** Whether a notice for the year of this day is known. */
    public boolean knows(LocalDate day) {
        return knowsOffset(day.toEpochDay() - firstDay);
    }

    /** @throws IllegalArgumentException if the day lies in an unknown year */
    public boolean isWorkingDay(LocalDate day) {
        long offset = day.toEpochDay() - firstDay;
        if (!knowsOffset(offset)) {
            throw new IllegalArgumentException("No working-day calendar is known for " + day);
        }
        return working[(int) offset];
    }

    /**
     * The n-th working day after the start day, which is itself not counted; with n = 0 the start day as it is. Empty if
     * a day after the start day, up to the answer, lies in an unknown year.
     *
     * @throws IllegalArgumentException if {@code workingDays} is negative
     */
    public Optional<LocalDate> plus(LocalDate start, int workingDays) {
        if (workingDays < 0) {
            throw new IllegalArgumentException("Cannot count " + workingDays + " working days forward");
        }
        if (workingDays == 0) {
            return Optional.of(start);
        }
        long day = plus(start.toEpochDay(), workingDays);
        return day == Long.MIN_VALUE ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(day));
    }

    /** The same by day index, for n > 0; {@link Long#MIN_VALUE} where the calendar has no answer. */
    long plus(long startDay, int workingDays) {
        long following = startDay + 1 - firstDay;
        if (following < 0 || following > working.length) {
            return Long.MIN_VALUE;
        }
        long ordinal = (long) workingBefore[(int) following] + workingDays - 1;
        return ordinal < offsetOfWorkingDay.length ? firstDay + offsetOfWorkingDay[(int) ordinal] : Long.MIN_VALUE;
    }

    /**
     * Milliseconds of the span [from, to) that fall on working days, taken whole from midnight to midnight. Empty if a
     * day that the span touches lies in an unknown year; a span of no length touches no day and has 0.
     *
     * @throws IllegalArgumentException if {@code toMillis} is before {@code fromMillis}
     */
    public OptionalLong workingMillis(long fromMillis, long toMillis) {
        if (fromMillis >= toMillis) {
            if (fromMillis == toMillis) {
                return OptionalLong.of(0);
            }
            throw new IllegalArgumentException("The span ends at " + toMillis + ", before it begins at " + fromMillis);
        }
        long first = ShanghaiTime.dayIndex(fromMillis) - firstDay;
        long last = ShanghaiTime.dayIndex(toMillis - 1) - firstDay;
        if (!knowsOffset(first) || !knowsOffset(last)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(workedUntil((int) last, toMillis) - workedUntil((int) first, fromMillis));
    }

    /** SHA-256 (64 hexadecimal digits) of the days themselves; comments and the way a file groups days do not enter. */
    public String digest() {
        return digest;
    }

    /** Day index of the first known day. */
    public long firstDay() {
        return firstDay;
    }

    /** Day index of the last known day. */
    public long lastDay() {
        return firstDay + working.length - 1;
    }

    private boolean knowsOffset(long offset) {
        return offset >= 0 && offset < working.length;
    }

    private long workedUntil(int offset, long millis) {
        long whole = workingBefore[offset] * ShanghaiTime.MILLIS_PER_DAY;
        return working[offset] ? whole + millis - ShanghaiTime.startOfDay(firstDay + offset) : whole;
    }

    private static int[] countedBefore(boolean[] working) {
        int[] before = new int[working.length + 1];
        for (int i = 0; i < working.length; i++) {
            before[i + 1] = before[i] + (working[i] ? 1 : 0);
        }
        return before;
    }

    private static int[] offsets(boolean[] working, int count) {
        int[] offsets = new int[count];
        int next = 0;
        for (int i = 0; i < working.length; i++) {
            if (working[i]) {
                offsets[next++] = i;
            }
        }
        return offsets;
    }

    /** One line: the first known day, a space, one {@code 1} (worked) or {@code 0} per day. */
    private static String canonical(long firstDay, boolean[] working) {
        StringBuilder text = new StringBuilder(working.length + 16);
        text.append(LocalDate.ofEpochDay(firstDay)).append(' ');
        for (boolean worked : working) {
            text.append(worked ? '1' : '0');
        }
        return text.append('\n').toString();
    }

    /** Loaded on first use only. */
    private static final class BuiltIn {
        static final WorkingDays CALENDAR = parse(ReferenceData.text(BUILT_IN));
    }
}
