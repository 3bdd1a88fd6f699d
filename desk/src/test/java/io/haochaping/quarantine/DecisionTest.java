package io.haochaping.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions as they stand in their topic: a promise to those who read it. */
final class DecisionTest {
    private static final Instant AT = Instant.parse("2026-10-08T02:15:00Z");

    @Test
    void theBytesOfADecisionStayAsTheyAre() {
        Decision redrive = new Decision("rating.web/0/12", "rating.web/0/99", "schema 2 is listed", "王", AT);
        assertThat(new String(redrive.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"version\":1,\"action\":\"redrive\",\"of\":\"rating.web/0/12\",\"to\":\"rating.web/0/99\","
                                + "\"reason\":\"schema 2 is listed\",\"author\":\"王\",\"at\":\"2026-10-08T02:15:00Z\"}");
        Decision discard = new Decision("rating.web/0/12", "", "a test", "王", AT);
        assertThat(new String(discard.bytes(), StandardCharsets.UTF_8)).contains("\"action\":\"discard\"");
        assertThat(List.of(redrive, discard))
                .allSatisfy(one -> assertThat(Decision.of(one.bytes())).contains(one));
    }

    @Test
    void strangersInTheTopicAreNoDecisions() {
        for (String stranger : List.of(
                "",
                "null",
                "[]",
                "no json",
                "{\"version\":2,\"action\":\"discard\",\"of\":\"a/0/0\",\"at\":\"2026-10-08T02:15:00Z\"}",
                "{\"version\":1,\"action\":\"redrive\",\"of\":\"a/0/0\",\"at\":\"2026-10-08T02:15:00Z\"}",
                "{\"version\":1,\"action\":\"discard\",\"of\":\"a/0/0\",\"at\":\"yesterday\"}",
                "{\"version\":1,\"action\":\"discard\",\"at\":\"2026-10-08T02:15:00Z\"}")) {
            assertThat(Decision.of(stranger.getBytes(StandardCharsets.UTF_8)))
                    .as(stranger)
                    .isEmpty();
        }
        assertThat(Decision.of((byte[]) null)).isEmpty();
    }

    @Test
    void bytesAreShownInHexadecimalAndNeverDecoded() {
        byte[] bytes = "差评 bad\n0123456789".getBytes(StandardCharsets.UTF_8);
        assertThat(HexDump.of(bytes))
                .containsExactly(
                        "00000000  e5 b7 ae e8 af 84 20 62 61 64 0a 30 31 32 33 34  |...... bad.01234|",
                        "00000010  35 36 37 38 39                                   |56789|");
    }
}
