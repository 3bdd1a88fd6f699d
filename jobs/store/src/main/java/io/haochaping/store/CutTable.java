package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.tally.Figure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Every cut that was ever committed, with its offsets, its totals and its decisions. */
final class CutTable {
    private static final List<String> CLASSES =
            RowTable.EQUATION_ROW.figures().stream().map(Figure::column).toList();

    /** Of one cut: 16 bytes each. */
    static final int MOST_NAMED = 20_000;

    /** Minutes of a reader that was away. */
    private static final int CUTS_NAMED = 100;

    private final Connection connection;
    private final String schema;

    CutTable(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    boolean holds(String cutName) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select 1 from " + schema + ".cut where cut_name = ?")) {
            select.setString(1, cutName);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    void insert(Cut cut, long epoch, long fence) throws SQLException {
        String sql = "insert into " + schema
                + ".cut (epoch, cut_name, predecessor, lineage, fence, complete_through, decision_names, decision_digests,"
                + " decision_set_digest, code_version, restatement, total_ratings, total_counted, total_generated,"
                + " total_received, total_classified, topics, partitions, start_offsets, end_offsets, received, ticks,"
                + " last_ticks, read_through) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
        List<PartitionProgress> partitions = cut.partitions();
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, epoch);
            insert.setString(2, cut.name());
            insert.setString(3, cut.predecessor().isEmpty() ? null : cut.predecessor());
            insert.setObject(4, UUID.fromString(cut.lineage()));
            insert.setLong(5, fence);
            insert.setTimestamp(6, cut.completeThrough() < 0 ? null : new Timestamp(cut.completeThrough()));
            insert.setArray(
                    7, connection.createArrayOf("text", cut.decisions().keySet().toArray()));
            insert.setArray(
                    8, connection.createArrayOf("text", cut.decisions().values().toArray()));
            insert.setString(9, cut.decisionSetDigest());
            insert.setString(10, cut.codeVersion());
            insert.setBoolean(11, cut.restatement());
            insert.setLong(12, cut.totals().ratings());
            insert.setLong(13, cut.totals().counted());
            insert.setLong(14, cut.totals().generated());
            insert.setLong(15, cut.totals().received());
            insert.setLong(16, cut.totals().classified());
            insert.setArray(17, connection.createArrayOf("text", boxed(partitions, p -> p.source()
                    .topic())));
            insert.setArray(18, connection.createArrayOf("int", boxed(partitions, p -> p.source()
                    .partition())));
            insert.setArray(19, connection.createArrayOf("bigint", boxed(partitions, PartitionProgress::startOffset)));
            insert.setArray(20, connection.createArrayOf("bigint", boxed(partitions, PartitionProgress::endOffset)));
            insert.setArray(21, connection.createArrayOf("bigint", boxed(partitions, PartitionProgress::received)));
            insert.setArray(22, connection.createArrayOf("bigint", boxed(partitions, PartitionProgress::ticks)));
            insert.setArray(23, connection.createArrayOf("bigint", boxed(partitions, PartitionProgress::lastTick)));
            insert.setLong(24, cut.readThrough());
            insert.executeUpdate();
        }
    }

    /** Tells readers that follow which leaves the cut wrote, unless they are so many that reading all of their hours is no more work. */
    void nameLeaves(Collection<UUID> leaves, long epoch) throws SQLException {
        // What is not below this cut stayed behind where cuts were taken away by hand.
        String others = "delete from " + schema + ".cut_leaves where epoch >= ? or epoch <= (select epoch from "
                + schema + ".cut_leaves where epoch < ? order by epoch desc offset " + (CUTS_NAMED - 1) + " limit 1)";
        try (PreparedStatement delete = connection.prepareStatement(others)) {
            delete.setLong(1, epoch);
            delete.setLong(2, epoch);
            delete.executeUpdate();
        }
        if (leaves.size() > MOST_NAMED) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into " + schema + ".cut_leaves (epoch, ids) values (?,?)")) {
            insert.setLong(1, epoch);
            insert.setArray(2, connection.createArrayOf("uuid", leaves.toArray()));
            insert.executeUpdate();
        }
    }

    /** Keeps the classes of every partition as they stand with this cut; its rows must be written already, in the same transaction. */
    void keepClasses(long epoch) throws SQLException {
        String sums = CLASSES.stream()
                .map(figure -> "coalesce(sum(" + figure + "), 0)::bigint as " + figure)
                .collect(Collectors.joining(", "));
        String arrays = CLASSES.stream()
                .map(figure -> figure + " = coalesce(k." + figure + ", '{}')")
                .collect(Collectors.joining(", "));
        String gathered = CLASSES.stream()
                .map(figure -> "array_agg(" + figure + " order by topic, partition) as " + figure)
                .collect(Collectors.joining(", "));
        String sql = "update " + schema + ".cut c set class_topics = coalesce(k.topics, '{}'),"
                + " class_partitions = coalesce(k.partitions, '{}'), " + arrays
                + " from (select array_agg(topic order by topic, partition) as topics,"
                + " array_agg(partition order by topic, partition) as partitions, " + gathered
                + " from (select topic, partition, " + sums + " from " + schema
                + ".equation_row group by topic, partition) g) k where c.epoch = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, epoch);
            update.executeUpdate();
        }
    }

    private interface Field {
        Object of(PartitionProgress progress);
    }

    private static Object[] boxed(List<PartitionProgress> partitions, Field field) {
        return partitions.stream().map(field::of).toArray();
    }
}
