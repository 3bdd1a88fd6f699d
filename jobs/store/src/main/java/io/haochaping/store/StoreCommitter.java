package io.haochaping.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Makes cuts visible, each in one transaction that compares and sets its predecessor. Holds one connection, which is opened anew after a failure.
 *
 * <p>The fence is raised in the transaction of the first commit, so that a job that is started by mistake and never gets to commit cannot stop a healthy one.
 */
public final class StoreCommitter implements AutoCloseable {
    /** How a commit ended. */
    public enum Outcome {
        COMMITTED,
        /** The store holds this cut already: the acknowledgement of an earlier attempt was lost. */
        ALREADY_THERE,
        /** Another run has taken the store over; this one must end for good. */
        FENCED_OUT,
        /** The store's head is not the predecessor: it was put back, emptied, or written by another run before our first commit. */
        HEAD_MISMATCH
    }

    private static final long NO_FENCE = -1;

    private final StoreAddress address;
    private final CutSettings settings;
    private Connection connection;
    private long fence = NO_FENCE;
    private long lastEpoch;
    /** The commit whose acknowledgement is outstanding, and the fence it raised; null: none. */
    private String attempted;

    private long attemptedFence;

    public StoreCommitter(StoreAddress address, CutSettings settings) {
        this.address = address;
        this.settings = settings;
    }

    /** Epoch of the last cut that this committer saw committed; 0: none. */
    public long lastEpoch() {
        return lastEpoch;
    }

    /** The store's head; an empty one where nothing was ever committed. */
    public Head readHead() throws SQLException {
        return inTransaction(open -> head(open).read());
    }

    /** Whether the store's history holds a cut of this name. */
    public boolean holds(String cutName) throws SQLException {
        return inTransaction(open -> cuts(open).holds(cutName));
    }

    /** Commits a cut behind its predecessor. */
    public Outcome commit(Cut cut) throws SQLException {
        return inTransaction(open -> {
            Head head = head(open).readLocked();
            if (head.cutName().equals(cut.name()) || cuts(open).holds(cut.name())) {
                if (cut.name().equals(attempted)) {
                    fence = attemptedFence;
                }
                lastEpoch = Math.max(lastEpoch, head.epoch());
                return Outcome.ALREADY_THERE;
            }
            if (fence != NO_FENCE && head.fence() > fence) {
                return Outcome.FENCED_OUT;
            }
            boolean ownFence = fence == NO_FENCE || head.fence() == fence;
            if (!ownFence || !head.cutName().equals(cut.predecessor())) {
                return Outcome.HEAD_MISMATCH;
            }
            write(open, cut, head, false);
            return Outcome.COMMITTED;
        });
    }

    /**
     * Replaces all rows that are not final by those of the cut, if it dominates the store's head. Taking the store over from another run raises the fence.
     *
     * @param takesEffect from when a decision of the cut changes what is counted, by its name, milliseconds
     * @param refusedBefore refills the quarantine index, which a store that was lost no longer has
     * @return false: it does not dominate yet, or another run has taken the store over since this committer's own commit
     */
    public boolean restate(Cut cut, ToLongFunction<String> takesEffect, RefusedRecords refusedBefore)
            throws SQLException, Dominance.NeverDominates {
        Dominance.NeverDominates[] never = {null};
        boolean done = inTransaction(open -> {
            QuarantineTable quarantine = new QuarantineTable(open, address.schema());
            boolean refill = quarantine.lacksSomeOf(cut);
            if (refill) {
                // Before the head is locked: it may take long, and nobody else's commit waits for it.
                quarantine.stage(refusedBefore, cut.partitions());
            }
            Head head = head(open).readLocked();
            if (fence != NO_FENCE && head.fence() > fence) {
                return false;
            }
            try {
                if (!Dominance.holds(cut.partitions(), cut.decisions(), takesEffect, head)) {
                    return false;
                }
            } catch (Dominance.NeverDominates e) {
                never[0] = e;
                return false;
            }
            write(open, cut, head, refill);
            return true;
        });
        if (never[0] != null) {
            throw never[0];
        }
        return done;
    }

    /** Tells every reader that the store was put back and is not whole: stays until a restatement. */
    public void markRestored() throws SQLException {
        inTransaction(open -> {
            head(open).readLocked();
            head(open).markRestored();
            return null;
        });
    }

    /**
     * Raises an alert outside of a cut, for one who watches that cuts come: {@link AlertNotice#NO_CHECKPOINT} is taken back by the next commit. Waits for a commit that is under
     * way.
     *
     * @return false: the alert stands already
     */
    public boolean raise(AlertNotice notice) throws SQLException {
        return inTransaction(open -> {
            Head head = head(open).readLocked();
            // The forwarder sends what is above the epoch it sent last, so a second alert at one head must be above the
            // withdrawal of the first.
            Alerts alerts = new Alerts(open, address.schema(), settings);
            long epoch = Math.max(Math.max(head.epoch(), 1), alerts.lastEpoch(notice) + 1);
            Outbox outbox = new Outbox(open, address.schema(), settings);
            return alerts.raise(notice, head(open).completeThrough(), epoch, outbox);
        });
    }

