package io.haochaping.domain.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TickRoundsTest {
    private static final TopicPartition A = new TopicPartition("rating.web", 0);
    private static final TopicPartition B = new TopicPartition("rating.web", 1);
    private static final TopicPartition C = new TopicPartition("rating.hall", 0);

    private final TickRounds rounds = new TickRounds();
    private final Map<TopicPartition, Long> lastTicks = new HashMap<>();

    @Test
    void usageExample() {
        reads(A, 100, A, B);
        assertThat(rounds.advance(lastTicks)).isEqualTo(TickRounds.NEVER);

        reads(B, 100, A, B);
        assertThat(rounds.advance(lastTicks)).isEqualTo(100);
    }

    @Test
    void aPartitionWithoutRecordsHoldsNothingBackWhileItHasTicks() {
        reads(A, 100, A, B);
        reads(B, 100, A, B);
        reads(A, 200, A, B);
        reads(B, 200, A, B);

        assertThat(rounds.advance(lastTicks)).isEqualTo(200);
    }

    @Test
    void aLaggingPartitionHoldsTheRoundBack() {
        reads(A, 100, A, B);
        reads(B, 100, A, B);
        reads(A, 200, A, B);
        reads(A, 300, A, B);

        assertThat(rounds.advance(lastTicks)).isEqualTo(100);
        assertThat(rounds.open()).containsOnlyKeys(200L, 300L);
    }

    @Test
    void aLaterTickServesForOneThatIsMissing() {
        reads(A, 100, A, B);
        reads(A, 200, A, B);
        reads(B, 200, A, B);

        assertThat(rounds.advance(lastTicks)).isEqualTo(200);
        assertThat(rounds.open()).isEmpty();

        reads(A, 300, A, B);
        reads(B, 400, A, B);
        assertThat(rounds.advance(lastTicks)).isEqualTo(300);
    }

    @Test
    void aRepeatedRoundChangesNothing() {
        reads(A, 100, A, B);
        reads(B, 100, A, B);
        rounds.advance(lastTicks);
        reads(A, 100, A, B);

        assertThat(rounds.advance(lastTicks)).isEqualTo(100);
        assertThat(rounds.open()).isEmpty();
    }

    @Test
    void ofTwoRoundsOfOneTimeTheFirstWholeOneCountsWheneverTheOtherIsHeardOf() {
        reads(A, 100, A, B);
        reads(A, 100, A);
        assertThat(rounds.advance(lastTicks)).isEqualTo(100);

        TickRounds late = new TickRounds();
        late.announce(100, List.of(A));
        assertThat(late.advance(lastTicks)).isEqualTo(100);
        late.announce(100, List.of(A, B));
        assertThat(late.advance(lastTicks)).isEqualTo(100);
    }

    /** A partition whose records come before its first tick: whoever reads the same cut at once must come to the same. */
    @Test
    void aNewPartitionTakesNothingBack() {
        reads(A, 100, A);
        assertThat(rounds.advance(lastTicks)).isEqualTo(100);

        lastTicks.put(C, TickRounds.NEVER);
        assertThat(rounds.advance(lastTicks)).isEqualTo(100);
        TickRounds atOnce = new TickRounds();
        atOnce.announce(100, List.of(A));
        assertThat(atOnce.advance(lastTicks)).isEqualTo(100);
    }

    @Test
    void aNewPartitionCountsFromTheFirstRoundThatNamesIt() {
        reads(A, 100, A, B);
        reads(B, 100, A, B);
        assertThat(rounds.advance(lastTicks)).isEqualTo(100);

        reads(A, 200, A, B, C);
        reads(B, 200, A, B, C);
        assertThat(rounds.advance(lastTicks)).isEqualTo(100);

        reads(C, 200, A, B, C);
        assertThat(rounds.advance(lastTicks)).isEqualTo(200);
    }

    @Test
    void itNeverGoesBack() {
        reads(A, 200, A);
        assertThat(rounds.advance(lastTicks)).isEqualTo(200);

        reads(A, 100, A);
        assertThat(rounds.advance(lastTicks)).isEqualTo(200);
        assertThat(rounds.open()).isEmpty();
    }

    @Test
    void aRoundWithoutPartitionsSaysNothing() {
        rounds.announce(100, List.of());

        assertThat(rounds.advance(lastTicks)).isEqualTo(TickRounds.NEVER);
        assertThat(rounds.open()).isEmpty();
    }

    @Test
    void itGoesOnWhereItWasStored() {
        reads(A, 100, A, B);
        reads(B, 100, A, B);
        reads(A, 200, A, B);
        rounds.advance(lastTicks);

        TickRounds restored = new TickRounds(rounds.completeThrough());
        rounds.open().forEach((time, open) -> open.forEach(round -> restored.announce(time, round)));
        assertThat(restored.completeThrough()).isEqualTo(100);
        assertThat(restored.open()).isEqualTo(rounds.open());

        lastTicks.put(B, 200L);
        assertThat(restored.advance(lastTicks)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theOrderInWhichPartitionsAreReadAndTheMomentsOfAdvanceDoNotMatter(long seed) {
        Random random = new Random(seed);
        List<TopicPartition> all = List.of(A, B, C);
        Map<TopicPartition, List<Long>> ticks = new HashMap<>();
        all.forEach(p -> ticks.put(p, new ArrayList<>()));
        for (long time = 1; time <= 200; time++) {
            for (TopicPartition p : all) {
                if (random.nextInt(4) > 0) {
                    ticks.get(p).add(time);
                }
            }
        }
        long expected = 0;
        for (long time = 1; time <= 200; time++) {
            long t = time;
            boolean announced = ticks.values().stream().anyMatch(read -> read.contains(t));
            boolean whole = ticks.values().stream().allMatch(read -> read.get(read.size() - 1) >= t);
            expected = announced && whole ? time : expected;
        }

        Map<TopicPartition, Integer> next = new HashMap<>();
        long before = TickRounds.NEVER;
        while (all.stream().anyMatch(p -> next.getOrDefault(p, 0) < ticks.get(p).size())) {
            TopicPartition p = all.get(random.nextInt(all.size()));
            int at = next.merge(p, 1, Integer::sum) - 1;
            if (at < ticks.get(p).size()) {
                reads(p, ticks.get(p).get(at), A, B, C);
            }
            if (random.nextInt(3) == 0) {
                assertThat(rounds.advance(lastTicks)).isGreaterThanOrEqualTo(before);
                before = rounds.completeThrough();
            }
        }
        assertThat(rounds.advance(lastTicks)).isEqualTo(expected);
    }

    @Test
    void offsetsThatHoldNoRecordAreControl() {
        PartitionProgress progress = new PartitionProgress(A, 10, 30, 12, 5, 100);

        assertThat(progress.control()).isEqualTo(3);
        assertThat(PartitionProgress.starting(A, 10).control()).isZero();
        assertThat(progress.furtherOf(PartitionProgress.starting(A, 10))).isSameAs(progress);
        assertThat(PartitionProgress.starting(A, 10).furtherOf(progress)).isSameAs(progress);
    }

    private void reads(TopicPartition source, long time, TopicPartition... round) {
        rounds.announce(time, List.of(round));
        lastTicks.merge(source, time, Math::max);
    }
}
