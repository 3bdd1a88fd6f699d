package io.haochaping.kit;

import io.haochaping.domain.table.ByteTable;
import io.haochaping.kit.wire.ByteTableSerializer;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;

/** A table is a value of the heap backend, which shares it with a checkpoint that is being written; each checkpoint has all of them. */
final class WholeTables extends BucketTables {
    private final KeyContext operator;
    private final List<Integer> keys;
    private final ValueState<ByteTable> state;
    private final TableEntries entries;

    WholeTables(KeyContext operator, List<Integer> keys, ValueState<ByteTable> state, TableEntries entries) {
        this.operator = operator;
        this.keys = keys;
        this.state = state;
        this.entries = entries;
    }

    @Override
    void restoreCurrent() throws Exception {
        if (ByteTableSerializer.isElsewhere(state.value())) {
            state.update(entries.read());
            entries.clear();
        }
    }

    @Override
    public void change(Change change) throws IOException {
        ByteTable bucket = state.value();
        ByteTable changed = bucket == null ? new ByteTable() : bucket;
        if (!change.in(changed)) {
            return;
        }
        if (changed.size() == 0) {
            state.clear();
        } else {
            state.update(changed);
        }
    }

    @Override
    public void changeAll(Change change) throws IOException {
        Object before = operator.getCurrentKey();
        for (Integer key : keys) {
            operator.setCurrentKey(key);
            if (state.value() != null) {
                change(change);
            }
        }
        if (before != null) {
            operator.setCurrentKey(before);
        }
    }

    @Override
    public void prepareSnapshot() {}
}
