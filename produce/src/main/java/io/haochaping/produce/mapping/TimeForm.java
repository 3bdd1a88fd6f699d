package io.haochaping.produce.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
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

    private TimeForm(String form, ZoneId zone, DateTimeFormatter formatter) {
        this.form = form;
        this.zone = zone;
        this.formatter = formatter;
    }

    /** @throws IllegalArgumentException where it is neither one of the names nor a pattern that says a day */
    static TimeForm of(String form, ZoneId zone) {
        if (form.equals(MILLIS) || form.equals(SECONDS)) {
            return new TimeForm(form, zone, null);
        }
        if (form.equals(ISO)) {
            return new TimeForm(form, zone, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        }
        // In strict resolving "y" is the year of an era and needs one; what is meant is the year.
        DateTimeFormatter formatter =
                DateTimeFormatter.ofPattern(withoutEra(form), Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
        TimeForm made = new TimeForm(form, zone, formatter);
        String sample = formatter.format(OffsetDateTime.parse("2026-03-04T05:06:07+08:00"));
        if (made.parse(sample).isEmpty()) {
            throw new IllegalArgumentException("no year, month and day in it");
        }
        return made;
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
            TemporalAccessor found =
                    formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return OptionalLong.of(instant(found).toEpochMilli());
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
