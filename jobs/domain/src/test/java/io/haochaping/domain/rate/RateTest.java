package io.haochaping.domain.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RateTest {
    @ParameterizedTest
    @CsvSource({
        "10, 32, 1, 31.3",
        "17, 32, 2, 53.13",
        "3, 32, 2, 9.38",
        "23, 32, 1, 71.9",
        "31, 32, 1, 96.9",
        "3591, 23736000, 3, 0.015",
        "0, 5, 3, 0.000",
        "5, 5, 0, 100",
        "9223372036854775807, 9223372036854775807, 2, 100.00",
    })
    void aRateIsRoundedOnceAndHalfUp(long numerator, long denominator, int decimals, BigDecimal percent) {
        assertThat(new Rate(numerator, denominator).percent(decimals)).contains(percent);
    }

    @Test
    void withoutCasesThereIsNoValueAndAReason() {
        assertThat(new Rate(0, 0).percent(3)).isEmpty();
        assertThat(new Rate(0, 0).noValue()).contains(NoValue.NO_CASES);
        assertThat(Rate.ofDue(0, 0).percent(3)).isEmpty();
        assertThat(Rate.ofDue(0, 0).noValue()).contains(NoValue.NO_DUE_CASES);
        assertThat(new Rate(0, 1).noValue()).isEmpty();
    }

    @Test
    void aRateOfNegativeCountsIsRefused() {
        assertThatThrownBy(() -> new Rate(-1, 5)).hasMessageContaining("-1 / 5");
        assertThatThrownBy(() -> new Rate(1, -5)).isInstanceOf(IllegalArgumentException.class);
    }
}
