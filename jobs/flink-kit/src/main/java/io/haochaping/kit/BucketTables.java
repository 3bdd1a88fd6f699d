package io.haochaping.kit;

import io.haochaping.domain.table.ByteTable;
import java.io.IOException;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.KeyContext;

/** The state of an operator whose keys are buckets: one table a bucket, and sweeps over all of them (docs/decisions/0006). */
public final class BucketTables {
    private static final long DAY_MILLIS = 86_400_000L;

    /** A partition that is new is read only once it has been discovered, and the watermark does not wait for it: a week is more than any discovery takes. */
    public static final long SWEEP_MARGIN_MILLIS = 7 * DAY_MILLIS;

    private final ValueState<ByteTable> state;

    private BucketTables(ValueState<ByteTable> state) {
        this.state = state;
    }

    /**
     * @param name of the state in savepoints: never change one
     * @param type by which an older version is told whether it can read the values
     */
    public static BucketTables of(KeyedStateStore store, String name, TypeInformation<ByteTable> type) {
        return new BucketTables(store.getState(new ValueStateDescriptor<>(name, type)));
    }

    /** Changes a table; what it changed is kept where it says so. */
    @FunctionalInterface
    public interface Change {
        /** @return whether anything is otherwise now */
        boolean in(ByteTable bucket);
    }

    /** Of the current key; a new one where there is none. */
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

    /** Of every bucket that the subtask has; the current key is as before. */
    public void changeAll(KeyContext operator, TaskInfo task, Change change) throws IOException {
        Object before = operator.getCurrentKey();
        for (Integer key : Buckets.of(task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks())) {
            operator.setCurrentKey(key);
            if (state.value() != null) {
                change(change);
            }
        }
        if (before != null) {
            operator.setCurrentKey(before);
        }
    }
}
