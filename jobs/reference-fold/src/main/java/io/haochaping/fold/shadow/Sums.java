package io.haochaping.fold.shadow;

import io.haochaping.domain.rate.Rate;

/**
 * What a period shows, or by how much it differs.
 *
 * @param ratings counted ratings, defaults among them
 * @param good those of a level that the rules call good
 * @param inDistribution ratings without the channels that the rules leave out
 * @param goodInDistribution the good ones among them
 */
public record Sums(long ratings, long good, long inDistribution, long goodInDistribution) {
    public static final Sums ZERO = new Sums(0, 0, 0, 0);

    static Sums of(long count, boolean good, boolean inDistribution) {
        return new Sums(count, good ? count : 0, inDistribution ? count : 0, good && inDistribution ? count : 0);
    }

    public Sums plus(Sums other) {
        return new Sums(
                ratings + other.ratings,
                good + other.good,
                inDistribution + other.inDistribution,
                goodInDistribution + other.goodInDistribution);
    }

    public Sums minus(Sums other) {
        return plus(new Sums(-other.ratings, -other.good, -other.inDistribution, -other.goodInDistribution));
    }

    /** Satisfaction: the good rate of the distribution. */
    public Rate satisfaction() {
        return new Rate(goodInDistribution, inDistribution);
    }

    public Rate goodRate() {
        return new Rate(good, ratings);
    }
}
