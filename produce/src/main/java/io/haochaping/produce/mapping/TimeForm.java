package io.haochaping.produce.mapping;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQuery;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How a source writes times: {@code epoch-millis}, {@code epoch-seconds}, {@code iso} (with an offset), or a pattern such as {@code yyyy-MM-dd HH:mm:ss} or
 * {@code yyyyMMdd'T'HHmmss}, read in the zone of the mapping unless it has an offset of its own. A pattern without a time of day gives the beginning of the day. Strict: the 30th of
 * February is no time.
 */
final class TimeForm {
    private static final String MILLIS = "epoch-millis";
    private static final String SECONDS = "epoch-seconds";
    private static final String ISO = "iso";
    /** 10000-01-01: nothing later is a time that anything downstream takes. */
    private static final long END_MILLIS = 253_402_300_800_000L;

    private final String form;
    private final ZoneId zone;
    private final DateTimeFormatter formatter;
    /** What the form says: a time with its offset, a time, or a day. Asked once: to be told by an exception costs more than all the rest of a line. */
    private final TemporalQuery<? extends TemporalAccessor> says;

    private TimeForm(
            String form, ZoneId zone, DateTimeFormatter formatter, TemporalQuery<? extends TemporalAccessor> says) {
        this.form = form;
        this.zone = zone;
        this.formatter = formatter;
        this.says = says;
    }

    /** @throws IllegalArgumentException where it is neither one of the names nor a pattern that says a day */
    static TimeForm of(String form, ZoneId zone) {
        if (form.equals(MILLIS) || form.equals(SECONDS)) {
            return new TimeForm(form, zone, null, null);
        }
        if (form.equals(ISO)) {
            return new TimeForm(form, zone, DateTimeFormatter.ISO_OFFSET_DATE_TIME, OffsetDateTime::from);
        }
        // In strict resolving "y" is the year of an era and needs one; what is meant is the year.
        DateTimeFormatter formatter =
                DateTimeFormatter.ofPattern(withoutEra(form), Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
        return new TimeForm(form, zone, formatter, says(formatter));
    }

    private static TemporalQuery<? extends TemporalAccessor> says(DateTimeFormatter formatter) {
        String sample = formatter.format(OffsetDateTime.parse("2026-03-04T05:06:07+08:00"));
        List<TemporalQuery<? extends TemporalAccessor>> candidates =
                List.of(OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        for (TemporalQuery<? extends TemporalAccessor> candidate : candidates) {
            try {
                formatter.parse(sample, candidate);
                return candidate;
            } catch (DateTimeException less) {
                // The next one asks for less.
            }
        }
        throw new IllegalArgumentException("no year, month and day in it");
    }

    private static String withoutEra(String pattern) {
        StringBuilder without = new StringBuilder();
        boolean quoted = false;
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            without.append(c == 'y' && !quoted ? 'u' : c);
        }
        return without.toString();
    }

    /** Milliseconds since 1970-01-01T00:00Z; empty: not of this form. */
    OptionalLong parse(String text) {
        if (formatter == null) {
            return number(text);
        }
        try {
            // An offset beyond all zones is an exception even here.
            ParsePosition position = new ParsePosition(0);
            if (formatter.parseUnresolved(text, position) == null || position.getIndex() < text.length()) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(instant(formatter.parse(text, says)).toEpochMilli());
        } catch (DateTimeException | ArithmeticException notThis) {
            return OptionalLong.empty();
        }
    }

    private Instant instant(TemporalAccessor found) {
        if (found instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (found instanceof LocalDateTime time) {
            return time.atZone(zone).toInstant();
        }
        return ((LocalDate) found).atStartOfDay(zone).toInstant();
    }

    private OptionalLong number(String text) {
        if (!text.matches("-?\\d{1,15}")) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(text) * (form.equals(SECONDS) ? 1_000 : 1);
        return Math.abs(number) < END_MILLIS ? OptionalLong.of(number) : OptionalLong.empty();
    }

    @Override
    public String toString() {
        return form;
    }
}
