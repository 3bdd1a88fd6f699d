package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.Registry;
import io.haochaping.rules.ShippedProfiles;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.witness.Plans;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two oracles that share no code agree: the fold of the domain, and the truth that the generator decided before it wrote a record. */
class FoldEqualsTruthTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyCanonicalRowOfTheFoldIsTheTruth(long seed) {
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
