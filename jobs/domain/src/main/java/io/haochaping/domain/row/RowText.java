package io.haochaping.domain.row;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** A row's key as text: docs/counting.md section 8. */
public final class RowText {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    private RowText() {}

    public static String of(RowKey key) {
        List<Object> parts = key.parts();
        return switch (key.kind()) {
            case HOUR -> join(
                    "hour",
                    at((Long) parts.get(1), HOUR),
                    parts.get(2),
                    parts.get(3),
                    parts.get(4),
                    parts.get(5),
                    parts.get(6),
                    parts.get(7),
                    parts.get(8),
                    Part.of((Integer) parts.get(0)).text());
            case MINUTE -> join("minute", at((Long) parts.get(0), MINUTE), parts.get(1), parts.get(2), parts.get(3));
            case TAG -> join("tag", LocalDate.ofEpochDay((Integer) parts.get(0)), parts.get(1), parts.get(2));
            case EQUATION -> join("equation", parts.toArray());
            case BAD -> join("bad", parts.toArray());
            case FLAG -> join("flag", parts.toArray());
        };
    }

    private static String at(long millis, DateTimeFormatter format) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), 0, SHANGHAI)
                .format(format);
    }

    private static String join(String kind, Object... parts) {
        StringBuilder text = new StringBuilder(kind);
        for (Object part : parts) {
            text.append('|').append(escape(part.toString()));
        }
        return text.toString();
    }

    private static String escape(String part) {
        return part.indexOf('|') < 0 && part.indexOf('\\') < 0
                ? part
                : part.replace("\\", "\\\\").replace("|", "\\|");
    }
}
