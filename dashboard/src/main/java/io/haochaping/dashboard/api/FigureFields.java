package io.haochaping.dashboard.api;

import io.haochaping.dashboard.figures.Count;
import io.haochaping.dashboard.figures.Figures;
import io.haochaping.dashboard.figures.Reason;
import io.haochaping.dashboard.figures.Share;
import java.io.IOException;

/** Figures as fields of an answer and as cells of a table: n beside every rate, and where there is no value, why. */
final class FigureFields {
    private static final int[] PER_MILLE = {500, 900, 950};
    private static final int LEVELS = 5;

    private FigureFields() {}

    static void write(Json out, Figures figures) throws IOException {
        for (Count count : Count.values()) {
            out.field(count.word(), count.of(figures));
        }
        out.object("levels", levels -> levels.numbers("active", figures.levels())
                .numbers("default", figures.defaultLevels()));
        for (Share share : Share.values()) {
            out.object(share.word(), rate -> rate.fraction("value", share.value(figures))
                    .field("numerator", share.numerator(figures))
                    .field("denominator", share.denominator(figures))
                    .field("reason", code(share.reason(figures))));
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
