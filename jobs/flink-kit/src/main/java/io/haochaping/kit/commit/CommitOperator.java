package io.haochaping.kit.commit;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.row.RowKey;
import io.haochaping.intake.DecisionSet;
import io.haochaping.kit.BoundedRun;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.store.CalendarTable;
import io.haochaping.store.Cut;
import io.haochaping.store.CutSettings;
import io.haochaping.store.Dominance;
import io.haochaping.store.Head;
import io.haochaping.store.QuarantineEntry;
import io.haochaping.store.RefusedRecords;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.RulesTable;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
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

    /** A changed row takes up to a KiB here, and the tallies hold as many again: an eighth of the heap for both. */
    private static final long BYTES_OF_HEAP_PER_ROW = 16 << 10;

    private final StoreAddress address;
    private final CutSettings settings;
    private final Decisions decisions;
    private final String run;
    private final String codeVersion;
    private final CommitListener listener;
    private final RefusedRecords refusedBefore;
    private final boolean bounded;
    /** 0: by the heap of the process that it runs in. */
    private int room;

    private transient CommitState state;
    private transient CommitBook book;
    /** Cuts whose checkpoints are not known to be complete, by checkpoint. */
    private transient NavigableMap<Long, Cut> staged;

    private transient Map<RowKey, RowUpdate> changes;
    /** Refused records that no cut has taken yet: while an image is gathered they wait here. */
    private transient List<QuarantineEntry> refused;

    private transient long refusedBytes;

    private transient StoreCommitter store;
    /** Has the store to itself while a commit is under way. */
    private transient CommitThread commits;

    private transient MailboxExecutor ownThread;
    private transient DecisionSet decisionSet;

    private transient EquationGauges gauges;

    private transient boolean toldCutOffs;

    /** Null in the ordinary case. */
    private transient StoreImage image;

    /** A restatement of the image waits for its checkpoint to complete. */
    private transient boolean restatementStaged;

    /** @param bounded true on a replay: its checkpoints cut, and hold nothing that one could go on from */
    public CommitOperator(
            StoreAddress address,
            CutSettings settings,
            Decisions decisions,
            String run,
            String codeVersion,
            CommitListener listener,
            RefusedRecords refusedBefore,
            boolean bounded) {
        this.address = address;
        this.settings = settings;
        this.decisions = decisions;
        this.run = run;
        this.codeVersion = codeVersion;
        this.listener = listener;
        this.refusedBefore = refusedBefore;
        this.bounded = bounded;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        if (bounded && context.isRestored()) {
            throw BoundedRun.refusesToGoOn();
        }
        state = new CommitState(context.getOperatorStateStore());
        book = state.book();
        staged = new TreeMap<>();
        // Below every checkpoint of this run.
        long place = Long.MIN_VALUE;
        for (Cut cut : state.staged()) {
            staged.put(place++, cut);
        }
        changes = new HashMap<>();
        refused = new ArrayList<>(state.refused());
        decisionSet = decisions.decisionSet();
        book.decisions = CountedUnder.require(book, decisions, decisionSet);
    }

    @Override
    public void open() throws Exception {
        super.open();
        gauges = new EquationGauges(getMetricGroup());
        if (room == 0) {
            room = (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / BYTES_OF_HEAP_PER_ROW);
        }
        address.migrate();
        RulesTable.add(address, decisions.rules().get());
        CalendarTable.add(address, WorkingDays.builtIn());
        store = new StoreCommitter(address, settings);
        // With the versions that name them: readers ask of every version whether it has closed a month.
        for (int days : decisions.cutOffDays()) {
            store.writeMonthCutOffs(days, new MonthCutOff(WorkingDays.builtIn(), days).known());
        }
        commits = new CommitThread(store);
        ownThread = getContainingTask()
                .getMailboxExecutorFactory()
                .createExecutor(getOperatorConfig().getChainIndex());
        listener.opened();
        commitRestored();
        Head head = store.readHead();
        refuseIfTakenOver(head);
        if (head.restored() || !head.cutName().equals(book.lastCut)) {
            beginImage(head);
        }
        staged.clear();
        if (book.lineage.isEmpty()) {
            book.lineage = UUID.randomUUID().toString();
        }
    }

    /** Whatever the restored checkpoint had left to commit is committed, in order, as long as it follows the head; what the store holds already is skipped. */
    private void commitRestored() throws Exception {
        for (Cut cut : staged.values()) {
            boolean done = cut.restatement() ? restateRestored(cut) : commitBehindHead(cut);
            if (!done) {
                break;
            }
        }
    }

    private boolean restateRestored(Cut cut) throws Exception {
        if (store.holds(cut.name())) {
            book.committedRun = Head.runOf(cut.name());
            return true;
        }
        refuseIfTakenOver(store.readHead());
        return restate(cut);
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
        passEpochsOfStaged();
        image = new StoreImage(staged.values());
        book.lineage = UUID.randomUUID().toString();
    }

    /** A store that was put back may have shown what was staged before that: no epoch that a reader can have seen is given out again. */
    private void passEpochsOfStaged() {
        for (Cut cut : staged.values()) {
            book.lastEpoch = Math.max(book.lastEpoch + 1, cut.leastEpoch());
        }
    }

    @Override
    public void processElement(StreamRecord<CommitItem> element) throws Exception {
        CommitItem item = element.getValue();
        if (item instanceof CommitItem.Row row) {
            awaitRoom();
            book.row(row.update());
            keep(row.update());
        } else if (item instanceof CommitItem.Progress progress) {
            book.progress(progress.partition());
        } else if (item instanceof CommitItem.Round round) {
            book.round(round.time(), round.partitions());
        } else if (item instanceof CommitItem.Refused entry) {
            awaitRoom();
            keep(entry.entry());
        } else if (image != null) {
            processImage(item);
        }
    }

    /** A store that is slower than the job holds the job back here: otherwise each cut would be larger than the one before, until memory ends. */
    private void awaitRoom() throws Exception {
        long waiting = changes.size() + refusedBytes / CommitThread.BYTES_OF_A_ROW;
        if (commits.rowsUnderWay() > 0 && commits.rowsUnderWay() + waiting >= room) {
            settle();
        }
    }

    /** @param rows of the cut under way and of the next that are held at once */
    CommitOperator withRoom(int rows) {
        room = rows;
        return this;
    }

    private void keep(RowUpdate row) {
        if (image != null) {
            image.changed(row);
        }
        if (image == null || restatementStaged) {
            // A checkpoint that was given up leaves its changes here: the row goes from before the first to after the
            // last.
            changes.merge(row.key(), row, (first, last) -> new RowUpdate(first.key(), last.after(), first.before()));
        }
    }

    /** While an image is gathered they are not kept: the restatement takes them from their topic, and a run from scratch would hold those of years here. */
    private void keep(QuarantineEntry entry) {
        if (image == null || restatementStaged) {
            refused.add(entry);
            refusedBytes += CommitThread.bytes(entry);
        }
    }

    private void processImage(CommitItem item) {
        if (item instanceof CommitItem.ImageRow row) {
            image.told(row);
        } else if (item instanceof CommitItem.ImageEnd end) {
            image.ended(end);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        // At most one cut is on its way: a second would be written into the checkpoint beside it, and a store that is
        // slower than the job must hold it back.
        settle();
        long checkpoint = context.getCheckpointId();
        String name = Head.cutName(run, checkpoint);
        long completeThrough = book.completeThrough();
        if (image == null || restatementStaged) {
            stage(checkpoint, cut(name, completeThrough, false, keptRows(changes.values(), completeThrough)));
        } else {
            stageImage(checkpoint, name, completeThrough);
        }
        book.lastCut = name;
        if (!bounded) {
            state.write(book, staged.values());
        }
    }

    private void stageImage(long checkpoint, String name, long completeThrough) throws Exception {
        if (!image.isWhole()) {
            throw new IllegalStateException(
                    "the store's head changed while this job was restored: the job restarts and compares again");
        }
        if (dominates()) {
            stage(checkpoint, cut(name, completeThrough, true, keptRows(image.rows(), completeThrough)));
            restatementStaged = true;
        }
    }

    /** From here on what comes belongs to the next cut. */
    private void stage(long checkpoint, Cut cut) {
        staged.put(checkpoint, cut);
        changes = new HashMap<>();
        refused = new ArrayList<>();
        refusedBytes = 0;
    }

    private boolean dominates() throws SQLException, SuppressRestartsException {
        Head head = store.readHead();
        refuseIfTakenOver(head);
        try {
            return Dominance.holds(book.partitions(), decisionSet.digests(), decisions::takesEffect, head);
        } catch (Dominance.NeverDominates e) {
            throw new SuppressRestartsException(e);
        }
    }

    /** Minute rows and flags that are no longer kept are not written. */
    private List<RowUpdate> keptRows(Collection<RowUpdate> rows, long completeThrough) {
        long minutesAfter = completeThrough - settings.minuteRetention();
        long flagsAfter = settings.finalThrough(completeThrough);
        List<RowUpdate> kept = new ArrayList<>(rows.size());
        for (RowUpdate row : rows) {
            RowKey key = row.key();
            boolean keeps =
                    switch (key.kind()) {
                        case MINUTE -> key.time() > minutesAfter;
                        case SUSPECT, CELL -> key.time() > flagsAfter;
                        case HOUR, TAG, EQUATION, BAD, FLAG -> true;
                    };
            if (keeps) {
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
        settle();
        List<Cut> due = List.copyOf(staged.headMap(checkpointId, true).values());
        if (due.stream().noneMatch(Cut::restatement)) {
            if (!due.isEmpty()) {
                commits.begin(due, this::settleSoon);
            }
            return;
        }
        for (Cut cut : due) {
            if (!cut.restatement()) {
                settle(cut, store.commit(cut));
            } else if (restate(cut)) {
                image = null;
                restatementStaged = false;
                forget(cut);
            } else {
                goOnGathering();
                return;
            }
        }
    }

    /** In the thread of the commits. */
    private void settleSoon() {
        try {
            ownThread.execute(this::settleIfOver, "take the outcome of a commit");
        } catch (RejectedExecutionException ending) {
            // The task ends, and takes it when it closes.
        }
    }

    private void settleIfOver() throws Exception {
        if (commits.isOver()) {
            settle();
        }
    }

    /**
     * Takes the outcome of the commit that is under way, if any, and waits for it.
     *
     * @throws Exception where it failed, or the store is somebody else's by now
     */
    void settle() throws Exception {
        for (CommitThread.Done done : commits.outcome()) {
            settle(done.cut(), done.outcome());
        }
    }

    /**
     * Another job committed between our barrier and now. A restart would only tell the whole image again and lose the same race again; the image holds everything that was
     * staged, so the next barrier tries again.
     */
    private void goOnGathering() {
        refused = new ArrayList<>();
        refusedBytes = 0;
        changes = new HashMap<>();
        staged.clear();
        restatementStaged = false;
    }

    private void settle(Cut cut, StoreCommitter.Outcome outcome) throws Exception {
        switch (outcome) {
            case COMMITTED -> committed(cut);
            case ALREADY_THERE -> {}
            case FENCED_OUT -> throw fencedOut();
            case HEAD_MISMATCH -> throw headMismatch();
        }
        forget(cut);
    }

    private void forget(Cut cut) {
        staged.values().removeIf(known -> known == cut);
    }

    private boolean restate(Cut cut) throws Exception {
        try {
            boolean done = store.restate(cut, decisions::takesEffect, refusedBefore);
            if (done) {
                committed(cut);
            }
            return done;
        } catch (Dominance.NeverDominates e) {
            throw new SuppressRestartsException(e);
        }
    }

    private void committed(Cut cut) throws SQLException {
        if (!toldCutOffs) {
            // Behind the first commit, so that a job that never gets to commit changes nothing that readers see.
            store.writeMonthCutOffs(MonthCutOff.builtIn().known());
            RulesTable.publish(address, decisions.rules().get());
            toldCutOffs = true;
        }
        book.lastEpoch = store.lastEpoch();
        book.committedRun = Head.runOf(cut.name());
        gauges.show(cut);
        listener.committed(cut.name(), cut.completeThrough());
    }

    private SuppressRestartsException fencedOut() {
        return new SuppressRestartsException(new IllegalStateException(
                "another run has taken this store over, or its readers were switched to another store (" + address
                        + "): this job ends. Start one job per store"));
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
        try {
            if (commits != null) {
                // What is complete is visible before the job says that it has ended, and no commit outlives its task.
                settle();
            }
        } finally {
            listener.closed();
            if (commits != null) {
                commits.close();
            }
            if (store != null) {
                store.close();
            }
            super.close();
        }
    }
}
