package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
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

    /** Replaces all rows that are not final by those of the cut, if it dominates the store's head. */
    public boolean restate(Cut cut) throws SQLException, Dominance.NeverDominates {
        Dominance.NeverDominates[] never = {null};
        boolean done = inTransaction(open -> {
            Head head = readHead(open, true);
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

    private void write(Connection open, Cut cut, Head head) throws SQLException {
        long epoch = Math.max(Math.max(head.epoch(), Math.max(cut.lastEpoch(), lastEpoch)) + 1, cut.offsets());
        long nextFence = fence == NO_FENCE ? Math.max(head.fence(), 0) + 1 : Math.max(fence, head.fence());
        RowLoader loader = new RowLoader(open, address.schema());
        if (cut.restatement()) {
            loader.restate(cut.rows(), epoch, settings.finalBefore(cut.completeThrough()));
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
            execute(
                    open,
                    "insert into " + table("store_head") + " (lineage, fence, epoch) values ('" + new UUID(0, 0)
                            + "', 0, 0) on conflict do nothing");
        }
        String sql = "select h.lineage, h.fence, h.epoch, h.cut_name, h.restored, c.topics, c.partitions,"
                + " c.start_offsets, c.end_offsets, c.decision_names, c.decision_digests from " + table("store_head")
                + " h left join " + table("cut") + " c on c.cut_name = h.cut_name" + (lock ? " for update of h" : "");
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
        try {
            T result = work.in(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
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
