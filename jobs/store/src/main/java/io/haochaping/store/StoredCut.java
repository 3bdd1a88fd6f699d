package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TickRounds;
import io.haochaping.domain.cut.TopicPartition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cut as the store remembers it, without its rows.
 *
 * @param completeThrough milliseconds; -1: no whole round yet
 * @param ratings effective ratings over all hour leaves, by the committer's own count
 * @param decisions names and digests of the decision set it was made under
 */
public record StoredCut(
        long epoch,
        String name,
        Instant committedAt,
        long completeThrough,
        long ratings,
        SortedMap<String, String> decisions,
        String decisionSetDigest,
        String codeVersion,
        List<PartitionProgress> partitions) {
    private static final String COLUMNS =
            "select c.epoch, c.cut_name, c.committed_at, c.complete_through, c.total_ratings, c.decision_names,"
                    + " c.decision_digests, c.decision_set_digest, c.code_version, c.topics, c.partitions, c.start_offsets,"
                    + " c.end_offsets, c.received, c.ticks, c.last_ticks from ";

    /** The cut that readers see; empty: none was ever committed. */
    public static Optional<StoredCut> head(Connection connection, String schema) throws SQLException {
        String sql = COLUMNS + schema + ".store_head h join " + schema + ".cut c on c.cut_name = h.cut_name";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            return first(select);
        }
    }

    /** Empty: the store has no cut of this epoch. */
    public static Optional<StoredCut> of(Connection connection, String schema, long epoch) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + schema + ".cut c where c.epoch = ?")) {
            select.setLong(1, epoch);
            return first(select);
        }
    }

    private static Optional<StoredCut> first(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(read(row)) : Optional.empty();
        }
    }

    /** Of a row that names these columns as the table of cuts does. */
    static StoredCut read(ResultSet row) throws SQLException {
        Timestamp through = row.getTimestamp("complete_through");
        return new StoredCut(
                row.getLong("epoch"),
                row.getString("cut_name"),
                row.getTimestamp("committed_at").toInstant(),
                through == null ? TickRounds.NEVER : through.getTime(),
                row.getLong("total_ratings"),
                decisions(row),
                row.getString("decision_set_digest"),
                row.getString("code_version"),
                partitions(row));
    }

    private static SortedMap<String, String> decisions(ResultSet row) throws SQLException {
        String[] names = (String[]) row.getArray("decision_names").getArray();
        String[] digests = (String[]) row.getArray("decision_digests").getArray();
        SortedMap<String, String> decisions = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            decisions.put(names[i], digests[i]);
        }
        return decisions;
    }

    private static List<PartitionProgress> partitions(ResultSet row) throws SQLException {
        String[] topics = (String[]) row.getArray("topics").getArray();
        Integer[] numbers = (Integer[]) row.getArray("partitions").getArray();
        Long[] starts = (Long[]) row.getArray("start_offsets").getArray();
        Long[] ends = (Long[]) row.getArray("end_offsets").getArray();
        Long[] received = (Long[]) row.getArray("received").getArray();
        Long[] ticks = (Long[]) row.getArray("ticks").getArray();
        Long[] lastTicks = (Long[]) row.getArray("last_ticks").getArray();
        List<PartitionProgress> partitions = new ArrayList<>();
        for (int i = 0; i < topics.length; i++) {
            partitions.add(new PartitionProgress(
                    new TopicPartition(topics[i], numbers[i]),
                    starts[i],
                    ends[i],
                    received[i],
                    ticks[i],
                    lastTicks[i]));
        }
        return partitions;
    }
}
