package io.haochaping.dashboard.cut;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.ShanghaiTime;
import java.time.LocalDate;
import java.util.Locale;

/** The periods that tables show. Each holds completeThrough and ends there, whatever the clock on the wall says. */
public enum Period {
    /** The minute of completeThrough and the four before it. */
    NOW {
        @Override
        public long from(long completeThrough) {
            return ShanghaiTime.minuteStart(completeThrough) - (MINUTES - 1) * ShanghaiTime.MILLIS_PER_MINUTE;
        }
    },
    HOUR {
        @Override
        public long from(long completeThrough) {
            return ShanghaiTime.hourStart(completeThrough);
        }
    },
    TODAY {
        @Override
        public long from(long completeThrough) {
            return ShanghaiTime.startOfDay(ShanghaiTime.dayIndex(completeThrough));
        }
    },
    MONTH {
        @Override
        public long from(long completeThrough) {
            return ShanghaiTime.startOfDay(firstDay(MonthCutOff.monthIndexOf(completeThrough)));
        }
    };

    private static final int MINUTES = 5;

    /** The first instant, in milliseconds. */
    public abstract long from(long completeThrough);

    /** As it stands in parameters and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Index of the first day of a month {@code year * 12 + month - 1}. */
    static long firstDay(int monthIndex) {
        return LocalDate.of(Math.floorDiv(monthIndex, 12), Math.floorMod(monthIndex, 12) + 1, 1)
                .toEpochDay();
    }
}
