package io.haochaping.dashboard.cut;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.ShanghaiTime;

/** What is held in memory at a cut: the last year by day, the last day by hour, the last hour by minute, all counted from completeThrough. */
record Window(long completeThrough) {

    long lastDay() {
        return ShanghaiTime.dayIndex(completeThrough);
    }

    long firstDay() {
        return lastDay() - Span.YEAR.points() + 1;
    }

    long lastHour() {
        return ShanghaiTime.hourStart(completeThrough);
    }

    long firstHour() {
        return lastHour() - (Span.DAY.points() - 1) * ShanghaiTime.MILLIS_PER_HOUR;
    }

    long lastMinute() {
        return ShanghaiTime.minuteStart(completeThrough);
    }

    long firstMinute() {
        return lastMinute() - (Span.HOUR.points() - 1) * ShanghaiTime.MILLIS_PER_MINUTE;
    }

    int month() {
        return MonthCutOff.monthIndexOf(completeThrough);
    }

    /** Whether the dated counts of the day show here and did not show at an earlier completeThrough: they do from its last second on. */
    boolean newlyShows(long day, long earlier) {
        long dated = ShanghaiTime.startOfDay(day + 1) - 1_000;
        return earlier < dated && dated <= completeThrough;
    }
}
