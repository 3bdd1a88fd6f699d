package io.haochaping.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.rate.Rate;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.intake.WriterSchemas;
import io.haochaping.rules.RuleFiles;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SchemaCatalog;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Guangdong's bulletins out of one record per rating, under the profile of their date. The test command folds one record for each beginning thousand;
 * {@code -Dhaochaping.bulletins.scale=1} folds all 21 million and holds them against the published sums and rates.
 */
final class GuangdongBulletinsTest {
    private static final int SCALE = Integer.getInteger("haochaping.bulletins.scale", 1_000);
    private static final boolean IS_FULL = SCALE == 1;
    /** Cases of one fold: what it remembers of them goes before the next begins. */
    private static final int CASES_AT_ONCE = 250_000;

    private final RuleBook rules = book();
    private int partition;

    @Test
    void january2020IsCountedWithDefaultsUnderTheTrial() throws Exception {
        Month month = count("2020-01", "guangdong@2019-07-01");

        if (IS_FULL) {
            assertThat(month.levels()).containsExactly(935L, 210L, 1_638_682L, 34_635L, 445_832L);
            assertThat(month.rates()).isEqualTo("99.9460 22.6604");
        }
        assertThat(month.sum(Figure.GENERATED_DEFAULTS)).isEqualTo(scaled(1_638_682));
        assertThat(month.sum(Figure.LEVEL_3)).isZero();
    }

    @Test
    void january2021IsCountedWithoutDefaults() throws Exception {
        Month month = count("2021-01", "guangdong@2021-01-01");

        if (IS_FULL) {
            assertThat(month.levels()).containsExactly(613L, 178L, 22_773L, 23_409L, 5_265_520L);
            assertThat(month.rates()).isEqualTo("99.9851 99.5564");
        }
        assertThat(month.sum(Figure.DEFAULT_3)).isZero();
    }

    @Test
    void july2023LeavesThreeChannelsOutOfItsLevelsAndCountsThem() throws Exception {
        Month month = count("2023-07", "guangdong@2023-01-01");

        if (IS_FULL) {
            assertThat(month.total()).isEqualTo(13_879_360);
            assertThat(month.byChannel())
                    .isEqualTo(Map.of(
                            "web", 5_739_763L,
                            "sms", 64_128L,
                            "mobile yueshengshi", 93_099L,
                            "mobile yueshangtong", 151L,
                            "mobile", 2_496_931L,
                            "hall", 5_131_784L,
                            "kiosk", 82_774L,
                            "hotline", 270_730L));
            assertThat(month.levels()).containsExactly(980L, 295L, 18_062L, 10_421L, 13_431_970L);
            assertThat(month.rates()).isEqualTo("99.9905 99.8564");
        }
        assertThat(month.rules.leftOut()).containsExactly("hotline", "kiosk", "sms");
        assertThat(month.total() - sumOf(month.levels())).isEqualTo(scaled(64_128) + scaled(82_774) + scaled(270_730));
    }

    /** The records of a month through the fold; every cell must come out as it went in, under one version. */
    private Month count(String name, String version) throws Exception {
        Month month = new Month(rules.at("440100000000", dayOf(name)));
        assertThat(month.rules.version()).isEqualTo(version);
        long expected = 0;
        for (String[] line : lines(name)) {
            for (int level = 5; level >= 1; level--) {
                long ratings = scaled(Long.parseLong(line[8 - level]));
                expected += ratings;
                fold(ratings, rating(dayOf(name), line[1], line[2], level), "rating.web", month);
            }
            long unrated = scaled(Long.parseLong(line[8]));
            expected += unrated;
            fold(unrated, completion(dayOf(name)), "case.event", month);
        }
        assertThat(month.total()).isEqualTo(expected);
        assertThat(month.versions).containsExactly(version);
        return month;
    }

    private void fold(long records, Map<String, Object> fields, String topic, Month month) {
        for (long from = 0; from < records; from += CASES_AT_ONCE) {
            Intake intake = new Intake(
                    SourceTopics.standard(Set.of()),
                    new WriterSchemas(SchemaCatalog.released(), Map.of()),
                    Limits.STANDARD,
                    rules);
            ReferenceFold fold =
                    new ReferenceFold(intake, rules, Limits.STANDARD, WorkingDays.builtIn(), MonthCutOff.builtIn());
            RecordType type = topic.equals("case.event") ? RecordType.CASE_EVENT : RecordType.RATING;
            long time = (long) fields.get(type == RecordType.RATING ? "ratedAt" : "at");
            int at = partition++;
            for (long i = from; i < Math.min(records, from + CASES_AT_ONCE); i++) {
                fields.put("caseNumber", "C" + at + "-" + i);
                byte[] value = Records.message(type, fields);
                fold.receive(new RawRecord(topic, at, i - from, time, null, value, null, null));
            }
            fold.forEachCanonicalRow((row, sum) -> {
                if (row.kind() == RowKind.HOUR) {
                    month.add(row.toString().split("\\|", -1), sum);
                }
            });
        }
    }

