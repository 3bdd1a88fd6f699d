package io.haochaping.kit.fraud;

import io.haochaping.domain.fraud.FraudCells;
import io.haochaping.domain.fraud.Trace;
import io.haochaping.kit.BucketTables;
import io.haochaping.kit.Buckets;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.RowCombiner;
import io.haochaping.kit.wire.RowDelta;
import io.haochaping.kit.wire.WireTypes;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
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

    private final Decisions decisions;
    private final boolean bounded;

    private transient FraudCells fraud;
    private transient RowCombiner combiner;
    private transient BucketTables cells;
    private transient long sweptThrough;

    /** @param bounded true on a replay, which is told no traces and whose checkpoints hold nothing */
    public FraudOperator(Decisions decisions, boolean bounded) {
        this.decisions = decisions;
        this.bounded = bounded;
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
        cells = BucketTables.of(this, context, "cells", WireTypes.BYTE_TABLE, bounded);
        sweptThrough = Long.MIN_VALUE / 2;
        if (!decisions.flagsSuspicion() && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            LOG.info("fraud.pseudonym-key is not set: raters, devices and addresses leave the door in no form, and no"
                    + " rating is flagged at all. 未设置 fraud.pseudonym-key：评价人、设备、地址不离开入口，也不产生任何可疑标记。");
        }
    }

    @Override
    public void processElement(StreamRecord<Trace> element) throws Exception {
        cells.change(bucket -> fraud.receive(bucket, element.getValue(), combiner::add));
    }

    /** When cells go is the watermark's business; that it changes no flag is theirs. */
    @Override
    public void processWatermark(Watermark mark) throws Exception {
        long readThrough = mark.getTimestamp() - BucketTables.SWEEP_MARGIN_MILLIS;
        if (mark.getTimestamp() != Long.MAX_VALUE && readThrough - DAY >= sweptThrough) {
            sweep(readThrough);
            sweptThrough = readThrough;
        }
        super.processWatermark(mark);
    }

    private void sweep(long readThrough) throws Exception {
        cells.changeAll(bucket -> fraud.purge(bucket, readThrough) > 0);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        combiner.flush();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        cells.prepareSnapshot();
    }

    @Override
    public void endInput() {
        combiner.flush();
    }
}
