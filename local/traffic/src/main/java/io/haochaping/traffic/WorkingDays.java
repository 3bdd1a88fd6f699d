package io.haochaping.traffic;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The working days of 2026 as the State Council announced them, written down a second time on purpose: a mistake in the rules' calendar
 * shows as a difference here. Any other year is unknown.
 */
final class WorkingDays {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int KNOWN_YEAR = 2026;
    private static final int WORKING_DAYS_TO_CUT_OFF = 10;
    private static final Set<LocalDate> OFF = off();
    private static final Set<LocalDate> MADE_UP =
            Set.of(day(1, 4), day(2, 14), day(2, 28), day(5, 9), day(9, 20), day(10, 10));

    private WorkingDays() {}

    static boolean known(LocalDate day) {
        return day.getYear() == KNOWN_YEAR;
    }

    static boolean working(LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return MADE_UP.contains(day) || !weekend && !OFF.contains(day);
    }

    /** First millisecond that is too late for the month; empty where the tenth working day lies in an unknown year. */
    static OptionalLong cutOff(YearMonth month) {
        LocalDate day = month.atEndOfMonth();
        int left = WORKING_DAYS_TO_CUT_OFF;
        while (left > 0) {
            day = day.plusDays(1);
            if (!known(day)) {
                return OptionalLong.empty();
            }
            left -= working(day) ? 1 : 0;
        }
        return OptionalLong.of(startOf(day.plusDays(1)));
    }

    static long startOf(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant().toEpochMilli();
    }

    private static LocalDate day(int month, int dayOfMonth) {
        return LocalDate.of(KNOWN_YEAR, month, dayOfMonth);
    }

    private static Set<LocalDate> off() {
        Set<LocalDate> off = new HashSet<>();
        add(off, day(1, 1), day(1, 3));
        add(off, day(2, 15), day(2, 23));
        add(off, day(4, 4), day(4, 6));
        add(off, day(5, 1), day(5, 5));
        add(off, day(6, 19), day(6, 21));
        add(off, day(9, 25), day(9, 27));
        add(off, day(10, 1), day(10, 7));
        return off;
    }

    private static void add(Set<LocalDate> days, LocalDate first, LocalDate last) {
        first.datesUntil(last.plusDays(1)).forEach(days::add);
    }
}
