package io.haochaping.domain.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * How the levels make one score. Decides what is shown, never what is counted.
 *
 * @param weights of level 1 to level 5
 */
public record MeanScore(List<Integer> weights, int decimals, RoundingMode rounding) {
    /** 0, 25, 50, 75, 100 points, two decimals. */
    public static final MeanScore STANDARD = new MeanScore(List.of(0, 25, 50, 75, 100), 2, RoundingMode.HALF_UP);

    public MeanScore {
        weights = List.copyOf(weights);
        if (weights.size() != 5 || decimals < 0) {
            throw new IllegalArgumentException("a mean score takes five weights and 0 decimals or more");
        }
    }

    /**
     * Rounded once; empty where there are no ratings.
     *
     * @param counts of level 1 to level 5
     */
    public Optional<BigDecimal> of(long... counts) {
        long ratings = 0;
        BigDecimal points = BigDecimal.ZERO;
        for (int i = 0; i < weights.size(); i++) {
            ratings += counts[i];
            points = points.add(BigDecimal.valueOf(weights.get(i)).multiply(BigDecimal.valueOf(counts[i])));
        }
        return ratings == 0
                ? Optional.empty()
                : Optional.of(points.divide(BigDecimal.valueOf(ratings), decimals, rounding));
    }

    String canonicalText() {
        return weights.toString().replace(" ", "") + "/" + decimals + "/" + rounding;
    }
}
