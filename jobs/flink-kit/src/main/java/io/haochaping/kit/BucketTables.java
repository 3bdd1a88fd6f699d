package io.haochaping.kit;

import io.haochaping.domain.table.ByteTable;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/**
 * The state of an operator whose keys are buckets: one table a bucket, and sweeps over all of them (docs/decisions/0006). What the engine holds of it depends on the job's backend: whole tables on the heap, entry
 * by entry in RocksDB (docs/decisions/0108). A savepoint of either is restored on the other. Of a bounded run it holds nothing (docs/decisions/0111).
 */
public abstract sealed class BucketTables permits WholeTables, WrittenBehindTables, UnwrittenTables {
    private static final long DAY_MILLIS = 86_400_000L;

    /** A partition that is new is read only once it has been discovered, and the watermark does not wait for it: a week is more than any discovery takes. */
    public static final long SWEEP_MARGIN_MILLIS = 7 * DAY_MILLIS;

    /**
     * To be called while the operator's state is initialized.
     *
     * @param name of the state in savepoints: never change one
     * @param type by which an older version is told whether it can read the values
     * @param bounded true on a replay, which goes on from no checkpoint
     */
    public static BucketTables of(
            AbstractStreamOperator<?> operator,
            StateInitializationContext context,
            String name,
            TypeInformation<ByteTable> type,
            boolean bounded)
            throws Exception {
        TaskInfo task = operator.getRuntimeContext().getTaskInfo();
        List<Integer> keys = Buckets.of(task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks());
        BucketTables made = bounded ? new UnwrittenTables(operator) : ofBackend(operator, context, name, type, keys);
        if (context.isRestored()) {
            for (Integer key : keys) {
                operator.setCurrentKey(key);
                made.restoreCurrent();
            }
        }
        return made;
    }

    private static BucketTables ofBackend(
            AbstractStreamOperator<?> operator,
            StateInitializationContext context,
            String name,
            TypeInformation<ByteTable> type,
            List<Integer> keys) {
        ValueState<ByteTable> tables = context.getKeyedStateStore().getState(new ValueStateDescriptor<>(name, type));
        MapState<Tuple2<Long, Long>, byte[]> entries = context.getKeyedStateStore()
                .getMapState(new MapStateDescriptor<>(
                        name + "-entries",
                        Types.TUPLE(Types.LONG, Types.LONG),
                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        return operator.getKeyedStateBackend().getBackendTypeIdentifier().equals(StrictEnvironment.ROCKSDB)
                ? new WrittenBehindTables(operator, tables, new TableEntries(entries))
                : new WholeTables(operator, keys, tables, new TableEntries(entries));
    }

    /** Changes a table; what it changed is kept where it says so. */
    @FunctionalInterface
    public interface Change {
        /** @return whether anything is otherwise now */
        boolean in(ByteTable bucket);
    }

    /** Of the current key; a new one where there is none. */
    public abstract void change(Change change) throws IOException;

    /** Of every bucket that the subtask has; the current key is as before. */
    public abstract void changeAll(Change change) throws IOException;

    /** To be called in front of every snapshot of the operator's state, with nothing changed between the two; the current key is as before. */
    public abstract void prepareSnapshot() throws Exception;

    /** Takes what a savepoint or checkpoint has of the current key, in either form. */
    abstract void restoreCurrent() throws Exception;
}
