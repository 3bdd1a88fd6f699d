package io.haochaping.exclusions;

/**
 * What holds of one decision.
 *
 * @param excluded the exclusion; null: only a revocation came
 * @param revoked null: the exclusion stands
 */
record Standing(Decision excluded, Decision revoked) {
    boolean stands() {
        return revoked == null;
    }

    /** The last word. */
    Decision last() {
        return stands() ? excluded : revoked;
    }
}
