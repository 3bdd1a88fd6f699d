package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TickRounds;
import io.haochaping.domain.cut.TopicPartition;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

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
        return inTransaction(open -> readHead(open, false));
    }

    /** Whether the store's history holds a cut of this name. */
    public boolean holds(String cutName) throws SQLException {
        return inTransaction(open -> holds(open, cutName));
    }

    /** Commits a cut behind its predecessor. */
    public Outcome commit(Cut cut) throws SQLException {
        return inTransaction(open -> {
            Head head = readHead(open, true);
            if (head.cutName().equals(cut.name()) || holds(open, cut.name())) {
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
            write(open, cut, head);
            return Outcome.COMMITTED;
        });
    }

    /**
     * Replaces all rows that are not final by those of the cut, if it dominates the store's head. Taking the store over from another run raises the fence.
     *
     * @return false: it does not dominate yet, or another run has taken the store over since this committer's own commit
     */
    public boolean restate(Cut cut) throws SQLException, Dominance.NeverDominates {
        Dominance.NeverDominates[] never = {null};
        boolean done = inTransaction(open -> {
            Head head = readHead(open, true);
            if (fence != NO_FENCE && head.fence() > fence) {
                return false;
            }
            try {
                if (!Dominance.holds(cut.partitions(), cut.decisions(), head)) {
                    return false;
                }
            } catch (Dominance.NeverDominates e) {
                never[0] = e;
                return false;
            }
            write(open, cut, head);
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
            readHead(open, true);
            execute(
                    open,
                    "update " + table("store_head")
                            + " set restored = true, restored_since = coalesce(restored_since, now())");
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
            Head head = readHead(open, true);
            // The forwarder sends what is above the epoch it sent last, so a second alert at one head must be above the
            // withdrawal of the first.
            long epoch = Math.max(Math.max(head.epoch(), 1), lastAlertEpoch(open, "where id = ?", notice.id()) + 1);
            Outbox outbox = new Outbox(open, address.schema(), settings);
            return new Alerts(open, address.schema(), settings).raise(notice, completeThrough(open), epoch, outbox);
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

    private long lastAlertEpoch(Connection open, String condition, String... id) throws SQLException {
        try (PreparedStatement select =
                open.prepareStatement("select coalesce(max(epoch), 0) from " + table("alert") + " " + condition)) {
            for (int i = 0; i < id.length; i++) {
                select.setString(i + 1, StoreText.of(id[i]));
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Milliseconds; -1: no whole round yet, or no cut. */
    private long completeThrough(Connection open) throws SQLException {
        String sql = "select c.complete_through from " + table("store_head") + " h join " + table("cut")
                + " c on c.cut_name = h.cut_name";
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            Timestamp time = row.next() ? row.getTimestamp(1) : null;
            return time == null ? TickRounds.NEVER : time.getTime();
        }
    }

    private void write(Connection open, Cut cut, Head head) throws SQLException {
        // An alert that was raised outside of a cut may stand above the head.
        long known = Math.max(Math.max(head.epoch(), lastAlertEpoch(open, "")), Math.max(cut.lastEpoch(), lastEpoch));
        long epoch = Math.max(known + 1, cut.leastEpoch());
        long nextFence = fence != NO_FENCE && fence == head.fence() ? fence : Math.max(fence, head.fence()) + 1;
        RowLoader loader = new RowLoader(open, address.schema());
        if (cut.restatement()) {
            loader.restate(cut.rows(), epoch, settings.finalThrough(cut.completeThrough()));
        } else {
            loader.apply(cut.rows(), epoch);
        }
        if (cut.completeThrough() >= 0) {
            dropOldMinutes(open, cut.completeThrough() - settings.minuteRetention());
        }
        new QuarantineTable(open, address.schema()).add(cut.quarantine(), epoch);
        new Outbox(open, address.schema(), settings).write(cut, epoch);
        insertCut(open, cut, epoch, nextFence);
        moveHead(open, cut, epoch, nextFence);
        attempted = cut.name();
        attemptedFence = nextFence;
        open.commit();
        fence = nextFence;
        lastEpoch = epoch;
    }

    /** A minute row exists iff its minute lies after completeThrough − K. */
    private void dropOldMinutes(Connection open, long through) throws SQLException {
        try (PreparedStatement delete =
                open.prepareStatement("delete from " + table("minute_row") + " where minute <= ?")) {
            delete.setTimestamp(1, new Timestamp(through));
            delete.executeUpdate();
        }
    }

    private void insertCut(Connection open, Cut cut, long epoch, long nextFence) throws SQLException {
        String sql = "insert into " + table("cut")
                + " (epoch, cut_name, predecessor, lineage, fence, complete_through, decision_names, decision_digests,"
                + " decision_set_digest, code_version, restatement, total_ratings, total_counted, total_generated,"
                + " total_received, total_classified, topics, partitions, start_offsets, end_offsets, received, ticks,"
                + " last_ticks) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
        List<PartitionProgress> partitions = cut.partitions();
        try (PreparedStatement insert = open.prepareStatement(sql)) {
            insert.setLong(1, epoch);
            insert.setString(2, cut.name());
            insert.setString(3, cut.predecessor().isEmpty() ? null : cut.predecessor());
            insert.setObject(4, UUID.fromString(cut.lineage()));
            insert.setLong(5, nextFence);
            insert.setTimestamp(6, cut.completeThrough() < 0 ? null : new Timestamp(cut.completeThrough()));
            insert.setArray(
                    7, open.createArrayOf("text", cut.decisions().keySet().toArray()));
            insert.setArray(
                    8, open.createArrayOf("text", cut.decisions().values().toArray()));
            insert.setString(9, cut.decisionSetDigest());
            insert.setString(10, cut.codeVersion());
            insert.setBoolean(11, cut.restatement());
            insert.setLong(12, cut.totals().ratings());
            insert.setLong(13, cut.totals().counted());
            insert.setLong(14, cut.totals().generated());
            insert.setLong(15, cut.totals().received());
            insert.setLong(16, cut.totals().classified());
            insert.setArray(17, texts(open, partitions));
            insert.setArray(18, open.createArrayOf("int", boxed(partitions, p -> p.source()
                    .partition())));
            insert.setArray(19, open.createArrayOf("bigint", boxed(partitions, PartitionProgress::startOffset)));
            insert.setArray(20, open.createArrayOf("bigint", boxed(partitions, PartitionProgress::endOffset)));
            insert.setArray(21, open.createArrayOf("bigint", boxed(partitions, PartitionProgress::received)));
            insert.setArray(22, open.createArrayOf("bigint", boxed(partitions, PartitionProgress::ticks)));
            insert.setArray(23, open.createArrayOf("bigint", boxed(partitions, PartitionProgress::lastTick)));
            insert.executeUpdate();
        }
    }

    private static Array texts(Connection open, List<PartitionProgress> partitions) throws SQLException {
        return open.createArrayOf(
                "text", partitions.stream().map(p -> p.source().topic()).toArray());
    }

    private interface Field {
        Object of(PartitionProgress progress);
    }

    private static Object[] boxed(List<PartitionProgress> partitions, Field field) {
        return partitions.stream().map(field::of).toArray();
    }

    private void moveHead(Connection open, Cut cut, long epoch, long nextFence) throws SQLException {
        String restored = cut.restatement() ? ", restored = false, restored_since = null" : "";
        try (PreparedStatement update = open.prepareStatement(
                "update " + table("store_head") + " set lineage = ?, fence = ?, epoch = ?, cut_name = ?" + restored)) {
            update.setObject(1, UUID.fromString(cut.lineage()));
            update.setLong(2, nextFence);
            update.setLong(3, epoch);
            update.setString(4, cut.name());
            update.executeUpdate();
        }
    }

    private Head readHead(Connection open, boolean lock) throws SQLException {
        if (lock) {
            lockHead(open);
        }
        String sql = "select h.lineage, h.fence, h.epoch, h.cut_name, h.restored, c.topics, c.partitions,"
                + " c.start_offsets, c.end_offsets, c.decision_names, c.decision_digests from " + table("store_head")
                + " h left join " + table("cut") + " c on c.cut_name = h.cut_name";
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                return new Head("", 0, 0, "", false, List.of(), new TreeMap<>());
            }
            String name = row.getString(4);
            return new Head(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    name == null ? "" : name,
                    row.getBoolean(5),
                    progress(row),
                    decisions(row));
        }
    }

    /** A statement of its own: one that locked and joined would, after waiting, join the new head to the cuts of its old snapshot, and find none. */
    private void lockHead(Connection open) throws SQLException {
        execute(
                open,
                "insert into " + table("store_head") + " (lineage, fence, epoch) values ('" + new UUID(0, 0)
                        + "', 0, 0) on conflict do nothing");
        execute(open, "select 1 from " + table("store_head") + " for update");
    }

    private static List<PartitionProgress> progress(ResultSet row) throws SQLException {
        List<PartitionProgress> partitions = new ArrayList<>();
        if (row.getArray(6) == null) {
            return partitions;
        }
        String[] topics = (String[]) row.getArray(6).getArray();
        Integer[] numbers = (Integer[]) row.getArray(7).getArray();
        Long[] starts = (Long[]) row.getArray(8).getArray();
        Long[] ends = (Long[]) row.getArray(9).getArray();
        for (int i = 0; i < topics.length; i++) {
            TopicPartition source = new TopicPartition(topics[i], numbers[i]);
            partitions.add(new PartitionProgress(source, starts[i], ends[i], 0, 0, PartitionProgress.NO_TICK));
        }
        return partitions;
    }

    private static SortedMap<String, String> decisions(ResultSet row) throws SQLException {
        SortedMap<String, String> decisions = new TreeMap<>();
        if (row.getArray(10) != null) {
            String[] names = (String[]) row.getArray(10).getArray();
            String[] digests = (String[]) row.getArray(11).getArray();
            for (int i = 0; i < names.length; i++) {
                decisions.put(names[i], digests[i]);
            }
        }
        return decisions;
    }

    private boolean holds(Connection open, String cutName) throws SQLException {
        try (PreparedStatement select =
                open.prepareStatement("select 1 from " + table("cut") + " where cut_name = ?")) {
            select.setString(1, cutName);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private String table(String name) {
        return address.schema() + "." + name;
    }

    private static void execute(Connection open, String sql) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(sql);
        }
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
