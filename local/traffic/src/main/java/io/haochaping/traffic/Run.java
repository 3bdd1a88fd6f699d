package io.haochaping.traffic;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.OptionalLong;

/**
 * The stretch of time in which a plan takes place.
 *
 * @param start first millisecond
 * @param end T of the last whole round: everything is appended before it
 */
record Run(long start, long end, long tickEvery, int partitions, int badPerTenThousand) {

    static Run of(TrafficConfig config) {
        return new Run(
                WorkingDays.startOf(config.firstDay()),
                WorkingDays.startOf(config.lastDay().plusDays(1)),
                config.tickEvery().toMillis(),
                config.partitions(),
                config.badPerTenThousand());
    }

    static LocalDate day(long at) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(at), WorkingDays.ZONE);
    }

    static OptionalLong cutOff(long at) {
        return WorkingDays.cutOff(YearMonth.from(day(at)));
    }

    /** 23:59:59 of the seventh day after the day of completion. */
    static long defaultDueAt(long completedAt) {
        return WorkingDays.startOf(day(completedAt).plusDays(8)) - Span.SECOND;
    }
}
