package io.haochaping.dashboard.api;

import io.haochaping.dashboard.figures.Count;
import io.haochaping.dashboard.figures.Figures;
import io.haochaping.dashboard.figures.Reason;
import io.haochaping.dashboard.figures.Share;
import java.io.IOException;
import java.util.stream.Stream;

/** Figures as fields of an answer and as cells of a table: n beside every rate, and where there is no value, why. */
final class FigureFields {
    private static final int[] PER_MILLE = {500, 900, 950};
    private static final int LEVELS = 5;

    /** The fields that a year's trend writes forty thousand of: looked up by name, a fifth of its time would go there. */
    private static final Count[] COUNTS = Count.values();

    private static final Json.Name[] COUNT_NAMES =
            Stream.of(COUNTS).map(count -> new Json.Name(count.word())).toArray(Json.Name[]::new);
    private static final Share[] SHARES = Share.values();
    private static final Json.Name[] SHARE_NAMES =
            Stream.of(SHARES).map(share -> new Json.Name(share.word())).toArray(Json.Name[]::new);
    private static final Json.Name VALUE = new Json.Name("value");
    private static final Json.Name NUMERATOR = new Json.Name("numerator");
    private static final Json.Name DENOMINATOR = new Json.Name("denominator");
    private static final Json.Name REASON = new Json.Name("reason");

    private FigureFields() {}

    static void write(Json out, Figures figures) throws IOException {
        for (int i = 0; i < COUNTS.length; i++) {
            out.field(COUNT_NAMES[i], COUNTS[i].of(figures));
        }
        out.object("levels", levels -> levels.numbers("active", figures.levels())
                .numbers("default", figures.defaultLevels()));
        for (int i = 0; i < SHARES.length; i++) {
            Share share = SHARES[i];
            out.object(SHARE_NAMES[i], rate -> rate.fraction(VALUE, share.value(figures))
                    .field(NUMERATOR, share.numerator(figures))
                    .field(DENOMINATOR, share.denominator(figures))
                    .field(REASON, code(share.reason(figures))));
        }
        out.object("completionTime", time -> {
            for (int perMille : PER_MILLE) {
                time.orNull("p" + perMille / 10 + "Seconds", percentile(figures, perMille));
            }
            time.fraction("meanSeconds", figures.meanSeconds())
                    .field("n", figures.timed())
                    .field("reason", code(figures.durationReason()));
        });
    }

    static void header(CsvTable table, Language language) {
        for (Count count : Count.values()) {
            table.text(language.choose(count.chinese(), count.english()));
        }
        for (int level = 1; level <= LEVELS; level++) {
            table.text(language.choose("主动评价 " + level + " 级", "Active level " + level));
        }
        for (int level = 1; level <= LEVELS; level++) {
            table.text(language.choose("默认评价 " + level + " 级", "Default level " + level));
        }
        for (Share share : Share.values()) {
            String name = language.choose(share.chinese(), share.english());
            table.text(name)
                    .text(name + language.choose(" 分母", " n"))
                    .text(name + language.choose(" 无值原因", " no value because"));
        }
        for (int perMille : PER_MILLE) {
            table.text(language.choose("办理时长 p", "Completion time p")
                    + perMille / 10
                    + language.choose("（秒）", " (seconds)"));
        }
        table.text(language.choose("平均办理时长（秒）", "Mean completion time (seconds)"))
                .text(language.choose("办理时长 分母", "Completion time n"))
                .text(language.choose("办理时长 无值原因", "Completion time no value because"));
    }

    static void cells(CsvTable table, Figures figures, Language language) {
        for (Count count : Count.values()) {
            table.number(count.of(figures));
        }
        for (long level : figures.levels()) {
            table.number(level);
        }
        for (long level : figures.defaultLevels()) {
            table.number(level);
        }
        for (Share share : Share.values()) {
            table.number(share.value(figures))
                    .number(share.denominator(figures))
                    .text(words(share.reason(figures), language));
        }
        for (int perMille : PER_MILLE) {
            table.number(percentile(figures, perMille));
        }
        table.number(figures.meanSeconds()).number(figures.timed()).text(words(figures.durationReason(), language));
    }

    private static Long percentile(Figures figures, int perMille) {
        long seconds = figures.percentileSeconds(perMille);
        return seconds < 0 ? null : seconds;
    }

    private static String code(Reason reason) {
        return reason == null ? null : reason.code();
    }

    private static String words(Reason reason, Language language) {
        return reason == null ? null : language.choose(reason.chinese(), reason.code());
    }
}