    /** Tells the views until when a record counts in time for a month; what the store knows of other months stays. */
    public void writeMonthCutOffs(Map<LocalDate, Instant> cutOffs) throws SQLException {
        inTransaction(open -> {
            String sql =
                    "insert into " + table("month_cutoff") + " as m (month, cut_off) values (?,?) on conflict (month)"
                            + " do update set cut_off = excluded.cut_off where m.cut_off <> excluded.cut_off";
            try (PreparedStatement insert = open.prepareStatement(sql)) {
                for (Map.Entry<LocalDate, Instant> entry : new TreeMap<>(cutOffs).entrySet()) {
                    insert.setObject(1, entry.getKey());
                    insert.setObject(2, entry.getValue().atOffset(ZoneOffset.UTC));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return null;
        });
    }

    /**
     * The same of rules that let their months close otherwise than is standard.
     *
     * @param workingDays after which a month closes
     */
    public void writeMonthCutOffs(int workingDays, Map<LocalDate, Instant> cutOffs) throws SQLException {
        inTransaction(open -> {
            String sql =
                    "insert into " + table("working_day_cutoff") + " as m (working_days, month, cut_off) values (?,?,?)"
                            + " on conflict (working_days, month)"
                            + " do update set cut_off = excluded.cut_off where m.cut_off <> excluded.cut_off";
            try (PreparedStatement insert = open.prepareStatement(sql)) {
                for (Map.Entry<LocalDate, Instant> entry : new TreeMap<>(cutOffs).entrySet()) {
                    insert.setInt(1, workingDays);
                    insert.setObject(2, entry.getKey());
                    insert.setObject(3, entry.getValue().atOffset(ZoneOffset.UTC));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return null;
        });
    }

    private void write(Connection open, Cut cut, Head head, boolean refill) throws SQLException {
        long told = Math.max(head.epoch(), new Alerts(open, address.schema(), settings).lastEpoch());
        long known = Math.max(told, Math.max(cut.lastEpoch(), lastEpoch));
        long epoch = Math.max(known + 1, cut.leastEpoch());
        long nextFence = fence != NO_FENCE && fence == head.fence() ? fence : Math.max(fence, head.fence()) + 1;
        RowLoader loader = new RowLoader(open, address.schema());
        if (cut.restatement()) {
            loader.restate(cut.rows(), epoch, settings.finalThrough(cut.completeThrough()));
        } else {
            loader.apply(cut.rows(), epoch);
        }
        if (cut.completeThrough() >= 0) {
            dropUpTo(open, "minute_row where minute", cut.completeThrough() - settings.minuteRetention());
            dropUpTo(open, "fraud_flag where rated_at", settings.finalThrough(cut.completeThrough()));
            dropUpTo(open, "fraud_cell where begins", settings.finalThrough(cut.completeThrough()));
        }
        QuarantineTable quarantine = new QuarantineTable(open, address.schema());
        quarantine.add(cut.quarantine(), epoch);
        if (refill) {
            quarantine.mergeStaged(epoch);
        }
        new Outbox(open, address.schema(), settings).write(cut, epoch);
        cuts(open).insert(cut, epoch, nextFence);
        if (!cut.restatement()) {
            cuts(open).nameLeaves(loader.leaves(), epoch);
        }
        cuts(open).keepClasses(epoch);
        head(open).move(cut, epoch, nextFence);
        attempted = cut.name();
        attemptedFence = nextFence;
        open.commit();
        fence = nextFence;
        lastEpoch = epoch;
    }

    /** A minute row exists iff its minute lies after completeThrough − K, a flag iff its rating does after completeThrough − finality. */
    private void dropUpTo(Connection open, String column, long through) throws SQLException {
        try (PreparedStatement delete =
                open.prepareStatement("delete from " + address.schema() + "." + column + " <= ?")) {
            delete.setTimestamp(1, new Timestamp(through));
            delete.executeUpdate();
        }
    }

    private HeadTable head(Connection open) {
        return new HeadTable(open, address.schema());
    }

    private CutTable cuts(Connection open) {
        return new CutTable(open, address.schema());
    }

    private String table(String name) {
        return address.schema() + "." + name;
    }

    private interface Work<T> {
        T in(Connection open) throws SQLException;
    }

    /** Runs the work in one transaction; whatever it did not commit itself is rolled back unless it returns normally. */
    private <T> T inTransaction(Work<T> work) throws SQLException {
        if (connection == null) {
            connection = address.connect();
        }
        boolean done = false;
        try {
            T result = work.in(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // The server ends the session and rolls back by itself; there is nothing left to lose.
            }
            connection = null;
        }
    }
}
