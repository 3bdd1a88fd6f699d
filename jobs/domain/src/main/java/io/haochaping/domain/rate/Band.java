package io.haochaping.domain.rate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * A class of scores, such as 非常高 for what is above 90. Names and thresholds are rules of a publication.
 *
 * @param threshold the lower end, in points
 * @param reachedAt whether a score at the threshold itself belongs to the band
 */
public record Band(String name, BigDecimal threshold, boolean reachedAt) {
    public Band {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(threshold, "threshold");
    }

    /** What is more than the threshold. */
    public static Band above(String threshold, String name) {
        return new Band(name, new BigDecimal(threshold), false);
    }

    /** What is the threshold or more. */
    public static Band from(String threshold, String name) {
        return new Band(name, new BigDecimal(threshold), true);
    }

    /**
     * The name of the first band that the score reaches, or {@code below} where it reaches none.
     *
     * @param bands from the highest threshold to the lowest
     * @throws IllegalArgumentException if a band can never be met, because one before it takes its scores
     */
    public static String of(BigDecimal score, List<Band> bands, String below) {
        requireFalling(bands);
        for (Band band : bands) {
            if (band.holds(score)) {
                return band.name;
            }
        }
        return below;
    }

    private boolean holds(BigDecimal score) {
        int difference = score.compareTo(threshold);
        return difference > 0 || difference == 0 && reachedAt;
    }

    private static void requireFalling(List<Band> bands) {
        for (int i = 1; i < bands.size(); i++) {
            if (!bands.get(i).isWiderThan(bands.get(i - 1))) {
                throw new IllegalArgumentException(
                        "No score can reach band " + bands.get(i).name + ": " + bands.get(i - 1).name + " takes it");
            }
        }
    }

    private boolean isWiderThan(Band other) {
        int difference = threshold.compareTo(other.threshold);
        return difference < 0 || difference == 0 && reachedAt && !other.reachedAt;
    }
}
