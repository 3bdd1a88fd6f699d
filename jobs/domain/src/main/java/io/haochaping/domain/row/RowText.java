package io.haochaping.domain.row;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.calendar.ShanghaiTime;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A row's key as text: docs/counting.md section 8. */
public final class RowText {
    /** Parts behind the kind, by kind. */
    private static final int[] PARTS = {9, 4, 3, 3, 12, 2, 11, 3};

    private static final int HOUR_TEXTS = 7;
    private static final int MINUTE_TEXTS = 3;

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
            case SUSPECT -> join("suspect", parts.toArray());
            case CELL -> join("cell", parts.toArray());
        };
    }

    /** {@link #of} in UTF-8 behind what stands there, without a string for each part: a cut names some hundred thousand hours and minutes. */
    public static void write(RowKey key, ByteWriter out) {
        ByteReader in = new ByteReader(key.bytes());
        in.readByte();
        switch (key.kind()) {
            case HOUR -> {
                Part part = Part.of(in.readByte());
                in.readInt();
                out.writeAscii("hour|");
                out.writeAscii(ShanghaiTime.hourText(key.time()));
                writeTexts(key.bytes(), in, HOUR_TEXTS, out);
                out.writeByte('|').writeAscii(part.text());
            }
            case MINUTE -> {
                in.readInt();
                out.writeAscii("minute|");
                out.writeAscii(ShanghaiTime.minuteText(key.time()));
                writeTexts(key.bytes(), in, MINUTE_TEXTS, out);
            }
            default -> {
                byte[] text = of(key).getBytes(StandardCharsets.UTF_8);
                out.writeBytes(text, 0, text.length);
            }
        }
    }

    /** Both signs that are escaped are bytes of their own in UTF-8. */
    private static void writeTexts(byte[] key, ByteReader in, int texts, ByteWriter out) {
        for (int text = 0; text < texts; text++) {
            int count = in.readCount();
            int start = in.position();
            int end = start + count;
            out.writeByte('|');
            for (int i = start; i < end; i++) {
                if (key[i] == '|' || key[i] == '\\') {
                    out.writeBytes(key, start, i - start).writeByte('\\');
                    start = i;
                }
            }
            out.writeBytes(key, start, end - start);
            in.skip(count);
        }
    }

    /**
     * The row that a text names.
     *
     * @throws IllegalArgumentException where it names none; the message says what is wrong with it
     */
    public static RowKey parse(String text) {
        List<String> parts = split(text);
        RowKind kind = Arrays.stream(RowKind.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(parts.get(0)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a row begins with hour, minute, tag, equation, bad, flag, suspect or cell, not with \""
                                + parts.get(0) + "\""));
        int wanted = PARTS[kind.ordinal()];
        if (parts.size() - 1 != wanted) {
            throw new IllegalArgumentException("a row of kind " + parts.get(0) + " has " + wanted
                    + " parts behind its kind, not " + (parts.size() - 1));
        }
        try {
            return keyOf(kind, parts);
        } catch (DateTimeException | NumberFormatException wrong) {
            throw new IllegalArgumentException("a part of the row cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private static RowKey keyOf(RowKind kind, List<String> at) {
        ByteWriter out = new ByteWriter(256);
        return switch (kind) {
            case HOUR -> {
                Dimensions of = new Dimensions(at.get(2), at.get(3), at.get(4), at.get(5), at.get(6), at.get(7));
                yield RowKey.hour(out, timeOf(at.get(1), ":00"), partOf(at.get(9)), of, at.get(8));
            }
            case MINUTE ->
                RowKey.minute(out, timeOf(at.get(1), ""), new Dimensions(at.get(2), at.get(3), "", "", at.get(4), ""));
            case TAG -> RowKey.tag(out, (int) LocalDate.parse(at.get(1)).toEpochDay(), at.get(2), at.get(3));
            case EQUATION -> RowKey.equation(out, at.get(1), Integer.parseInt(at.get(2)), at.get(3));
            case BAD -> {
                Dimensions of = new Dimensions(at.get(6), at.get(7), at.get(8), at.get(9), at.get(10), "");
                int ordinal = Integer.parseInt(at.get(3));
                int level = Integer.parseInt(at.get(4));
                long ratedAt = Long.parseLong(at.get(5));
                boolean realName = at.get(12).equals("true");
                yield RowKey.bad(out, at.get(1), at.get(2), ordinal, level, ratedAt, of, at.get(11), realName);
            }
            case FLAG -> RowKey.flag(out, at.get(1), at.get(2));
            case SUSPECT ->
                RowKey.suspect(
                        out,
                        at.get(1),
                        at.get(2),
                        at.get(3),
                        Integer.parseInt(at.get(4)),
                        Long.parseLong(at.get(5)),
                        Long.parseLong(at.get(6)),
                        at.get(7),
                        at.get(8),
                        at.get(9),
                        at.get(10),
                        at.get(11));
            case CELL -> RowKey.cell(out, at.get(1), at.get(2), Long.parseLong(at.get(3)));
        };
    }

    private static long timeOf(String text, String minutes) {
        int clock = text.indexOf('T');
        if (clock < 0) {
            throw new DateTimeException("\"" + text + "\" has no hour");
        }
        long day = ShanghaiTime.startOfDay(
                LocalDate.parse(text.substring(0, clock)).toEpochDay());
        return day + LocalTime.parse(text.substring(clock + 1) + minutes).toNanoOfDay() / 1_000_000;
    }

    private static Part partOf(String text) {
        return Arrays.stream(Part.values())
                .filter(part -> part.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no part \"" + text + "\""));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else if (c == '|') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
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
