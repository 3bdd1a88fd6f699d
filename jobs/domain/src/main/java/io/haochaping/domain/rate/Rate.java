package io.haochaping.domain.rate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Optional;

/**
 * Two exact counts, divided only where a person reads them.
 *
 * @param ifEmpty why there is no value, should the denominator be 0
 */
public record Rate(long numerator, long denominator, NoValue ifEmpty) {
    /** @throws IllegalArgumentException if a count is negative */
    public Rate {
        Objects.requireNonNull(ifEmpty, "ifEmpty");
        if (numerator < 0 || denominator < 0) {
            throw new IllegalArgumentException("A rate of negative counts: " + numerator + " / " + denominator);
        }
    }

    /** A rate over cases: without any, the reason is {@link NoValue#NO_CASES}. */
    public Rate(long numerator, long denominator) {
        this(numerator, denominator, NoValue.NO_CASES);
    }

    /** A rate over what is due: without any, the reason is {@link NoValue#NO_DUE_CASES}. */
    public static Rate ofDue(long numerator, long due) {
        return new Rate(numerator, due, NoValue.NO_DUE_CASES);
    }

    /**
     * In per cent with so many decimals, rounded once and half up: 10 of 32 is 31.3. Empty where the denominator is 0; shares
     * that are rounded one by one need not add up to 100.
     */
    public Optional<BigDecimal> percent(int decimals) {
        if (denominator == 0) {
            return Optional.empty();
        }
        return Optional.of(BigDecimal.valueOf(numerator)
                .movePointRight(2)
                .divide(BigDecimal.valueOf(denominator), decimals, RoundingMode.HALF_UP));
    }

    /** Why there is no value; empty where there is one. */
    public Optional<NoValue> noValue() {
        return denominator == 0 ? Optional.of(ifEmpty) : Optional.empty();
    }
}
