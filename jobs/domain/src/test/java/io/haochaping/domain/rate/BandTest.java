package io.haochaping.domain.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BandTest {
    private static final List<Band> BANDS = List.of(Band.above("90", "非常高"), Band.from("80", "高"));

    @ParameterizedTest
    @CsvSource({"100, 非常高", "90.01, 非常高", "90, 高", "90.00, 高", "80, 高", "79.99, 中", "0, 中", "-1, 中"})
    void ninetyItselfIsHighAndNotVeryHigh(BigDecimal score, String band) {
        assertThat(Band.of(score, BANDS, "中")).isEqualTo(band);
    }

    @Test
    void aBandThatNoScoreCanReachIsRefused() {
        assertRefused(Band.from("80", "a"), Band.from("90", "b"));
        assertRefused(Band.from("90", "a"), Band.from("90.0", "b"));
        assertRefused(Band.from("90", "a"), Band.above("90", "b"));
        assertRefused(Band.above("90", "a"), Band.above("90", "b"));
        assertThat(Band.of(new BigDecimal(90), List.of(Band.above("90", "a"), Band.from("90", "b")), "c"))
                .isEqualTo("b");
    }

    private static void assertRefused(Band... bands) {
        assertThatThrownBy(() -> Band.of(BigDecimal.ONE, List.of(bands), "below"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("band b");
    }
}
