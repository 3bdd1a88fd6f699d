package io.haochaping.exclusions;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.CaseKey;
import org.junit.jupiter.api.Test;

/** What becomes of a decision, by what was decided under its number before. */
final class VerdictTest {
    private static final Place PLACE = new Place(new CaseKey(1, 2), 1, "D1");
    private static final Subject SUBJECT = new Subject("s", "", "C1", 1);

    private final Register register = new Register();

    @Test
    void anExclusionIsSentOnceAndARevocationOnce() {
        assertThat(asked(exclude("why"))).isEqualTo(Verdict.Outcome.NEW);
        assertThat(asked(revoke("no"))).isEqualTo(Verdict.Outcome.NOTHING_TO_REVOKE);

        register.add(PLACE, exclude("why").decidedAt(10), 7);
        assertThat(asked(exclude("why"))).isEqualTo(Verdict.Outcome.HOLDS_ALREADY);
        assertThat(asked(exclude("otherwise"))).isEqualTo(Verdict.Outcome.NUMBER_TAKEN);
        assertThat(asked(revoke("no"))).isEqualTo(Verdict.Outcome.NEW);

        register.add(PLACE, revoke("no").decidedAt(20), 8);
        assertThat(asked(revoke("no"))).isEqualTo(Verdict.Outcome.HOLDS_ALREADY);
        assertThat(asked(exclude("why"))).isEqualTo(Verdict.Outcome.REVOKED_BEFORE);
    }

    @Test
    void ofTwoDecisionsTheLaterHoldsWhateverCameFirstAndAtOneTimeTheGreaterContent() {
        register.add(PLACE, revoke("no").decidedAt(20), 1);
        register.add(PLACE, exclude("why").decidedAt(10), 2);
        assertThat(register.of(PLACE).orElseThrow().stands()).isFalse();

        register.add(PLACE, exclude("again").decidedAt(20), 0x8000_0000_0000_0000L);
        assertThat(register.of(PLACE).orElseThrow().stands())
                .as("contents are compared unsigned")
                .isTrue();
        assertThat(register.of(PLACE).orElseThrow().excluded().reason()).isEqualTo("again");
    }

    @Test
    void aRevocationAloneHoldsNothingBack() {
        register.add(PLACE, revoke("no").decidedAt(20), 1);
        assertThat(asked(exclude("why"))).isEqualTo(Verdict.Outcome.REVOKED_BEFORE);
        assertThat(asked(revoke("no"))).isEqualTo(Verdict.Outcome.NOTHING_TO_REVOKE);
        assertThat(register.knows(PLACE.rating(), 1)).isTrue();
        assertThat(register.knows(PLACE.rating(), 2)).isFalse();
    }

    private Verdict.Outcome asked(Decision decision) {
        return Verdict.of(decision, PLACE, register).outcome();
    }

    private static Decision exclude(String reason) {
        return new Decision(SUBJECT, "D1", false, reason, "desk", 0);
    }

    private static Decision revoke(String reason) {
        return new Decision(SUBJECT, "D1", true, reason, "desk", 0);
    }
}
