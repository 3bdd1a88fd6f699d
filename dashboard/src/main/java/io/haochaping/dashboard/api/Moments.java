package io.haochaping.dashboard.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Moments as parameters give them: a day, or a day and a time of it, by the clocks of Asia/Shanghai. */
final class Moments {
    /** Four digits of a year: nothing that was ever rated lies outside. */
    private static final Pattern WRITTEN =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?");

    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    private Moments() {}

    static boolean isOne(String given) {
        if (!WRITTEN.matcher(given).matches()) {
            return false;
        }
        try {
            millis(given);
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    /** A day is its first moment. */
    static long millis(String given) {
        LocalDateTime at = given.contains("T")
                ? LocalDateTime.parse(given)
                : LocalDate.parse(given).atStartOfDay();
        return at.toInstant(SHANGHAI).toEpochMilli();
    }
}
