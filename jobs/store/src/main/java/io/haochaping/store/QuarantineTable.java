package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The store's index of refused records. A record that is there already stays as it is: nobody's bytes are edited. */
final class QuarantineTable {
    private final Connection connection;
    private final String schema;

    QuarantineTable(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** Refused records of a cut. */
    void add(List<QuarantineEntry> entries, long epoch) throws SQLException {
        try (Batch batch = new Batch(epoch)) {
            for (QuarantineEntry entry : entries) {
                batch.add(entry);
            }
            batch.send();
        }
    }

    /**
     * Takes what is known of refused records between the offsets of a cut. What lies behind its end comes with a later cut.
     *
     * @throws SQLException also where they cannot be read
     */
    void refill(RefusedRecords known, List<PartitionProgress> partitions, long epoch) throws SQLException {
        Map<TopicPartition, PartitionProgress> read = new HashMap<>();
        partitions.forEach(progress -> read.put(progress.source(), progress));
        try (Batch batch = new Batch(epoch)) {
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

    /** Inserts that go to the server some at a time: values of 1 MiB add up. */
    private final class Batch implements AutoCloseable {
        private static final int MOST_ENTRIES = 100;

        private final PreparedStatement insert;
        private final long epoch;
        private int waiting;

        private Batch(long epoch) throws SQLException {
            this.epoch = epoch;
            insert = connection.prepareStatement("insert into " + schema
                    + ".quarantine (topic, partition, record_offset, appended_at, effective_appended_at, reason,"
                    + " message_zh, message_en, key, value, value_length, value_sha256, redrive_of, epoch)"
                    + " values (?,?,?,?,?,?,?,?,?,?,?,?,?,?) on conflict do nothing");
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
            insert.setString(12, entry.valueSha256());
            insert.setString(13, StoreText.of(entry.redriveOf()));
            insert.setLong(14, epoch);
            insert.addBatch();
            if (++waiting == MOST_ENTRIES) {
                send();
            }
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
}
