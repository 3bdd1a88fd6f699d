package io.haochaping.store;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;

/**
 * A row as it stands at a cut, in absolute figures.
 *
 * @param after the figures at this cut; zero: the row is gone
 * @param before the figures at the cut before; by them the committer keeps its own totals
 */
public record RowUpdate(RowKey key, Tally after, Tally before) {}