    private static Map<String, Object> rating(long time, String channel, String app, int level) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("handlingRegion", "440100");
        fields.put("handlingDepartment", "11440100007482532L");
        fields.put("codeSystem", "platform");
        fields.put("channel", channel);
        fields.put("originApp", app);
        fields.put("level", Integer.toString(level));
        fields.put("ratedAt", time);
        return fields;
    }

    /** Eight days before, so that the default of the seventh day falls into the month. */
    private static Map<String, Object> completion(long time) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("handlingRegion", "440100");
        fields.put("handlingDepartment", "11440100007482532L");
        fields.put("codeSystem", "platform");
        fields.put("kind", "COMPLETED");
        fields.put("at", time - 8 * ShanghaiTime.MILLIS_PER_DAY);
        return fields;
    }

    private static long scaled(long count) {
        return (count + SCALE - 1) / SCALE;
    }

    private static long sumOf(List<Long> levels) {
        return levels.stream().mapToLong(Long::longValue).sum();
    }

    private static long dayOf(String month) {
        return ShanghaiTime.startOfDay(LocalDate.parse(month + "-15").toEpochDay()) + 10 * ShanghaiTime.MILLIS_PER_HOUR;
    }

    private static List<String[]> lines(String month) throws Exception {
        try (InputStream file = GuangdongBulletinsTest.class.getResourceAsStream("/bulletins/guangdong.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(month))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }

    private static RuleBook book() {
        try {
            return RuleFiles.book(List.of("national", "guangdong"));
        } catch (FaultyRules impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Hour leaves added up as a bulletin shows them. */
    private static final class Month {
        private final Rules rules;
        private final Map<String, Tally> byChannel = new TreeMap<>();
        private final Set<String> versions = new TreeSet<>();

        Month(Rules rules) {
            this.rules = rules;
        }

        /** @param row an hour leaf as text: docs/counting.md section 8 */
        void add(String[] row, Tally tally) {
            if (ratingsOf(tally) > 0) {
                versions.add(row[8]);
                byChannel.merge((row[6] + " " + row[7]).trim(), tally, Tally::plus);
            }
        }

        long sum(Figure figure) {
            return byChannel.values().stream()
                    .mapToLong(tally -> tally.get(figure))
                    .sum();
        }

        long total() {
            return byChannel.values().stream().mapToLong(Month::ratingsOf).sum();
        }

        Map<String, Long> byChannel() {
            Map<String, Long> ratings = new HashMap<>();
            byChannel.forEach((channel, tally) -> ratings.put(channel, ratingsOf(tally)));
            return ratings;
        }

        /** Level 1 to 5, without the channels that the rules leave out, defaults among them. */
        List<Long> levels() {
            List<Long> levels = new ArrayList<>();
            for (int level = 1; level <= 5; level++) {
                long sum = 0;
                for (Map.Entry<String, Tally> channel : byChannel.entrySet()) {
                    boolean isIn = !rules.leftOut().contains(channel.getKey().split(" ")[0]);
                    sum += isIn
                            ? channel.getValue().get(Figure.level(level))
                                    + channel.getValue().get(Figure.defaultLevel(level))
                            : 0;
                }
                levels.add(sum);
            }
            return levels;
        }

        /** The good rate by the rules, and beside it that of levels 4 and 5. */
        String rates() {
            return percent(rules.goodFrom()) + " " + percent(4);
        }

        private String percent(int goodFrom) {
            long good = sumOf(levels().subList(goodFrom - 1, 5));
            return new Rate(good, sumOf(levels())).percent(4).orElseThrow().toPlainString();
        }

        private static long ratingsOf(Tally tally) {
            long sum = 0;
            for (int level = 1; level <= 5; level++) {
                sum += tally.get(Figure.level(level)) + tally.get(Figure.defaultLevel(level));
            }
            return sum;
        }
    }
}
