package io.haochaping.domain.rules;

import io.haochaping.domain.record.TimeLimit;

/**
 * How limits of different units are compared: as lengths in sevenths of a working day, which are integers and add up.
 *
 * @param workingDaysPerWeek a natural day is so many sevenths of a working day
 * @param monthDays natural days of a month
 * @param yearDays natural days of a year
 */
public record LimitLengths(int workingDaysPerWeek, int monthDays, int yearDays) {
    /** Assumptions, marked as such in docs/counting.md: no source that we have says how units are compared. */
    public static final LimitLengths STANDARD = new LimitLengths(5, 30, 365);

    private static final int DAYS_OF_A_WEEK = 7;

    public LimitLengths {
        if (workingDaysPerWeek < 1 || workingDaysPerWeek > DAYS_OF_A_WEEK || monthDays < 1 || yearDays < monthDays) {
            throw new IllegalArgumentException("limits cannot be compared by " + workingDaysPerWeek
                    + " working days a week, " + monthDays + " days a month and " + yearDays + " a year");
        }
    }

    /** Sevenths of a working day. */
    public long sevenths(TimeLimit limit) {
        long ofUnit =
                switch (limit.unit()) {
                    case WORKING_DAY -> DAYS_OF_A_WEEK;
                    case CALENDAR_DAY -> workingDaysPerWeek;
                    case MONTH -> (long) workingDaysPerWeek * monthDays;
                    case YEAR -> (long) workingDaysPerWeek * yearDays;
                };
        return limit.amount() * ofUnit;
    }

    String canonicalText() {
        return workingDaysPerWeek + "/" + monthDays + "/" + yearDays;
    }
}
