package io.haochaping.kit.fraud;

import io.haochaping.domain.fraud.FraudCells;
import io.haochaping.domain.fraud.Trace;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.kit.Buckets;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.RowCombiner;
import io.haochaping.kit.wire.RowDelta;
import io.haochaping.kit.wire.WireTypes;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Holds the cells and sends flags that come and go to the tallies, so that they stand in the cut of the records that made them. */
public final class FraudOperator extends AbstractStreamOperator<RowDelta>
        implements OneInputStreamOperator<Trace, RowDelta>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final long DAY = 86_400_000L;

    /** A partition that is new is read only once it has been discovered, and the watermark does not wait for it: a week is more than any discovery takes. */
    private static final long PURGE_MARGIN_MILLIS = 7 * DAY;

    private final Decisions decisions;

    private transient FraudCells fraud;
    private transient RowCombiner combiner;
    private transient ValueState<ByteTable> cells;
    private transient long sweptThrough;

    public FraudOperator(Decisions decisions) {
        this.decisions = decisions;
    }

    /** Bucket of the trace's cell. */
    public static KeySelector<Trace, Integer> byCell() {
        return trace -> Buckets.keyOf(trace.key().high());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        fraud = decisions.newFraudCells();
        StreamRecord<RowDelta> record = new StreamRecord<>(null);
        combiner = new RowCombiner(delta -> output.collect(record.replace(delta)));
        cells = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("cells", WireTypes.BYTE_TABLE));
        sweptThrough = Long.MIN_VALUE / 2;
        if (!decisions.pseudonyms().isConfigured()
                && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            LOG.info("fraud.pseudonym-key is not set: raters, devices and addresses leave the door in no form, and no"
                    + " rating is flagged by them. 未设置 fraud.pseudonym-key：评价人、设备、地址不离开入口，不据以标记。");
        }
    }

    @Override
    public void processElement(StreamRecord<Trace> element) throws Exception {
        ByteTable bucket = cells.value();
        if (bucket == null) {
            bucket = new ByteTable();
        }
        fraud.receive(bucket, element.getValue(), combiner::add);
        cells.update(bucket);
    }

    /** When cells go is the watermark's business; that it changes no flag is theirs. */
    @Override
    public void processWatermark(Watermark mark) throws Exception {
        long readThrough = mark.getTimestamp() - PURGE_MARGIN_MILLIS;
        if (mark.getTimestamp() != Long.MAX_VALUE && readThrough - DAY >= sweptThrough) {
            sweep(readThrough);
            sweptThrough = readThrough;
        }
        super.processWatermark(mark);
    }

    private void sweep(long readThrough) throws Exception {
        Object before = getCurrentKey();
        var task = getRuntimeContext().getTaskInfo();
        for (Integer bucketKey : Buckets.of(task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks())) {
            setCurrentKey(bucketKey);
            ByteTable bucket = cells.value();
            if (bucket != null && fraud.purge(bucket, readThrough) > 0) {
                if (bucket.size() == 0) {
                    cells.clear();
                } else {
                    cells.update(bucket);
                }
            }
        }
        if (before != null) {
            setCurrentKey(before);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        combiner.flush();
    }

    @Override
    public void endInput() {
        combiner.flush();
    }
}
