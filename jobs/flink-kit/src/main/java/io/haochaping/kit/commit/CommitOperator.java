package io.haochaping.kit.commit;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.DecisionSet;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.store.Cut;
import io.haochaping.store.CutCodec;
import io.haochaping.store.CutSettings;
import io.haochaping.store.Dominance;
import io.haochaping.store.Head;
import io.haochaping.store.QuarantineEntry;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The one committer: what changed up to a barrier becomes visible in one transaction once the checkpoint of that barrier is complete.
 *
 * <p>In the ordinary case each cut follows the one before. Where the store's head is not the cut that was restored (older savepoint, store put back or emptied, another run's
 * head), the committer gathers the image that every tally subtask tells, keeps it up to date, and writes it as one restatement as soon as this job has seen everything the head
 * has seen.
 */
public final class CommitOperator extends AbstractStreamOperator<String>
        implements OneInputStreamOperator<CommitItem, String> {
    private static final long serialVersionUID = 1L;

    private final StoreAddress address;
    private final CutSettings settings;
    private final DecisionSetSource decisions;
    private final String run;
    private final String codeVersion;
    private final CommitListener listener;

    private transient ListState<byte[]> bookState;
    private transient ListState<byte[]> pendingState;
    /** Refused records that no cut has taken yet: while an image is gathered. */
    private transient ListState<byte[]> refusedState;

    private transient CommitBook book;
    private transient NavigableMap<Long, Cut> pending;
    private transient List<RowUpdate> changes;
    private transient List<QuarantineEntry> refused;
    private transient StoreCommitter store;
    private transient DecisionSet decisionSet;

    /** Null in the ordinary case. Kept up to date until a restatement of it is committed. */
    private transient Map<RowKey, Tally> image;

    /** A restatement of the image waits for its checkpoint to complete. */
    private transient boolean restatementPending;

    private transient Set<Integer> imageEnds;
    private transient int imagesExpected;

    public CommitOperator(
            StoreAddress address,
            CutSettings settings,
            DecisionSetSource decisions,
            String run,
            String codeVersion,
            CommitListener listener) {
        this.address = address;
        this.settings = settings;
        this.decisions = decisions;
        this.run = run;
        this.codeVersion = codeVersion;
        this.listener = listener;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        bookState = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("book", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        pendingState = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>(
                        "pending-cuts", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        refusedState = context.getOperatorStateStore()
                .getListState(
                        new ListStateDescriptor<>("refused", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        book = new CommitBook();
        pending = new TreeMap<>();
        for (byte[] written : bookState.get()) {
            book = CommitBook.read(written);
        }
        long order = Long.MIN_VALUE;
        for (byte[] written : pendingState.get()) {
            pending.put(order++, CutCodec.read(written));
        }
        changes = new ArrayList<>();
        refused = new ArrayList<>();
        for (byte[] written : refusedState.get()) {
            refused.add(CutCodec.readQuarantine(new ByteReader(written)));
        }
        imageEnds = new HashSet<>();
        imagesExpected = -1;
        decisionSet = decisions.get();
    }

    @Override
    public void open() throws Exception {
        super.open();
        address.migrate();
        store = new StoreCommitter(address, settings);
        listener.opened();
        commitRestored();
        Head head = store.readHead();
        refuseIfTakenOver(head);
        if (!head.cutName().equals(book.lastCut)) {
            beginImage(head);
        }
        pending.clear();
        if (book.lineage.isEmpty()) {
            book.lineage = UUID.randomUUID().toString();
        }
    }

    /** Whatever the restored checkpoint had left to commit is committed, in order, as long as it follows the head; what the store holds already is skipped. */
    private void commitRestored() throws Exception {
        for (Cut cut : pending.values()) {
            boolean done = cut.restatement() ? restateRestored(cut) : commitBehindHead(cut);
            if (!done) {
                break;
            }
        }
    }

    private boolean restateRestored(Cut cut) throws Exception {
        return store.holds(cut.name()) || restate(cut);
    }

    private boolean commitBehindHead(Cut cut) throws SQLException {
        StoreCommitter.Outcome outcome = store.commit(cut);
        if (outcome == StoreCommitter.Outcome.COMMITTED) {
            committed(cut);
        } else if (outcome == StoreCommitter.Outcome.ALREADY_THERE) {
            // The acknowledgement was lost, or the state is from before it; the commit was made all the same.
            book.committedRun = Head.runOf(cut.name());
        }
        return outcome == StoreCommitter.Outcome.COMMITTED || outcome == StoreCommitter.Outcome.ALREADY_THERE;
    }

    /** A job that is restarted by itself after another run has taken the store over must not take it back: the two would go on in turns for ever. */
    private void refuseIfTakenOver(Head head) throws SuppressRestartsException {
        boolean hadCommitted = book.committedRun.equals(run);
        if (hadCommitted && !head.isEmpty() && !head.run().equals(run) && head.epoch() > book.lastEpoch) {
            throw fencedOut();
        }
    }

    private void beginImage(Head head) throws SQLException {
        LOG.warn(
                "the store's head is {}, this job continues {}: all rows will be restated once this job has caught up",
                head.isEmpty() ? "empty" : head.cutName(),
                book.lastCut.isEmpty() ? "nothing" : book.lastCut);
        if (head.epoch() < book.lastEpoch) {
            store.markRestored();
        }
        passEpochsOfPending();
        image = new HashMap<>();
        book.lineage = UUID.randomUUID().toString();
    }

    /** A store that was put back may have shown what was pending before that: no epoch that a reader can have seen is given out again. */
    private void passEpochsOfPending() {
        for (Cut cut : pending.values()) {
            book.lastEpoch = Math.max(book.lastEpoch + 1, cut.offsets());
        }
    }

    @Override
    public void processElement(StreamRecord<CommitItem> element) {
        CommitItem item = element.getValue();
        if (item instanceof CommitItem.Row row) {
            book.row(row.update());
            keep(row.update());
        } else if (item instanceof CommitItem.Progress progress) {
            book.progress(progress.partition());
        } else if (item instanceof CommitItem.Round round) {
            book.round(round.time(), round.partitions());
        } else if (item instanceof CommitItem.Refused entry) {
            refused.add(entry.entry());
        } else if (image != null) {
            processImage(item);
        }
    }

    private void keep(RowUpdate row) {
        if (image != null) {
            image.put(row.key(), row.after());
        }
        if (image == null || restatementPending) {
            changes.add(row);
        }
    }

    private void processImage(CommitItem item) {
        if (item instanceof CommitItem.ImageRow row) {
            image.put(row.key(), row.figures());
        } else if (item instanceof CommitItem.ImageEnd end) {
            imageEnds.add(end.subtask());
            imagesExpected = end.parallelism();
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        long checkpoint = context.getCheckpointId();
        String name = Head.cutName(run, checkpoint);
        long completeThrough = book.completeThrough();
        if (image == null || restatementPending) {
            stage(checkpoint, cut(name, completeThrough, false, keptRows(changes, completeThrough)));
        } else {
            stageImage(checkpoint, name, completeThrough);
        }
        book.lastCut = name;
        bookState.clear();
        bookState.add(book.write());
        refusedState.clear();
        for (QuarantineEntry entry : refused) {
            ByteWriter out = new ByteWriter(1024);
            CutCodec.write(entry, out);
            refusedState.add(out.toBytes());
        }
        pendingState.clear();
        for (Cut cut : pending.values()) {
            pendingState.add(CutCodec.write(cut));
        }
    }

    private void stageImage(long checkpoint, String name, long completeThrough) throws Exception {
        if (imageEnds.size() != imagesExpected) {
            throw new IllegalStateException(
                    "the store's head changed while this job was restored: the job restarts and compares again");
        }
        Cut cut = cut(name, completeThrough, true, keptRows(imageRows(), completeThrough));
        if (dominates(cut)) {
            stage(checkpoint, cut);
            restatementPending = true;
        }
    }

    /** From here on what comes belongs to the next cut. */
    private void stage(long checkpoint, Cut cut) {
        pending.put(checkpoint, cut);
        changes = new ArrayList<>();
        refused = new ArrayList<>();
    }

    private boolean dominates(Cut cut) throws SQLException, SuppressRestartsException {
        try {
            return Dominance.holds(cut.partitions(), cut.decisions(), store.readHead());
        } catch (Dominance.NeverDominates e) {
            throw new SuppressRestartsException(e);
        }
    }

    private List<RowUpdate> imageRows() {
        List<RowUpdate> rows = new ArrayList<>(image.size());
        image.forEach((key, figures) -> {
            if (!figures.isZero()) {
                rows.add(new RowUpdate(key, figures, Tally.ZERO));
            }
        });
        return rows;
    }

    /** Minute rows that are no longer kept are not written. */
    private List<RowUpdate> keptRows(List<RowUpdate> rows, long completeThrough) {
        long minutesAfter = completeThrough - settings.minuteRetention();
        List<RowUpdate> kept = new ArrayList<>(rows.size());
        for (RowUpdate row : rows) {
            if (row.key().kind() != RowKind.MINUTE || row.key().time() > minutesAfter) {
                kept.add(row);
            }
        }
        return kept;
    }

    private Cut cut(String name, long completeThrough, boolean restatement, List<RowUpdate> rows) {
        return new Cut(
                name,
                book.lastCut,
                book.lineage,
                Math.max(book.lastEpoch, store.lastEpoch()),
                completeThrough,
                decisionSet.digests(),
                decisionSet.digest(),
                codeVersion,
                restatement,
                book.totals(),
                book.partitions(),
                rows,
                List.copyOf(refused),
                book.gaps());
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        NavigableMap<Long, Cut> due = pending.headMap(checkpointId, true);
        while (!due.isEmpty()) {
            Cut cut = due.firstEntry().getValue();
            if (!cut.restatement()) {
                commit(cut);
            } else if (restate(cut)) {
                image = null;
                restatementPending = false;
            } else {
                goOnGathering();
                return;
            }
            due.pollFirstEntry();
        }
    }

    /**
     * Another job committed between our barrier and now. A restart would only tell the whole image again and lose the same race again; the image holds everything that was
     * staged, so the next barrier tries again.
     */
    private void goOnGathering() {
        List<QuarantineEntry> waiting = new ArrayList<>();
        pending.values().forEach(cut -> waiting.addAll(cut.quarantine()));
        waiting.addAll(refused);
        refused = waiting;
        changes = new ArrayList<>();
        pending.clear();
        restatementPending = false;
    }

    private void commit(Cut cut) throws Exception {
        switch (store.commit(cut)) {
            case COMMITTED -> committed(cut);
            case ALREADY_THERE -> {}
            case FENCED_OUT -> throw fencedOut();
            case HEAD_MISMATCH -> throw headMismatch();
        }
    }

    private boolean restate(Cut cut) throws Exception {
        try {
            boolean done = store.restate(cut);
            if (done) {
                committed(cut);
            }
            return done;
        } catch (Dominance.NeverDominates e) {
            throw new SuppressRestartsException(e);
        }
    }

    private void committed(Cut cut) {
        book.lastEpoch = store.lastEpoch();
        book.committedRun = Head.runOf(cut.name());
        listener.committed(cut.name());
    }

    private SuppressRestartsException fencedOut() {
        return new SuppressRestartsException(new IllegalStateException(
                "another run has taken this store over (" + address + "): this job ends. Start one job per store"));
    }

    private IllegalStateException headMismatch() throws SQLException {
        Head head = store.readHead();
        if (head.epoch() < book.lastEpoch) {
            store.markRestored();
        }
        return new IllegalStateException("the store's head is " + (head.isEmpty() ? "empty" : head.cutName())
                + " and not the cut before: the job restarts and restates all rows");
    }

    @Override
    public void close() throws Exception {
        listener.closed();
        if (store != null) {
            store.close();
        }
        super.close();
    }
}
