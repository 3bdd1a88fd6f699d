package io.haochaping.domain.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
    private static final byte[] KEY = RandomTraces.bytes("0123456789abcdef0123456789abcdef");

    /** Held against {@code printf '\x01rater-7' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef}. */
    @Test
    void aPseudonymIsTheBeginningOfTheKeyedHashBehindTheIdOfTheKey() {
        assertThat(new Pseudonyms("2026", KEY).of(CellKind.RATER, "rater-7")).isEqualTo("2026:a0feb8d7887d51ae");
    }

    @Test
    void kindKeyAndValueEachMakeAnotherOne() {
        String one = new Pseudonyms("a", KEY).of(CellKind.RATER, "x");
        byte[] other = KEY.clone();
        other[0]++;

        assertThat(new Pseudonyms("a", KEY).of(CellKind.RATER, "x")).isEqualTo(one);
        assertThat(new Pseudonyms("a", KEY).of(CellKind.DEVICE, "x")).isNotEqualTo(one);
        assertThat(new Pseudonyms("a", KEY).of(CellKind.RATER, "y")).isNotEqualTo(one);
        assertThat(new Pseudonyms("a", other).of(CellKind.RATER, "x")).isNotEqualTo(one);
        assertThat(HexFormat.of().parseHex(one.substring(2))).hasSize(8);
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> new Pseudonyms("a", new byte[31])).hasMessageContaining("at least 32 bytes");
    }
}
