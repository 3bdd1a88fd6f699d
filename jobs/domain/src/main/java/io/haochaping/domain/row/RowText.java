package io.haochaping.domain.row;

import io.haochaping.domain.calendar.ShanghaiTime;
import java.time.LocalDate;
import java.util.List;

/** A row's key as text: docs/counting.md section 8. */
public final class RowText {

    private RowText() {}

    public static String of(RowKey key) {
        List<Object> parts = key.parts();
        return switch (key.kind()) {
            case HOUR ->
                join(
                        "hour",
                        ShanghaiTime.hourText((Long) parts.get(1)),
                        parts.get(2),
                        parts.get(3),
                        parts.get(4),
                        parts.get(5),
                        parts.get(6),
                        parts.get(7),
                        parts.get(8),
                        Part.of((Integer) parts.get(0)).text());
            case MINUTE ->
                join("minute", ShanghaiTime.minuteText((Long) parts.get(0)), parts.get(1), parts.get(2), parts.get(3));
            case TAG -> join("tag", LocalDate.ofEpochDay((Integer) parts.get(0)), parts.get(1), parts.get(2));
            case EQUATION -> join("equation", parts.toArray());
            case BAD -> join("bad", parts.toArray());
            case FLAG -> join("flag", parts.toArray());
        };
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
