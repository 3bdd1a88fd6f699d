package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.fold.ReferenceFold;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two oracles that share no code agree: the fold of the domain, and the truth that the generator decided before it wrote a record. */
class FoldEqualsTruthTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyCanonicalRowOfTheFoldIsTheTruth(long seed) {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(seed, 2_000).withTickEvery(Duration.ofHours(6)));

        ReferenceFold fold = Plans.fold(plan, seed);

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
}
