package io.haochaping.kit.ledger;

import io.haochaping.domain.ledger.CaseLedger;
import io.haochaping.domain.record.Fact;
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

/** Introduces the case ledger to the engine: facts in, combined row changes out. */
public final class LedgerOperator extends AbstractStreamOperator<RowDelta>
        implements OneInputStreamOperator<Fact, RowDelta>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final long SWEEP_MILLIS = 7 * 86_400_000L;
    private static final long FLUSH_MILLIS = 86_400_000L;

    private final Decisions decisions;
    private final long minutesAfter;
    private final boolean bounded;

    private transient CaseLedger ledger;
    private transient RowCombiner combiner;
    private transient BucketTables cases;
    private transient long sweptThrough;
    private transient long flushedThrough;

    /**
     * @param minutesAfter minute rows up to this instant are left out; {@link Long#MIN_VALUE}: none
     * @param bounded true on a replay, whose checkpoints hold no case
     */
    public LedgerOperator(Decisions decisions, long minutesAfter, boolean bounded) {
        this.decisions = decisions;
        this.minutesAfter = minutesAfter;
        this.bounded = bounded;
    }

    /** Bucket of the fact's case. */
    public static KeySelector<Fact, Integer> byCase() {
        return fact -> Buckets.keyOf(fact.key.high());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        ledger = decisions.newLedger().keepingMinutesAfter(minutesAfter);
        StreamRecord<RowDelta> record = new StreamRecord<>(null);
        combiner = new RowCombiner(delta -> output.collect(record.replace(delta)));
        cases = BucketTables.of(this, context, "cases", WireTypes.CASE_TABLE, bounded);
        sweptThrough = Long.MIN_VALUE / 2;
        flushedThrough = Long.MIN_VALUE / 2;
    }

    @Override
    public void processElement(StreamRecord<Fact> element) throws Exception {
        cases.change(bucket -> {
            ledger.receive(bucket, element.getValue()).forEach(combiner::add);
            return true;
        });
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        long readThrough = mark.getTimestamp() - BucketTables.SWEEP_MARGIN_MILLIS;
        if (mark.getTimestamp() != Long.MAX_VALUE && readThrough - SWEEP_MILLIS >= sweptThrough) {
            sweep(readThrough);
            sweptThrough = readThrough;
        }
        if (mark.getTimestamp() - FLUSH_MILLIS >= flushedThrough) {
            // The tally lets rows go by the watermark: no change that came before it may still wait here.
            combiner.flush();
            flushedThrough = mark.getTimestamp();
        }
        super.processWatermark(mark);
    }

    /** Forgets what nothing can change any more. When that happens is the watermark's business; that it changes no figure is the ledger's. */
    private void sweep(long readThrough) throws Exception {
        cases.changeAll(bucket -> ledger.purge(bucket, readThrough) > 0);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        combiner.flush();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        cases.prepareSnapshot();
    }

    @Override
    public void endInput() {
        combiner.flush();
    }
}
