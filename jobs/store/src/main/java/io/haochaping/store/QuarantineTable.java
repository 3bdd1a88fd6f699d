package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The store's index of refused records. A record that is there already stays as it is: nobody's bytes are edited. */
final class QuarantineTable {
    private static final String COLUMNS = "topic, partition, record_offset, appended_at, effective_appended_at, reason,"
            + " message_zh, message_en, key, value, value_length, value_sha256, headers, redrive_of";

    private final Connection connection;
    private final String table;

    QuarantineTable(Connection connection, String schema) {
        this.connection = connection;
        this.table = schema + ".quarantine";
    }

    /** Refused records of a cut. */
    void add(List<QuarantineEntry> entries, long epoch) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (Batch batch = new Batch(table, epoch)) {
            for (QuarantineEntry entry : entries) {
                batch.add(entry);
            }
            batch.send();
        }
    }

    /** Whether the index has fewer refused records between the offsets of a restatement than its equation counts. */
    boolean lacksSomeOf(Cut restatement) throws SQLException {
        Map<TopicPartition, Long> there = counts(restatement.partitions());
        for (RowUpdate row : restatement.rows()) {
            if (row.key().kind() == RowKind.EQUATION) {
                List<Object> parts = row.key().parts();
                TopicPartition source = new TopicPartition((String) parts.get(0), (Integer) parts.get(1));
                if (there.getOrDefault(source, 0L) < row.after().get(Figure.QUARANTINED)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Map<TopicPartition, Long> counts(List<PartitionProgress> partitions) throws SQLException {
        Map<TopicPartition, Long> counts = new HashMap<>();
        String sql = "select count(*) from " + table
                + " where topic = ? and partition = ? and record_offset >= ? and record_offset < ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (PartitionProgress progress : partitions) {
                select.setString(1, progress.source().topic());
                select.setInt(2, progress.source().partition());
                select.setLong(3, progress.startOffset());
                select.setLong(4, progress.endOffset());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    counts.put(progress.source(), row.getLong(1));
                }
            }
        }
        return counts;
    }

    /**
     * Brings what is known of refused records between the offsets of a cut into a table of this session. What lies behind its end comes with a later cut.
     *
     * @throws SQLException also where they cannot be read
     */
    void stage(RefusedRecords known, List<PartitionProgress> partitions) throws SQLException {
        Map<TopicPartition, PartitionProgress> read = new HashMap<>();
        partitions.forEach(progress -> read.put(progress.source(), progress));
        execute("create temp table stage_quarantine (like " + table + " including defaults including indexes)"
                + " on commit drop");
        try (Batch batch = new Batch("stage_quarantine", 0)) {
            known.forEach(entry -> {
                PartitionProgress progress = read.get(new TopicPartition(entry.topic(), entry.partition()));
                if (progress != null
                        && entry.offset() >= progress.startOffset()
                        && entry.offset() < progress.endOffset()) {
                    batch.add(entry);
                }
            });
            batch.send();
        } catch (IOException e) {
            throw new SQLException("the refused records cannot be read again: " + e.getMessage(), e);
        }
    }

    /** What was staged becomes part of the index under this epoch. */
    void mergeStaged(long epoch) throws SQLException {
        execute("insert into " + table + " (" + COLUMNS + ", epoch) select " + COLUMNS + ", " + epoch
                + " from stage_quarantine on conflict do nothing");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Inserts that go to the server some at a time: values of 1 MiB add up. */
    private final class Batch implements AutoCloseable {
        private static final int MOST_ENTRIES = 100;

        private final PreparedStatement insert;
        private final long epoch;
        private int waiting;

        private Batch(String into, long epoch) throws SQLException {
            this.epoch = epoch;
            insert = connection.prepareStatement("insert into " + into + " (" + COLUMNS
                    + ", epoch) values (?,?,?,?,?,?,?,?,?,?,?,?,jsonb_object(?::text[], ?::text[]),?,?)"
                    + " on conflict do nothing");
        }

        private void add(QuarantineEntry entry) throws SQLException {
            insert.setString(1, entry.topic());
            insert.setInt(2, entry.partition());
            insert.setLong(3, entry.offset());
            insert.setTimestamp(4, new Timestamp(entry.appendedAt()));
            insert.setTimestamp(5, new Timestamp(entry.effectiveAppendedAt()));
            insert.setString(6, StoreText.of(entry.reason()));
            insert.setString(7, StoreText.of(entry.messageZh()));
            insert.setString(8, StoreText.of(entry.messageEn()));
            insert.setBytes(9, entry.key());
            insert.setBytes(10, entry.value());
            insert.setInt(11, entry.valueLength());
            insert.setString(12, StoreText.of(entry.valueSha256()));
            insert.setArray(13, texts(entry.headers().keySet().stream().map(StoreText::of)));
            insert.setArray(14, texts(entry.headers().values().stream().map(QuarantineTable::base64)));
            insert.setString(15, StoreText.of(entry.redriveOf()));
            insert.setLong(16, epoch);
            insert.addBatch();
            if (++waiting == MOST_ENTRIES) {
                send();
            }
        }

        private Array texts(Stream<String> texts) throws SQLException {
            return connection.createArrayOf("text", texts.toArray());
        }

        private void send() throws SQLException {
            insert.executeBatch();
            waiting = 0;
        }

        @Override
        public void close() throws SQLException {
            insert.close();
        }
    }

    /** JSON has no bytes; null stays null. */
    private static String base64(byte[] header) {
        return header == null ? null : Base64.getEncoder().encodeToString(header);
    }
}
