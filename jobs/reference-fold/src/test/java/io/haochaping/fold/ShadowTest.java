package io.haochaping.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.CodeSystem;
import io.haochaping.domain.code.CodeSystems;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.fold.shadow.Comparison;
import io.haochaping.fold.shadow.Movement;
import io.haochaping.fold.shadow.Shadow;
import io.haochaping.fold.shadow.Sums;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.intake.WriterSchemas;
import io.haochaping.rules.ShippedProfiles;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.rules.file.RulesFile;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SchemaCatalog;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A hundred ratings of July 2023, counted as Sichuan, Shanghai and Guangdong count. */
final class ShadowTest {
    private static final long NOON =
            ShanghaiTime.startOfDay(LocalDate.parse("2023-07-15").toEpochDay()) + 12 * ShanghaiTime.MILLIS_PER_HOUR;
    private static final long FROM =
            ShanghaiTime.startOfDay(LocalDate.parse("2023-07-01").toEpochDay());
    private static final long TO =
            ShanghaiTime.startOfDay(LocalDate.parse("2023-08-01").toEpochDay());

    private final Records records = new Records();
    private int cases;

    @Test
    void threePlacesMakeThreeRatesOfTheSameRecords() {
        aHundredRatings();

        Sums sichuan = compare(as("sichuan"), as("sichuan")).own();
        Sums shanghai = compare(as("sichuan"), as("shanghai")).other();
        Sums guangdong = compare(as("sichuan"), as("guangdong")).other();

        assertThat(rate(sichuan)).isEqualTo("93.00");
        assertThat(rate(shanghai)).isEqualTo("72.00");
        assertThat(rate(guangdong)).isEqualTo("94.67 of 75");
    }

    @Test
    void eachDifferenceIsExplainedWithTheNumberOfRatingsBehindIt() {
        aHundredRatings();

        Comparison shanghai = compare(as("sichuan"), as("shanghai"));
        assertThat(shanghai.movements()).containsOnlyKeys(Movement.LEVELS);
        assertThat(shanghai.movements().get(Movement.LEVELS).ratings()).isEqualTo(21);
        assertThat(shanghai.unexplained()).isEqualTo(Sums.ZERO);

        Comparison guangdong = compare(as("sichuan"), as("guangdong"));
        assertThat(guangdong.movements()).containsOnlyKeys(Movement.LEFT_OUT);
        assertThat(guangdong.movements().get(Movement.LEFT_OUT).ratings()).isEqualTo(25);
        assertThat(guangdong.unexplained()).isEqualTo(Sums.ZERO);

        Comparison both = compare(as("guangdong"), as("shanghai"));
        assertThat(both.movements().get(Movement.LEVELS).ratings()).isEqualTo(21);
        assertThat(both.movements().get(Movement.LEFT_OUT).ratings()).isEqualTo(25);
        assertThat(both.unexplained()).isEqualTo(Sums.ZERO);
    }

    @Test
    void whatTheLedgerDecidesOtherwiseIsExplainedToo() {
        aHundredRatings();
        completedAndNeverRated(7);
        ratedTwice(5);

        // The built-in rules make defaults and count the first of two.
        Comparison comparison = compare(RuleBook.builtIn(), lastOfTheMatterWithinTenDays());

        assertThat(comparison.movements().get(Movement.DEFAULT).change().ratings())
                .isEqualTo(-7);
        assertThat(comparison.movements().get(Movement.COMPETITION).ratings()).isEqualTo(10);
        assertThat(comparison.movements().get(Movement.COMPETITION).change().good())
                .isEqualTo(-5);
        assertThat(comparison.unexplained()).isEqualTo(Sums.ZERO);
    }

    /** Known under one alone, and read the other way round. */
    @Test
    void whatACodeSystemMovesIsToldAsThat() {
        aHundredRatings();
        ratedInCitySystem(6, "0");
        ratedInCitySystem(4, "4");

        Comparison known = compare(RuleBook.builtIn(), withCitySystem(0, 4));
        assertThat(known.movements()).containsOnlyKeys(Movement.CODES);
        assertThat(known.movements().get(Movement.CODES).change().ratings()).isEqualTo(10);
        assertThat(known.movements().get(Movement.CODES).change().good()).isEqualTo(6);
        assertThat(known.unexplained()).isEqualTo(Sums.ZERO);

        Comparison turned = compare(withCitySystem(0, 4), withCitySystem(4, 0));
        assertThat(turned.movements()).containsOnlyKeys(Movement.CODES);
        assertThat(turned.movements().get(Movement.CODES).ratings()).isEqualTo(10);
        assertThat(turned.movements().get(Movement.CODES).change()).isEqualTo(new Sums(0, -2, 0, -2));
        assertThat(turned.unexplained()).isEqualTo(Sums.ZERO);
    }

    @Test
    void whatDoesNotFitIsReadAgainAndSaysTheSame() {
        aHundredRatings();
        completedAndNeverRated(7);
        ratedTwice(5);
        RuleBook other = lastOfTheMatterWithinTenDays();
        Shadow small = shadow(RuleBook.builtIn(), other, 20);

        Comparison told = small.compare(this::readInto);

        assertThat(told).isEqualTo(compare(RuleBook.builtIn(), other));
        assertThat(told.movements()).isNotEmpty();
        assertThat(small.mostHeld()).isLessThanOrEqualTo(20);
        assertThat(small.readings()).as("117 records, 20 at a time").isBetween(7, 16);
    }

