package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadline.Severity;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.Registry;
import io.haochaping.rules.ShippedProfiles;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.witness.Plans;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two oracles that share no code agree: the fold of the domain, and the truth that the generator decided before it wrote a record. */
class FoldEqualsTruthTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyCanonicalRowOfTheFoldIsTheTruth(long seed) {
        foldIsTheTruth(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    @Tag("slow")
    void everyCanonicalRowOfTheFoldIsTheTruthInOtherMonths(long seed) {
        foldIsTheTruth(seed);
    }

    private static void foldIsTheTruth(long seed) {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(seed, 2_000).withTickEvery(Duration.ofHours(6)));

        ReferenceFold fold = Plans.fold(plan, seed);

        assertThat(Plans.suspects(fold.canonicalRows()))
                .isNotEmpty()
                .isEqualTo(plan.truth().suspects());
        assertThat(fold.completeThrough()).isEqualTo(plan.completeThrough());
        assertThat(Plans.differences(plan.truth().rows(), Plans.texts(fold.canonicalRows())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void leavingOutTheMinutesThatTheCutWillNotHoldChangesNoRow(long seed) {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(seed, 2_000).withTickEvery(Duration.ofHours(6)));

        ReferenceFold fold = Plans.foldOfCut(plan, seed);

        assertThat(fold.canonicalRows()).isEqualTo(Plans.fold(plan, seed).canonicalRows());
        assertThat(fold.rowsHeld())
                .as("minutes the cut does not hold cost no memory")
                .isLessThan(Plans.fold(plan, seed).rowsHeld());
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void anotherOrderWithinAndAcrossPartitionsGivesTheSameRows(long seed) {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(seed, 1_000).withTickEvery(Duration.ofHours(6)));

        assertThat(Plans.fold(plan.reordered(seed + 1), seed + 2).canonicalRows())
                .isEqualTo(Plans.fold(plan, seed).canonicalRows());
    }

    /** The generator counts days one by one, and knows no rule book: the deadlines stand here and, in words, at its WorkOrder. */
    @Test
    void whatIsDueOfWorkOrdersIsTheTruthUnderDeadlines() {
        dueIsTheTruth(11);
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13})
    @Tag("slow")
    void whatIsDueOfWorkOrdersIsTheTruthInOtherMonths(long seed) {
        dueIsTheTruth(seed);
    }

    private static void dueIsTheTruth(long seed) {
        TrafficPlan plan = TrafficPlan.of(
                TrafficConfig.of(seed, 1_500).withTickEvery(Duration.ofHours(6)).withOrdersInTime());

        SortedMap<RowKey, Tally> rows =
                Plans.fold(plan, underDeadlines(plan), seed).canonicalRows();

        assertThat(Plans.differences(plan.truth().rowsUnderDeadlines(), Plans.texts(rows)))
                .isEmpty();
        assertThat(sum(rows, RowKind.HOUR, Figure.ORDER_CONTACT_DUE)).isGreaterThan(50);
        assertThat(Plans.fold(plan.reordered(seed + 1), underDeadlines(plan), seed + 2)
                        .canonicalRows())
                .isEqualTo(rows);
    }

    @Test
    void whatIsDueByTheSeverityThatOrdersTellIsTheTruth() {
        dueBySeverityIsTheTruth(21);
    }

    @ParameterizedTest
    @ValueSource(longs = {22, 23})
    @Tag("slow")
    void whatIsDueByTheSeverityThatOrdersTellIsTheTruthInOtherMonths(long seed) {
        dueBySeverityIsTheTruth(seed);
    }

    private static void dueBySeverityIsTheTruth(long seed) {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(seed, 1_500)
                .withTickEvery(Duration.ofHours(6))
                .withOrdersInTime()
                .withSeverities());
        Decisions naming = underDeadlines(plan).naming(NamedVersions.parse("work-order-event|2|2015-01-01"));

        SortedMap<RowKey, Tally> rows = Plans.fold(plan, naming, seed).canonicalRows();

        assertThat(Plans.differences(plan.truth().rowsUnderDeadlines(), Plans.texts(rows)))
                .isEmpty();
        assertThat(sum(rows, RowKind.HOUR, Figure.ORDER_REPLY_DUE)).isGreaterThan(20);
        assertThat(sum(rows, RowKind.HOUR, Figure.ORDER_REPLY_MET)).isGreaterThan(5);
        assertThat(Plans.fold(plan.reordered(seed + 1), naming, seed + 2).canonicalRows())
                .isEqualTo(rows);
        assertThat(sum(
                        Plans.fold(plan, underDeadlines(plan), seed).canonicalRows(),
                        RowKind.EQUATION,
                        Figure.QUARANTINED))
                .as("where nobody names the version its records are quarantined")
                .isGreaterThan(sum(rows, RowKind.EQUATION, Figure.QUARANTINED));
    }

