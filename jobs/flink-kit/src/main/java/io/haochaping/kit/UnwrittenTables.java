package io.haochaping.kit;

import io.haochaping.domain.table.ByteTable;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * Tables of a run that nothing goes on from: they stand in memory, and none of its checkpoints has them. Such a run, restored, would begin with empty tables in the middle of its records; so it refuses to be
 * (docs/decisions/0111).
 */
final class UnwrittenTables extends BucketTables {
    private final KeyContext operator;
    private final Map<Integer, ByteTable> tables = new HashMap<>();

    UnwrittenTables(KeyContext operator) {
        this.operator = operator;
    }

    @Override
    void restoreCurrent() throws SuppressRestartsException {
        throw BoundedRun.refusesToGoOn();
    }

    @Override
    public void change(Change change) {
        Integer key = (Integer) operator.getCurrentKey();
        ByteTable table = tables.get(key);
        if (table == null) {
            table = new ByteTable();
            tables.put(key, table);
        }
        change.in(table);
    }

    @Override
    public void changeAll(Change change) {
        tables.values().forEach(change::in);
    }

    @Override
    public void prepareSnapshot() {}
}
