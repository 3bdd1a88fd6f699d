package io.haochaping.fold.shadow;

import io.haochaping.domain.ledger.Cause;

/**
 * What became of one rating.
 *
 * @param counted whether it counts anywhere
 * @param level the level it counts with
 * @param read the level that its code means; 0 for a generated default
 * @param contribution why it contributes; null where it does not
 * @param recordClass why it is in its class; null for a generated default, which is no record
 * @param counts what it adds to the period
 */
record Fate(boolean counted, int level, int read, Cause contribution, Cause recordClass, Sums counts) {
    static final Fate NONE = new Fate(false, 0, 0, null, null, Sums.ZERO);

    static Fate ofClass(int read, Cause recordClass) {
        return new Fate(false, 0, read, null, recordClass, Sums.ZERO);
    }

    /** Class and contribution are told apart from each other, in either order. */
    Fate with(Fate other) {
        return new Fate(
                counted || other.counted,
                Math.max(level, other.level),
                Math.max(read, other.read),
                contribution == null ? other.contribution : contribution,
                recordClass == null ? other.recordClass : recordClass,
                counts.plus(other.counts));
    }

    /** Whether it was received at all, be it counted or not. */
    boolean isRecord() {
        return recordClass != null;
    }

    boolean isInPeriod() {
        return counts.ratings() > 0;
    }
}