    /** Beginning of the plan's last day but a month: what is appended before it in the second version is refused, in the fold as at the door. */
    @Test
    void aVersionThatIsNamedFromADayOnIsRefusedBeforeItInAnyOrder() {
        TrafficPlan plan = TrafficPlan.of(
                TrafficConfig.of(24, 1_500).withTickEvery(Duration.ofHours(6)).withSeverities());
        String day = plan.config().lastDay().minusDays(30).toString();
        Decisions naming = underDeadlines(plan).naming(NamedVersions.parse("work-order-event|2|" + day));

        SortedMap<RowKey, Tally> rows = Plans.fold(plan, naming, 24).canonicalRows();

        assertThat(Plans.fold(plan.reordered(25), naming, 26).canonicalRows()).isEqualTo(rows);
        long whole = sum(
                Plans.fold(plan, underDeadlines(plan).naming(NamedVersions.parse("work-order-event|2|2015-01-01")), 24)
                        .canonicalRows(),
                RowKind.HOUR,
                Figure.ORDER_REPLY_DUE);
        assertThat(sum(rows, RowKind.HOUR, Figure.ORDER_REPLY_DUE)).isBetween(1L, whole - 1);
    }

    @Test
    void whatIsDueInAYearWithoutCalendarIsTheTruthUnderDeadlines() {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(14, 200)
                .withTickEvery(Duration.ofHours(6))
                .between(LocalDate.of(2026, 12, 28), LocalDate.of(2026, 12, 31))
                .only("order-untouched"));

        SortedMap<RowKey, Tally> rows =
                Plans.fold(plan, underDeadlines(plan), 14).canonicalRows();

        assertThat(Plans.differences(plan.truth().rowsUnderDeadlines(), Plans.texts(rows)))
                .isEmpty();
        assertThat(sum(rows, RowKind.HOUR, Figure.ORDER_CONTACT_UNKNOWN_DAYS)).isPositive();
    }

    private static Decisions underDeadlines(TrafficPlan plan) {
        Decisions own = Plans.decisions(plan);
        Decisions.RuleSource rules = () -> RuleBook.single(new Rules("builtin-1", 7, 3, 3)
                .with(new OrderDeadlines(List.of(
                        new OrderDeadline(Step.CONTACTED, Severity.ANY, 1, true, Step.OPENED, 0),
                        new OrderDeadline(Step.RECTIFIED, Severity.ANY, 3, false, Step.CONTACTED, 2),
                        new OrderDeadline(Step.REPLIED, Severity.ORDINARY, 2, true, Step.OPENED, 0),
                        new OrderDeadline(Step.REPLIED, Severity.DIFFICULT, 4, true, Step.OPENED, 0),
                        new OrderDeadline(Step.REVISITED, Severity.ANY, 2, true, Step.RECTIFIED, 0)))));
        return new Decisions(own.topics(), own.limits(), rules, Registry.NONE);
    }

    /** Each as if it held everywhere; together about ten seconds. */
    @ParameterizedTest
    @MethodSource("shippedProfiles")
    void underEveryShippedProfileBothEquationsHoldInAnyOrder(String profile) {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(31, 400).withTickEvery(Duration.ofHours(6)));
        Decisions own = Plans.decisions(plan);
        Decisions.RuleSource rules = () ->
                new ProfileBook(List.of(ShippedProfiles.read(profile).profile().everywhere()), RegionTable.builtIn());
        Decisions decisions = new Decisions(own.topics(), own.limits(), rules, Registry.NONE);

        SortedMap<RowKey, Tally> rows = Plans.fold(plan, decisions, 1).canonicalRows();

        assertThat(Plans.fold(plan.reordered(7), decisions, 2).canonicalRows()).isEqualTo(rows);
        assertThat(sum(rows, RowKind.EQUATION, Figure.values()))
                .as("each record in one class")
                .isEqualTo(plan.truth().received());
        long ratings = 0;
        for (int level = 1; level <= 5; level++) {
            ratings += sum(rows, RowKind.HOUR, Figure.level(level), Figure.defaultLevel(level));
        }
        assertThat(ratings)
                .as("ratings are counted records and generated defaults")
                .isEqualTo(countedRatings(rows) + sum(rows, RowKind.HOUR, Figure.GENERATED_DEFAULTS));
    }

    static List<String> shippedProfiles() {
        return ShippedProfiles.NAMES;
    }

    private static long countedRatings(SortedMap<RowKey, Tally> rows) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().kind() == RowKind.EQUATION
                        && row.getKey().parts().get(2).equals("rating"))
                .mapToLong(row -> row.getValue().get(Figure.COUNTED))
                .sum();
    }

    private static long sum(SortedMap<RowKey, Tally> rows, RowKind kind, Figure... figures) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().kind() == kind)
                .mapToLong(row -> Stream.of(figures)
                        .mapToLong(figure -> row.getValue().get(figure))
                        .sum())
                .sum();
    }
}
