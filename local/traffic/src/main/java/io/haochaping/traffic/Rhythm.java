package io.haochaping.traffic;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** When people come: office hours on weekdays, a few on weekends, kiosks and telephones at night. */
final class Rhythm {
    private static final int[] OFFICE = {0, 0, 0, 0, 0, 0, 0, 0, 3, 18, 20, 14, 5, 3, 12, 17, 15, 8, 2, 0, 0, 0, 0, 0};
    private static final int[] DAY_AND_NIGHT = {2, 1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 8, 7, 6, 8, 9, 9, 8, 7, 8, 9, 8, 6, 4
    };
    private static final int WEEKEND_SHARE = 4;
    private static final int TRIES = 64;

    private Rhythm() {}

    /** How many come in the hour that begins then, relative to other hours. */
    static int weight(long hour) {
        boolean quietDay = Run.day(hour).getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
        int ofDay = (int) ((hour - WorkingDays.startOf(Run.day(hour))) / Span.HOUR);
        int weight = WEEKEND_SHARE * (2 * OFFICE[ofDay] + DAY_AND_NIGHT[ofDay]);
        return quietDay ? weight / WEEKEND_SHARE : weight;
    }

    /** A moment in [from, to) at which a case is filed; where the stretch is too short for the rhythm, any moment in it. */
    static long moment(Draw draw, long from, long to, boolean office) {
        for (int tries = 0; tries < TRIES && to - from > Span.HOUR; tries++) {
            LocalDate day = Run.day(draw.between(from, to));
            boolean quietDay = day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
            if (quietDay && !draw.oneIn(WEEKEND_SHARE)) {
                continue;
            }
            long hour = draw.weighted(office ? OFFICE : DAY_AND_NIGHT);
            long moment = WorkingDays.startOf(day) + hour * Span.HOUR + draw.between(0, Span.HOUR);
            if (moment >= from && moment < to) {
                return moment;
            }
        }
        return draw.between(from, to);
    }
}
