package io.haochaping.domain.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegionCodeTest {
    @ParameterizedTest
    @CsvSource({
        "44, 440000000000",
        "4401, 440100000000",
        "440106, 440106000000",
        "440106001, 440106001000",
        "440106001002, 440106001002",
        "' 4401 06\t', 440106000000",
        "'\u3000440106\u00a0', 440106000000",
        "4401061, 4401061",
        "440, 440",
        "44010A, 44010A",
        "'44 010A', 44010A",
        "４４０１０６, ４４０１０６",
        "'  ', ''",
        "'', ''",
    })
    void shortCodesArePaddedAndAnythingElseStays(String raw, String normalised) {
        assertThat(RegionCode.normalise(raw)).isEqualTo(normalised);
    }

    @Test
    void twelveDigitsAreTheSameInstance() {
        String code = "440106001002";

        assertThat(RegionCode.normalise(code)).isSameAs(code);
        assertThat(RegionCode.normalise(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "440000000000, 1",
        "440100000000, 2",
        "440106000000, 3",
        "440106001000, 4",
        "440106001002, 5",
        "441900003000, 4",
        "430000000010, 5",
        "200000000000, 1",
        "000000000000, 0",
        "440106, 0",
        "44010600000A, 0",
        "'', 0",
    })
    void theDigitsGiveTheLevel(String code, int level) {
        assertThat(RegionCode.level(code)).isEqualTo(level);
    }
}
