package io.haochaping.dashboard.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CutFollowerTest {
    @Test
    void aMoveThatTookLongIsFollowedByARestAsLongAndAShortOneByNone() {
        assertThat(CutFollower.restAfter(Duration.ofMillis(450))).isZero();
        assertThat(CutFollower.restAfter(Duration.ofSeconds(2))).isZero();
        assertThat(CutFollower.restAfter(Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(CutFollower.restAfter(Duration.ofMinutes(9))).isEqualTo(Duration.ofSeconds(30));
    }
}