    /** A case of last year costs neither room nor a reading. */
    @Test
    void casesThatCannotTouchThePeriodAreNotHeld() {
        aHundredRatings();
        for (int i = 0; i < 500; i++) {
            Map<String, Object> fields = fields("OLD" + i);
            fields.put("level", "5");
            fields.put("channel", "web");
            fields.put("ratedAt", NOON - 300 * ShanghaiTime.MILLIS_PER_DAY);
            records.add(
                    "rating.web",
                    0,
                    NOON - 300 * ShanghaiTime.MILLIS_PER_DAY,
                    Records.message(RecordType.RATING, fields));
        }
        Shadow shadow = shadow(as("sichuan"), as("shanghai"), 200);

        assertThat(shadow.compare(this::readInto).own().ratings()).isEqualTo(100);
        assertThat(shadow.readings()).isEqualTo(2);
        assertThat(shadow.mostHeld()).isEqualTo(100);
    }

    /** The rating lies in the month, its completion and its default may not; and the other way round. */
    @Test
    void aDefaultOfThePeriodIsFoundByACompletionBeforeIt() {
        completedAt(FROM - 3 * ShanghaiTime.MILLIS_PER_DAY);
        completedAt(FROM - 9 * ShanghaiTime.MILLIS_PER_DAY);

        Comparison comparison = compare(RuleBook.builtIn(), as("sichuan"));

        assertThat(comparison.own().ratings()).isEqualTo(1);
        assertThat(comparison.unexplained()).isEqualTo(Sums.ZERO);
    }

    @Test
    void theSameRulesDifferInNothing() {
        aHundredRatings();
        completedAndNeverRated(3);

        assertThat(compare(RuleBook.builtIn(), RuleBook.builtIn()).movements()).isEmpty();
    }

    /** 72 of levels 5 and 4, 21 of level 3, 7 bad ones; 25 of them by text message, of which 22 are good. */
    private void aHundredRatings() {
        rate(50, "5", "web");
        rate(21, "3", "web");
        rate(4, "2", "web");
        rate(22, "4", "sms");
        rate(3, "1", "sms");
    }

    private void rate(int ratings, String level, String channel) {
        for (int i = 0; i < ratings; i++) {
            Map<String, Object> fields = fields("C" + cases++);
            fields.put("level", level);
            fields.put("channel", channel);
            fields.put("ratedAt", NOON);
            records.add("rating.web", 0, NOON, Records.message(RecordType.RATING, fields));
        }
    }

    private void ratedInCitySystem(int count, String level) {
        for (int i = 0; i < count; i++) {
            Map<String, Object> fields = fields("C" + cases++);
            fields.put("codeSystem", "city-1");
            fields.put("level", level);
            fields.put("channel", "web");
            fields.put("ratedAt", NOON);
            records.add("rating.web", 0, NOON, Records.message(RecordType.RATING, fields));
        }
    }

    private static RuleBook withCitySystem(int best, int worst) {
        CodeSystem system =
                new CodeSystem("city-1", best, worst, List.of(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        CodeSystems.Declared declared =
                new CodeSystems.Declared("city", "city.yaml", system, LocalDate.parse("2023-01-01"));
        return new ProfileBook(List.of(new Profile("city", List.of(), List.of(declared))), RegionTable.builtIn());
    }

    private void ratedTwice(int count) {
        for (int i = 0; i < count; i++) {
            Map<String, Object> fields = fields("C" + cases++);
            fields.put("level", "5");
            fields.put("channel", "web");
            fields.put("ratedAt", NOON);
            records.add("rating.web", 0, NOON, Records.message(RecordType.RATING, fields));
            fields.put("level", "1");
            fields.put("ratedAt", NOON + 60_000);
            records.add("rating.web", 0, NOON + 60_000, Records.message(RecordType.RATING, fields));
        }
    }

    private void completedAndNeverRated(int count) {
        for (int i = 0; i < count; i++) {
            completedAt(NOON);
        }
    }

    private void completedAt(long at) {
        Map<String, Object> fields = fields("C" + cases++);
        fields.put("kind", "COMPLETED");
        fields.put("at", at);
        records.add("case.event", 0, at, Records.message(RecordType.CASE_EVENT, fields));
    }

    private static Map<String, Object> fields(String caseNumber) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("caseNumber", caseNumber);
        fields.put("handlingRegion", "440100");
        fields.put("codeSystem", "platform");
        return fields;
    }

    private Comparison compare(RuleBook own, RuleBook other) {
        return shadow(own, other, 1_000_000).compare(this::readInto);
    }

    private void readInto(Consumer<RawRecord> taker) {
        records.partitions().values().forEach(log -> log.forEach(taker));
    }

    private static Shadow shadow(RuleBook own, RuleBook other, int mostFacts) {
        return new Shadow(ShadowTest::door, own, other, Limits.STANDARD, FROM, TO, mostFacts);
    }

    private static Intake door(RuleBook rules) {
        return new Intake(
                SourceTopics.standard(Set.of()),
                new WriterSchemas(SchemaCatalog.released(), Map.of()),
                Limits.STANDARD,
                rules);
    }

    private static RuleBook as(String profile) {
        return new ProfileBook(List.of(ShippedProfiles.read(profile).profile().everywhere()), RegionTable.builtIn());
    }

    private static RuleBook lastOfTheMatterWithinTenDays() {
        try {
            String text = """
                    profile: last
                    name: {zh: 甲, en: last}
                    versions:
                      - from: 2020-01-01
                        regions: [all]
                        identity: {per: matter}
                        content: {counts: last}
                        window: {days: 10}
                    """;
            return new ProfileBook(List.of(RulesFile.parse("last", text).profile()), RegionTable.builtIn());
        } catch (FaultyRules impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String rate(Sums sums) {
        String percent = sums.satisfaction().percent(2).orElseThrow().toPlainString();
        return sums.inDistribution() == sums.ratings() ? percent : percent + " of " + sums.inDistribution();
    }
}
