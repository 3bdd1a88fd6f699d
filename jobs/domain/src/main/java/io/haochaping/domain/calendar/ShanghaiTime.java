package io.haochaping.domain.calendar;

import java.time.LocalDate;

/**
 * Days, hours and minutes of Asia/Shanghai, computed from milliseconds since 1970-01-01T00:00Z by integer arithmetic.
 *
 * <p>Asia/Shanghai has been UTC+8 without daylight saving since 1992. Earlier instants are put at UTC+8 too, although
 * clocks there ran an hour ahead in the summers of 1986 to 1991; no review is that old.
 */
public final class ShanghaiTime {
    public static final long MILLIS_PER_MINUTE = 60_000L;
    public static final long MILLIS_PER_HOUR = 3_600_000L;
    public static final long MILLIS_PER_DAY = 86_400_000L;

    private static final long OFFSET = 8 * MILLIS_PER_HOUR;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int YEARS_PER_ERA = 400;

    private ShanghaiTime() {}

    /** Days since 1970-01-01 of the local day that holds the instant: {@link LocalDate#toEpochDay} of that day. */
    public static long dayIndex(long millis) {
        return Math.floorDiv(millis + OFFSET, MILLIS_PER_DAY);
    }

    /** The first instant of a local day, in milliseconds. */
    public static long startOfDay(long dayIndex) {
        return dayIndex * MILLIS_PER_DAY - OFFSET;
    }

    /** The first instant of the local hour, in milliseconds; the offset is whole hours, so it is the hour of UTC too. */
    public static long hourStart(long millis) {
        return millis - Math.floorMod(millis, MILLIS_PER_HOUR);
    }

    /** The first instant of the minute, in milliseconds. */
    public static long minuteStart(long millis) {
        return millis - Math.floorMod(millis, MILLIS_PER_MINUTE);
    }

    /** 23:59:59.000 of the n-th local day after the day that holds the instant, in milliseconds; n = 0 is that day. */
    public static long endOfDayAfter(long millis, int days) {
        return startOfDay(dayIndex(millis) + days + 1) - 1_000L;
    }

    /** {@code year * 12 + month - 1} of a day, by the proleptic Gregorian calendar; allocates nothing. */
    public static int monthIndexOfDay(long dayIndex) {
        long packed = civil(dayIndex);
        return year(packed) * 12 + month(packed) - 1;
    }

    /** The local day of an instant, as {@code 2026-10-03}. */
    public static String dayText(long millis) {
        return text(millis, 0);
    }

    /** The local hour of an instant, as {@code 2026-10-03T09}. */
    public static String hourText(long millis) {
        return text(millis, 1);
    }

    /** The local minute of an instant, as {@code 2026-10-03T09:15}. */
    public static String minuteText(long millis) {
        return text(millis, 2);
    }

    private static String text(long millis, int clockParts) {
        long day = dayIndex(millis);
        int minuteOfDay = (int) ((millis + OFFSET - day * MILLIS_PER_DAY) / MILLIS_PER_MINUTE);
        StringBuilder text = new StringBuilder(16);
        appendDay(text, day);
        if (clockParts > 0) {
            appendTwoDigits(text.append('T'), minuteOfDay / 60);
        }
        if (clockParts > 1) {
            appendTwoDigits(text.append(':'), minuteOfDay % 60);
        }
        return text.toString();
    }

    private static void appendDay(StringBuilder text, long day) {
        long packed = civil(day);
        int year = year(packed);
        if (year < 0 || year > 9_999) {
            // A carried time may be nonsense; it is written with its sign, as java.time does, and stops nobody.
            text.append(LocalDate.ofEpochDay(day));
            return;
        }
        appendTwoDigits(text, year / 100);
        appendTwoDigits(text, year % 100);
        appendTwoDigits(text.append('-'), month(packed));
        appendTwoDigits(text.append('-'), (int) (packed & 31));
    }

    private static void appendTwoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /**
     * Year, month and day of a day index in one long: day in bits 0 to 4, month in bits 5 to 8, year above. Counts years
     * from March in eras of 400 years, so that the leap day is the last of its year and no branch asks for leap years.
     */
    private static long civil(long dayIndex) {
        long shifted = dayIndex + 719_468; // 0000-03-01
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / (DAYS_PER_ERA - 1)) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = era * YEARS_PER_ERA + yearOfEra + (month <= 2 ? 1 : 0);
        return year << 9 | (long) month << 5 | day;
    }

    private static int year(long packed) {
        return (int) (packed >> 9);
    }

    private static int month(long packed) {
        return (int) (packed >> 5) & 15;
    }
}
