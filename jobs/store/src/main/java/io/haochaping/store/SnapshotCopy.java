package io.haochaping.store;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowText;
import io.haochaping.domain.tally.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The rows of a snapshot where an audit compares them. */
public final class SnapshotCopy {
    static final String TABLE = "snapshot_copy";

    private static final int ROWS_AT_A_TIME = 5_000;

    private SnapshotCopy() {}

    /**
     * Copies the rows of a snapshot, as {@link RowComparison#compareTexts} reads them.
     *
     * @param into a schema without such a table
     * @param schema that readers know the store by
     * @return position of a text that this version reads no row from: somebody changed it, or another version wrote it
     */
    public static OptionalLong copyTexts(Connection connection, String schema, long number, String into)
            throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute("create table " + into + "." + TABLE
                    + " (id uuid, kind int, row_key text, figures text, epoch bigint, row_hash bytea)");
        }
        RowDigest digest = new RowDigest();
        try (RowBatch copy = new RowBatch(
                        connection,
                        "insert into " + into + "." + TABLE
                                + " select * from unnest(?::uuid[], ?::int[], ?::text[], ?::text[], ?::bigint[], ?::bytea[])",
                        List.of("uuid", "int", "text", "text", "bigint", "bytea"));
                PreparedStatement select =
                        connection.prepareStatement("select row_key, figures, epoch, row_hash, position from " + schema
                                + ".snapshot_row where snapshot = ?")) {
            select.setLong(1, number);
            select.setFetchSize(ROWS_AT_A_TIME);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Optional<RowKey> key = key(row.getString(1), row.getString(2));
                    if (key.isEmpty()) {
                        return OptionalLong.of(row.getLong(5));
                    }
                    UUID id = digest.id(key.get());
                    copy.add(
                            id,
                            key.get().kind().code(),
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getBytes(4));
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Empty: the texts are not those of a row that a snapshot holds, written as every row is. */
    private static Optional<RowKey> key(String keyText, String figuresText) {
        try {
            RowKey key = RowText.parse(StoreText.read(keyText));
            boolean isRow = StoreText.of(key.toString()).equals(keyText)
                    && Tally.parse(figuresText).toString().equals(figuresText)
                    && RowTable.of(key.kind()).isPublished();
            return isRow ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
