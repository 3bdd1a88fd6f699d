package io.haochaping.dashboard.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as answers show them: in Asia/Shanghai, to the second or, where there are any, the millisecond. */
final class Instants {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    private Instants() {}

    static String text(long millis) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochMilli(millis).atOffset(SHANGHAI));
    }
}
