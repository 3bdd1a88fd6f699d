package io.haochaping.kit.tally;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.RowCodec;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.kit.BucketTables;
import io.haochaping.kit.Buckets;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.kit.wire.RowDelta;
import io.haochaping.kit.wire.WireTypes;
import io.haochaping.store.CutSettings;
import io.haochaping.store.Head;
import io.haochaping.store.RowUpdate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Holds every row in absolute figures and tells, before every barrier, those that changed.
 *
 * <p>Between two barriers the changes of rows add up on the heap. In front of the barrier they go to state bucket by bucket, so that a busy row costs one access a cut, and what one bucket's table has in the processor's caches serves
 * all its rows. Where the store's head is not the cut that was restored, every row is told once: only then can the committer bring the store to where this job is.
 */
public final class TallyOperator extends AbstractStreamOperator<CommitItem>
        implements OneInputStreamOperator<RowDelta, CommitItem>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final long DAY = 86_400_000L;

    private final Limits limits;
    private final CutSettings settings;
    private final String run;
    private final HeadSource heads;
    private final boolean bounded;

    private transient BucketTables rows;
    private transient BucketTables minutes;
    private transient ListState<byte[]> restoredFrom;
    private transient String restoredCut;
    private transient boolean compared;
    /** What changed since the last barrier, by bucket. */
    private transient Map<Integer, Map<RowKey, TallyAccumulator>> changedRows;

    private transient Map<Integer, Map<RowKey, TallyAccumulator>> changedMinutes;

    private transient StreamRecord<CommitItem> record;
    private transient ByteReader reader;
    private transient RowCodec codec;
    private transient long sweptThrough;

    /**
     * @param bounded true on a replay: its checkpoints hold no row, and minutes are kept. A partition that has been read to its end no longer holds the watermark back, so it runs ahead of completeThrough, and
     *     a minute that the cut still shows would be forgotten and begun again with its next change
     */
    public TallyOperator(Limits limits, CutSettings settings, String run, HeadSource heads, boolean bounded) {
        this.limits = limits;
        this.settings = settings;
        this.run = run;
        this.heads = heads;
        this.bounded = bounded;
    }

    /** Bucket of the row. */
    public static KeySelector<RowDelta, Integer> byRow() {
        return delta -> Buckets.keyOf(delta.key().low());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        rows = BucketTables.of(this, context, "rows", WireTypes.ROW_TABLE, bounded);
        minutes = BucketTables.of(this, context, "minutes", WireTypes.ROW_TABLE, bounded);
        ListStateDescriptor<byte[]> names =
                new ListStateDescriptor<>("cut-name", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        // A checkpoint of a task with union state fails while some of its subtasks have ended and others have not; a
        // replay, which ends, restores nothing anyway.
        restoredFrom = bounded
                ? context.getOperatorStateStore().getListState(names)
                : context.getOperatorStateStore().getUnionListState(names);
        restoredCut = "";
        for (byte[] name : restoredFrom.get()) {
            restoredCut = new String(name, StandardCharsets.UTF_8);
        }
        compared = false;
        changedRows = new HashMap<>();
        changedMinutes = new HashMap<>();
        record = new StreamRecord<>(null);
        reader = new ByteReader();
        codec = new RowCodec();
        sweptThrough = Long.MIN_VALUE / 2;
    }

    @Override
    public void processElement(StreamRecord<RowDelta> element) throws Exception {
        RowDelta delta = element.getValue();
        Map<Integer, Map<RowKey, TallyAccumulator>> changed =
                delta.key().kind() == RowKind.MINUTE ? changedMinutes : changedRows;
        changed.computeIfAbsent((Integer) getCurrentKey(), bucket -> new HashMap<>())
                .computeIfAbsent(delta.key(), row -> new TallyAccumulator())
                .add(delta.change(), 1);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        tell();
    }

    @Override
    public void endInput() throws Exception {
        tell();
    }

    private void tell() throws Exception {
        tellChanges(rows, changedRows);
        tellChanges(minutes, changedMinutes);
        if (!compared) {
            compared = true;
            tellImageIfHeadDiffers();
        }
    }

    private void tellChanges(BucketTables state, Map<Integer, Map<RowKey, TallyAccumulator>> changed)
            throws IOException {
        for (Map.Entry<Integer, Map<RowKey, TallyAccumulator>> entry : changed.entrySet()) {
            setCurrentKey(entry.getKey());
            state.change(bucket -> {
                entry.getValue().forEach((row, change) -> tellChange(bucket, row, change));
                return true;
            });
        }
        changed.clear();
    }

    private void tellChange(ByteTable bucket, RowKey row, TallyAccumulator change) {
        if (change.isZero()) {
            return;
        }
        Tally before = codec.read(bucket, row);
        Tally after = change.add(before, 1).toTally();
        codec.write(bucket, row, after);
        tell(new CommitItem.Row(new RowUpdate(row, after, before)));
    }

    /**
     * Runs before the first barrier: the committer has by then committed whatever the restored checkpoint had left to commit, so a head that is not the restored cut stays so
     * without us.
     */
    private void tellImageIfHeadDiffers() throws Exception {
        if (heads.cutName().equals(restoredCut)) {
            return;
        }
        TaskInfo task = getRuntimeContext().getTaskInfo();
        rows.changeAll(this::tellImage);
        minutes.changeAll(this::tellImage);
        tell(new CommitItem.ImageEnd(task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks()));
    }

    private boolean tellImage(ByteTable bucket) {
        codec.forEach(bucket, (row, figures) -> tell(new CommitItem.ImageRow(row, figures)));
        return false;
    }

    private void tell(CommitItem item) {
        output.collect(record.replace(item));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        rows.prepareSnapshot();
        minutes.prepareSnapshot();
        restoredFrom.clear();
        restoredFrom.add(Head.cutName(run, context.getCheckpointId()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        long readThrough = mark.getTimestamp() - BucketTables.SWEEP_MARGIN_MILLIS;
        if (mark.getTimestamp() != Long.MAX_VALUE && readThrough - DAY >= sweptThrough) {
            boolean monthly = readThrough / (31 * DAY) != sweptThrough / (31 * DAY);
            // A change that waited until the barrier would be added to a row that is gone.
            if (!bounded) {
                tellChanges(minutes, changedMinutes);
                sweep(minutes, readThrough - limits.minuteRetention());
            }
            if (monthly) {
                tellChanges(rows, changedRows);
                sweep(rows, readThrough - settings.finality());
            }
            sweptThrough = readThrough;
        }
        super.processWatermark(mark);
    }

    /** Lets rows go that are no longer kept (minutes) or can no longer change (leaves, tags, flags); the committer does not write the ones, and gets no change of the others. */
    private void sweep(BucketTables state, long keepAfter) throws IOException {
        state.changeAll(bucket -> {
            List<RowKey> old = oldRows(bucket, keepAfter);
            old.forEach(key -> bucket.remove(key.high(), key.low()));
            return !old.isEmpty();
        });
    }

    private List<RowKey> oldRows(ByteTable bucket, long keepAfter) {
        List<RowKey> old = new ArrayList<>();
        bucket.forEach((high, low, bytes, offset, count) -> {
            ByteReader value = reader.reset(bytes, offset, count);
            int length = value.readCount();
            long time = RowKey.timeOf(bytes, value.position(), length);
            if (time >= 0 && time <= keepAfter) {
                old.add(RowKey.ofBytes(value.readBytes(length)));
            }
        });
        return old;
    }
}
