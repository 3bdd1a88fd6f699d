package io.haochaping.fold.shadow;

import java.util.Map;

/**
 * One period under two rules.
 *
 * @param own under the rules that the comparison starts from
 * @param other under the others
 * @param movements every difference by its cause
 */
public record Comparison(Sums own, Sums other, Map<Movement, Moved> movements) {

    /**
     * @param ratings how many ratings count otherwise
     * @param change what that adds to the figures
     */
    public record Moved(long ratings, Sums change) {
        static final Moved NONE = new Moved(0, Sums.ZERO);

        Moved plus(Sums further) {
            return new Moved(ratings + 1, change.plus(further));
        }
    }

    /** What no cause explains: nothing, or the comparison is not to be believed. */
    public Sums unexplained() {
        Sums explained = movements.values().stream().map(Moved::change).reduce(Sums.ZERO, Sums::plus);
        return other.minus(own).minus(explained);
    }
}
