package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final int LATEST = FaultKind.LATEST_EDITION;

    @Test
    void aSeedGivesTheSameScheduleForEver() {
        assertThat(Schedule.of(1, 7, FaultKind.all(1), 3))
                .hasToString("seed 7: several-killed at 189/1000, 7581 ms; database-cut-off at 383/1000, 8283 ms; "
                        + "broker-paused at 697/1000, 8906 ms");
        assertThat(Schedule.of(2, 7, FaultKind.all(2), 3))
                .hasToString("seed 7: broker-killed at 189/1000, 7581 ms; broker-cut-off at 383/1000, 8283 ms; "
                        + "partition-lagging at 697/1000, 8906 ms");
    }

    @Test
    void otherSeedsGiveOtherSchedulesAndEveryKindComes() {
        Set<FaultKind> drawn = EnumSet.noneOf(FaultKind.class);
        for (long seed = 1; seed <= 150; seed++) {
            Schedule.of(LATEST, seed, FaultKind.all(LATEST), 3).faults().forEach(fault -> drawn.add(fault.kind()));
        }

        assertThat(drawn).containsExactlyInAnyOrderElementsOf(FaultKind.all(LATEST));
        assertThat(Schedule.of(LATEST, 1, FaultKind.all(LATEST), 3).faults())
                .isNotEqualTo(Schedule.of(LATEST, 2, FaultKind.all(LATEST), 3).faults());
    }

    @Test
    void theMomentsAscendAndLeaveTrafficBeforeAndBehind() {
        for (long seed = 1; seed <= 200; seed++) {
            List<Integer> moments = Schedule.of(LATEST, seed, FaultKind.all(LATEST), 5).faults().stream()
                    .map(Fault::perMille)
                    .toList();
            assertThat(moments).isSorted().doesNotHaveDuplicates();
            assertThat(moments.get(0)).isGreaterThanOrEqualTo(150);
            assertThat(moments.get(4)).isLessThan(850);
        }
    }

    @Test
    void noKindComesTwiceWhileOthersAreLeftAndASingleOneIsRepeated() {
        for (long seed = 1; seed <= 200; seed++) {
            assertThat(Schedule.of(LATEST, seed, FaultKind.all(LATEST), 5).faults())
                    .extracting(Fault::kind)
                    .doesNotHaveDuplicates();
        }
        assertThat(Schedule.of(LATEST, 3, List.of(FaultKind.BROKER_KILLED), 3).faults())
                .extracting(Fault::kind)
                .containsOnly(FaultKind.BROKER_KILLED)
                .hasSize(3);
    }
}
