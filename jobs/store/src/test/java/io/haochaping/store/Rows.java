package io.haochaping.store;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.time.Instant;
import java.util.Random;

/** Rows for tests: plain ones by what they are about, and random ones of every kind. */
final class Rows {
    /** 2026-10-03T09:00 in Shanghai. */
    static final long NINE = Instant.parse("2026-10-03T01:00:00Z").toEpochMilli();

    static final long HOUR = 3_600_000;
    static final long DAY = 24 * HOUR;

    private static final String[] AWKWARD = {
        "",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\\",
        "\\N",
        "\\.",
        "\0",
        "\u2400",
        "\u241B",
        "\u241B\u2400\0",
        "'",
        "\"",
        "|",
        "\\|",
        "a|b",
        "南山区",
        "😀",
        "{a,b}",
        "NULL",
        "null",
        "%s",
        "$1",
        "\u00A0",
        "\uFEFFx",
        "a;b"
    };

    private Rows() {}

    static Dimensions at(String department, String channel) {
        return new Dimensions("440100000000", department, "hall-1", "item-1", channel, "");
    }

    static RowKey hour(long time, String department) {
        return hour(time, department, Part.IN_TIME);
    }

    static RowKey hour(long time, String department, Part part) {
        return RowKey.hour(new ByteWriter(64), time, part, at(department, "web"), "builtin-1");
    }

    static RowKey minute(long time, String department, String channel) {
        return RowKey.minute(new ByteWriter(64), time, at(department, channel));
    }

    static RowKey tag(long day, String tag) {
        return RowKey.tag(new ByteWriter(64), (int) day, "item-1", tag);
    }

    static RowKey equation(String topic, int partition) {
        return RowKey.equation(new ByteWriter(64), topic, partition, "rating");
    }

    static RowKey flag(String flag, String subject) {
        return RowKey.flag(new ByteWriter(64), flag, subject);
    }

    static RowKey suspect(String caseNumber, long ratedAt) {
        return suspect("many-by-rater", caseNumber, ratedAt);
    }

    static RowKey suspect(String signal, String caseNumber, long ratedAt) {
        Dimensions at = at("d", "web");
        return RowKey.suspect(
                new ByteWriter(64),
                signal,
                "scope",
                caseNumber,
                1,
                7,
                ratedAt,
                at.region(),
                at.department(),
                at.channel(),
                "rater",
                "k1:00");
    }

    static RowKey cell(String name, long start) {
        return RowKey.cell(new ByteWriter(64), "rater", name, start);
    }

    static RowKey bad(String scope, String caseNumber, int level, long ratedAt) {
        return RowKey.bad(
                new ByteWriter(64), scope, caseNumber, 1, level, ratedAt, at("department-1", "web"), "108;214", true);
    }

    static Tally tally(Object... figuresAndAmounts) {
        TallyAccumulator tally = new TallyAccumulator();
        for (int i = 0; i < figuresAndAmounts.length; i += 2) {
            int number =
                    figuresAndAmounts[i] instanceof Figure figure ? figure.number() : (Integer) figuresAndAmounts[i];
            tally.add(number, ((Number) figuresAndAmounts[i + 1]).longValue());
        }
        return tally.toTally();
    }

    static RowKey randomKey(Random random) {
        ByteWriter out = new ByteWriter(64);
        long time = NINE + random.nextInt(1_000_000) * 997L;
        Dimensions at =
                new Dimensions(text(random), text(random), text(random), text(random), text(random), text(random));
        return switch (RowKind.values()[random.nextInt(8)]) {
            case HOUR -> RowKey.hour(out, time, Part.of(random.nextInt(4)), at, text(random));
            case MINUTE -> RowKey.minute(out, time, at);
            case TAG -> RowKey.tag(out, (int) (time / DAY), text(random), text(random));
            case EQUATION -> RowKey.equation(out, text(random), random.nextInt(3), text(random));
            case BAD ->
                RowKey.bad(
                        out,
                        text(random),
                        text(random),
                        1 + random.nextInt(3),
                        1 + random.nextInt(2),
                        time,
                        at,
                        tags(random),
                        random.nextBoolean());
            case FLAG -> RowKey.flag(out, text(random), text(random));
            case SUSPECT ->
                RowKey.suspect(
                        out,
                        text(random),
                        text(random),
                        text(random),
                        1 + random.nextInt(3),
                        random.nextLong(),
                        time,
                        text(random),
                        text(random),
                        text(random),
                        text(random),
                        text(random));
            case CELL -> RowKey.cell(out, text(random), text(random), time);
        };
    }

    private static String tags(Random random) {
        return random.nextBoolean() ? "" : text(random) + ";" + text(random);
    }

    private static String text(Random random) {
        String text = AWKWARD[random.nextInt(AWKWARD.length)];
        return random.nextBoolean() ? text : text + AWKWARD[random.nextInt(AWKWARD.length)] + random.nextInt(4);
    }

    /** Some of the figures that the kind of row has, signed, never none. */
    static Tally randomTally(Random random, RowKind kind) {
        RowTable table = RowTable.of(kind);
        TallyAccumulator tally = new TallyAccumulator();
        tally.add(table.figures().get(random.nextInt(table.figures().size())), 1 + random.nextInt(9));
        for (Figure figure : table.figures()) {
            if (random.nextInt(4) == 0) {
                tally.add(figure, random.nextBoolean() ? random.nextLong() >> 4 : random.nextInt(5) - 2);
            }
        }
        for (int i = table.hasBuckets() ? random.nextInt(6) : 0; i > 0; i--) {
            int first = random.nextBoolean() ? Figure.CALENDAR_BUCKETS : Figure.WORKING_BUCKETS;
            tally.add(first + random.nextInt(Figure.BUCKET_SPACE), random.nextInt(9) - 4);
        }
        return tally.isZero() ? Tally.of(table.figures().get(0), 1) : tally.toTally();
    }
}
