package io.haochaping.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;

/** The store's index of refused records. A record that is there already stays as it is: nobody's bytes are edited. */
final class QuarantineTable {
    private final Connection connection;
    private final String schema;

    QuarantineTable(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    void add(List<QuarantineEntry> entries, long epoch) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        String sql = "insert into " + schema + ".quarantine (topic, partition, record_offset, appended_at,"
                + " effective_appended_at, reason, message_zh, message_en, key, value, value_length, value_sha256,"
                + " redrive_of, epoch) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?) on conflict do nothing";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (QuarantineEntry entry : entries) {
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
            }
            insert.executeBatch();
        }
    }
}
