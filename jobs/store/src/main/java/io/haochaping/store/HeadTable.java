package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TickRounds;
import io.haochaping.domain.cut.TopicPartition;
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

/** The one row that names the cut which readers see. Whoever commits holds its lock. */
final class HeadTable {
    private final Connection connection;
    private final String schema;

    HeadTable(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** An empty head where nothing was ever committed. */
    Head read() throws SQLException {
        String sql = "select h.lineage, h.fence, h.epoch, h.cut_name, h.restored, c.topics, c.partitions,"
                + " c.start_offsets, c.end_offsets, c.decision_names, c.decision_digests, c.read_through from " + schema
                + ".store_head h left join " + schema + ".cut c on c.cut_name = h.cut_name";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                return new Head("", 0, 0, "", false, List.of(), new TreeMap<>(), PartitionProgress.NO_TICK);
            }
            String name = row.getString(4);
            return new Head(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    name == null ? "" : name,
                    row.getBoolean(5),
                    progress(row),
                    decisions(row),
                    readThrough(row));
        }
    }

    /**
     * Waits for a commit that is under way, and keeps others waiting until the transaction ends.
     *
     * <p>Two statements: one that locked and joined would, after waiting, join the new head to the cuts of its old snapshot, and find none.
     */
    Head readLocked() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into " + schema + ".store_head (lineage, fence, epoch) values ('" + new UUID(0, 0)
                    + "', 0, 0) on conflict do nothing");
            statement.execute("select 1 from " + schema + ".store_head for update");
        }
        return read();
    }

    /** A restatement makes the store whole again. */
    void move(Cut cut, long epoch, long fence) throws SQLException {
        String restored = cut.restatement() ? ", restored = false, restored_since = null" : "";
        try (PreparedStatement update = connection.prepareStatement(
                "update " + schema + ".store_head set lineage = ?, fence = ?, epoch = ?, cut_name = ?" + restored)) {
            update.setObject(1, UUID.fromString(cut.lineage()));
            update.setLong(2, fence);
            update.setLong(3, epoch);
            update.setString(4, cut.name());
            update.executeUpdate();
        }
    }

    void markRestored() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("update " + schema
                    + ".store_head set restored = true, restored_since = coalesce(restored_since, now())");
        }
    }

    /** Milliseconds; -1: no whole round yet, or no cut. */
    long completeThrough() throws SQLException {
        String sql = "select c.complete_through from " + schema + ".store_head h join " + schema
                + ".cut c on c.cut_name = h.cut_name";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            Timestamp time = row.next() ? row.getTimestamp(1) : null;
            return time == null ? TickRounds.NEVER : time.getTime();
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

    private static long readThrough(ResultSet row) throws SQLException {
        long readThrough = row.getLong(12);
        return row.wasNull() ? Head.UNKNOWN : readThrough;
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
}
