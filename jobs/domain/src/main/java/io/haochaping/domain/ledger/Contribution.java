package io.haochaping.domain.ledger;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.row.RowKey;

/**
 * What one record adds to one figure of one row, and why.
 *
 * <p>A contribution to an equation row is the class of the record. An amount of 0 says that the record stands aside here: it would have counted in this
 * row, and the cause tells why it does not.
 *
 * @param figure number of the figure
 * @param amount signed; a contribution that is taken back is told again with the opposite sign
 * @param beforeCutOff true where only what was appended before the cut-off of the row's month was looked at: such a contribution is in time, and stands
 *     with the opposite sign in the correction
 * @param record the record behind it; of copies, the one that holds
 * @param other the record that decides with it; null where there is none ({@link Cause} says which it is)
 */
public record Contribution(
        RowKey row, int figure, long amount, boolean beforeCutOff, Cause cause, Fact record, Fact other) {}
