package io.haochaping.domain.ledger;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.row.RowKey;

/** Keeps the rows that an evaluation has turned to and its reason, and tells the witness what is added to them. */
final class Testimony {
    private final Witness witness;
    private Cause cause;
    private Fact record;
    private Fact other;
    private boolean beforeCutOff;

    private RowKey plus;
    private RowKey minus;
    private RowKey minute;

    Testimony(Witness witness) {
        this.witness = witness;
    }

    void because(Cause given, Fact behind, Fact deciding) {
        cause = given;
        record = behind;
        other = deciding;
    }

    void lookOnlyBeforeTheCutOff(boolean only) {
        beforeCutOff = only;
    }

    void turnAway() {
        plus = null;
        minus = null;
        minute = null;
    }

    void toPlus(ByteWriter key) {
        plus = keyOf(key);
    }

    void toMinus(ByteWriter key) {
        minus = keyOf(key);
    }

    void toMinute(ByteWriter key) {
        minute = keyOf(key);
    }

    private static RowKey keyOf(ByteWriter key) {
        return RowKey.ofBytes(key.toBytes());
    }

    void addToMinute(int figure, long amount) {
        if (minute != null) {
            tell(minute, figure, amount);
        }
    }

    void addToHour(int figure, long amount) {
        if (plus != null) {
            tell(plus, figure, amount);
        }
        if (minus != null) {
            tell(minus, figure, -amount);
        }
    }

    void tell(RowKey row, int figure, long amount) {
        witness.saw(new Contribution(row, figure, amount, beforeCutOff, cause, record, other));
    }
}
