package io.haochaping.auditreplay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * Until when a replay reads.
 *
 * @param instant records appended at it or later are not read; {@link Instant#MAX}: everything that is there now
 */
record ReplayUntil(Instant instant) {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** {@code now}, a day, a time in Shanghai, or a time with its offset. */
    static ReplayUntil parse(String text) throws Refusal {
        if (text.equals("now")) {
            return new ReplayUntil(Instant.MAX);
        }
        try {
            if (text.length() == "2026-11-01".length()) {
                return new ReplayUntil(
                        LocalDate.parse(text).atStartOfDay(SHANGHAI).toInstant());
            }
            boolean withOffset = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 7;
            return new ReplayUntil(
                    withOffset
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).atZone(SHANGHAI).toInstant());
        } catch (DateTimeException e) {
            throw Refusal.wrongUse(
                    "--until 的值 “" + text + "” 无法识别；请写 now、2026-11-01、2026-11-01T08:00 或 2026-11-01T08:00+08:00",
                    "--until cannot be \"" + text
                            + "\"; write now, 2026-11-01, 2026-11-01T08:00 (Asia/Shanghai) or 2026-11-01T08:00+08:00");
        }
    }

    boolean isNow() {
        return instant.equals(Instant.MAX);
    }
}
