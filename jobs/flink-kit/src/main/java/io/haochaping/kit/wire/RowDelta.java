package io.haochaping.kit.wire;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;

/** A change of one row: to be added. */
public record RowDelta(RowKey key, Tally change) {}
