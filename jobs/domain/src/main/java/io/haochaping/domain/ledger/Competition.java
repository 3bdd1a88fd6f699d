package io.haochaping.domain.ledger;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;

/** Who stands in whose way among the records of a session, sorted by {@link Precedence}. Asked only where somebody wants to know. */
final class Competition {
    private final Fact[] records;
    private final int size;
    private final boolean hasRealRating;

    Competition(Fact[] records, int size, boolean hasRealRating) {
        this.records = records;
        this.size = size;
        this.hasRealRating = hasRealRating;
    }

    /** The record for which a superseded one stands back. */
    Fact winnerOver(int loser) {
        Fact record = records[loser];
        if (record.kind == FactKind.RATING && record.isDefault && hasRealRating) {
            return firstRating();
        }
        boolean lastDecides = Precedence.place(record) <= Precedence.EXCLUSION;
        int at = loser;
        int step = lastDecides ? 1 : -1;
        while (at + step >= 0 && at + step < size && Precedence.samePlace(record, records[at + step]) == 0) {
            at += step;
        }
        return records[at];
    }

    Cause causeOf(Fact winner, Fact loser) {
        if (Precedence.place(loser) <= Precedence.EXCLUSION) {
            return Cause.LATER_DECISION;
        }
        if (Precedence.place(loser) == Precedence.DEFAULT_RATING && !winner.isDefault) {
            return Cause.REAL_RATING_STANDS;
        }
        if (winner.revision != loser.revision) {
            return Cause.HIGHER_REVISION;
        }
        if (winner.ownTime > loser.ownTime) {
            return Cause.LATER;
        }
        return winner.ownTime < loser.ownTime ? Cause.EARLIER : Cause.SAME_TIME;
    }

    /** The first rating record, a real one where there is one. */
    Fact firstRating() {
        Fact first = null;
        for (int i = 0; i < size; i++) {
            Fact record = records[i];
            boolean eligible = record.kind == FactKind.RATING && !(record.isDefault && hasRealRating);
            if (eligible && (first == null || Precedence.byTimeAndContent(record, first) < 0)) {
                first = record;
            }
        }
        return first;
    }

    /** The deciding claim or exclusion of this step on the ordinal; of several the last. */
    Fact lastOf(Step step, int ordinal) {
        Fact last = null;
        for (int i = 0; i < size && Precedence.place(records[i]) <= Precedence.EXCLUSION; i++) {
            boolean decides = i == size - 1 || Precedence.samePlace(records[i], records[i + 1]) != 0;
            Fact record = records[i];
            boolean asked = decides && record.step == step && record.ordinal == ordinal;
            if (asked && (last == null || Precedence.byTimeAndContent(record, last) > 0)) {
                last = record;
            }
        }
        return last;
    }
}
