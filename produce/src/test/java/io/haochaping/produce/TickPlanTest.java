package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.produce.TickPlan.PlannedTick;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the ticks of a copy stand. */
class TickPlanTest {
    private static final long MIDNIGHT =
            OffsetDateTime.parse("2026-03-01T00:00:00+08:00").toInstant().toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;

    @Test
    void aSortedFileHasATickAtTheBeginningOfEachDayWithRecords() {
        TickPlan plan = plan(List.of(MIDNIGHT, MIDNIGHT + 23 * HOUR, MIDNIGHT + DAY, MIDNIGHT + 3 * DAY + 1));

        assertThat(plan.daily())
                .containsExactly(new PlannedTick(MIDNIGHT + DAY, 2), new PlannedTick(MIDNIGHT + 3 * DAY, 3));
        assertThat(plan.latest()).isEqualTo(MIDNIGHT + 3 * DAY + 1);
    }

    @Test
    void aLateLineHoldsBackTheTicksOfTheDaysBehindIt() {
        TickPlan plan = plan(List.of(MIDNIGHT, MIDNIGHT + DAY, MIDNIGHT + 2 * DAY, MIDNIGHT + 1, MIDNIGHT + 3 * DAY));

        assertThat(plan.daily())
                .containsExactly(
                        new PlannedTick(MIDNIGHT + DAY, 4),
                        new PlannedTick(MIDNIGHT + 2 * DAY, 4),
                        new PlannedTick(MIDNIGHT + 3 * DAY, 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void noTickStandsBeforeALineThatIsOlderAndNoneStandsLaterThanItMust(long seed) {
        Random random = new Random(seed);
        List<Long> appends = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            appends.add(MIDNIGHT + i * HOUR + random.nextInt(1 + random.nextInt(200)) * HOUR);
        }
        TickPlan plan = plan(appends);

        assertThat(plan.daily()).isNotEmpty().isSortedAccordingTo((a, b) -> Long.compare(a.at(), b.at()));
        for (PlannedTick tick : plan.daily()) {
            assertThat(appends.subList((int) tick.afterLine(), appends.size())).allMatch(append -> append >= tick.at());
            assertThat(appends.get((int) tick.afterLine() - 1)).isLessThan(tick.at());
        }
    }

    @Test
    void theDelayOfASortedFileIsNothingAndOfOneInReverseIsNearlyAllOfIt() {
        List<Long> appends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            appends.add(MIDNIGHT + i * DAY);
        }
        assertThat(plan(appends).delay()).isZero();
        java.util.Collections.reverse(appends);
        assertThat(plan(appends).delay()).isGreaterThan(0.9);
        assertThat(plan(List.of()).delay()).isZero();
    }

    @Test
    void anEmptyCopyHasNoTicks() {
        assertThat(plan(List.of()).daily()).isEmpty();
        assertThat(plan(List.of()).latest()).isEqualTo(-1);
    }

    private static TickPlan plan(List<Long> appends) {
        TickPlan plan = new TickPlan();
        for (int i = 0; i < appends.size(); i++) {
            plan.add(i + 1, appends.get(i));
        }
        return plan;
    }
}
