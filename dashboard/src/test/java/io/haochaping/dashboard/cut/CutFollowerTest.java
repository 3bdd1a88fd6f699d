package io.haochaping.dashboard.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CutFollowerTest {
    private static final Instant NOON = Instant.parse("2026-11-20T04:00:00Z");

    @Test
    void behindAJobThatKeepsUpThereIsNoRest() {
        CutState cut = completeThrough(NOON.minusSeconds(3_600));

        assertThat(CutFollower.restAfter(Duration.ofMillis(450), cut)).isZero();
        assertThat(CutFollower.restAfter(Duration.ofMinutes(9), cut)).isZero();
    }

    @Test
    void behindAJobThatCatchesUpTheStoreIsLeftAloneForAsLongAsItWasRead() {
        CutState cut = completeThrough(NOON.minusSeconds(3_601));

        assertThat(CutFollower.restAfter(Duration.ofSeconds(7), cut)).isEqualTo(Duration.ofSeconds(7));
        assertThat(CutFollower.restAfter(Duration.ofMinutes(9), cut)).isEqualTo(Duration.ofSeconds(30));
    }

    /** Of a cut that was committed at noon. */
    private static CutState completeThrough(Instant instant) {
        return new CutState(
                1,
                "a/1",
                NOON.toEpochMilli(),
                instant.toEpochMilli(),
                false,
                false,
                "test",
                "decisions",
                1,
                1,
                0,
                0,
                0);
    }
}
