package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void aSeedGivesTheSameScheduleForEver() {
        assertThat(Schedule.of(7, FaultKind.all(), 3))
                .hasToString("seed 7: several-killed at 189/1000, 7581 ms; database-cut-off at 383/1000, 8283 ms; "
                        + "broker-paused at 697/1000, 8906 ms");
    }

    @Test
    void otherSeedsGiveOtherSchedulesAndEveryKindComes() {
        Set<FaultKind> drawn = EnumSet.noneOf(FaultKind.class);
        for (long seed = 1; seed <= 60; seed++) {
            Schedule.of(seed, FaultKind.all(), 3).faults().forEach(fault -> drawn.add(fault.kind()));
        }

        assertThat(drawn).containsExactlyInAnyOrderElementsOf(FaultKind.all());
        assertThat(Schedule.of(1, FaultKind.all(), 3).faults())
                .isNotEqualTo(Schedule.of(2, FaultKind.all(), 3).faults());
    }

    @Test
    void theMomentsAscendAndLeaveTrafficBeforeAndBehind() {
        for (long seed = 1; seed <= 200; seed++) {
            List<Integer> moments = Schedule.of(seed, FaultKind.all(), 5).faults().stream()
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
            assertThat(Schedule.of(seed, FaultKind.all(), 5).faults())
                    .extracting(Fault::kind)
                    .doesNotHaveDuplicates();
        }
        assertThat(Schedule.of(3, List.of(FaultKind.BROKER_KILLED), 3).faults())
                .extracting(Fault::kind)
                .containsOnly(FaultKind.BROKER_KILLED)
                .hasSize(3);
    }
}
