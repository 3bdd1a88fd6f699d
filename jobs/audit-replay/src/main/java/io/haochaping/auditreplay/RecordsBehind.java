package io.haochaping.auditreplay;

import io.haochaping.domain.row.RowKey;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** Finds the records that a row is made of. */
interface RecordsBehind {
    /** Every record of every case that adds to each row, by row; a row without an entry has none that could be found. */
    Map<RowKey, SortedSet<RecordPosition>> of(Set<RowKey> rows) throws Refusal;
}
