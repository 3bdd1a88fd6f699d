package io.haochaping.store;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowText;
import io.haochaping.domain.tally.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Rows of one kind in the order of their ids, a few thousand at a time. */
final class RowStream implements AutoCloseable {
    private static final int ROWS_AT_A_TIME = 5_000;

    private final Reading reading;
    private final RowDigest digest;
    private final PreparedStatement select;
    private final ResultSet rows;
    private boolean there;

    private RowStream(PreparedStatement select, Reading reading) throws SQLException {
        this.select = select;
        this.reading = reading;
        this.digest = new RowDigest();
        select.setFetchSize(ROWS_AT_A_TIME);
        rows = select.executeQuery();
        advance();
    }

    /** How key and figures lie in the columns. */
    private interface Reading {
        RowKey key(ResultSet row) throws SQLException;

        Tally figures(ResultSet row) throws SQLException;
    }

    /** @param scope one that holds rows of this table */
    static RowStream ofTable(Connection connection, RowTable table, String schema, RowScope scope) throws SQLException {
        String sql = table.selectAll(schema, "id", "epoch", "row_hash") + " where "
                + table.within(scope).orElseThrow() + " order by id";
        PreparedStatement select = connection.prepareStatement(sql);
        scope.bind(table, select);
        return new RowStream(select, new Reading() {
            @Override
            public RowKey key(ResultSet row) throws SQLException {
                return StoredRows.key(table, row);
            }

            @Override
            public Tally figures(ResultSet row) throws SQLException {
                return StoredRows.figures(table, row);
            }
        });
    }

    /** Rows of a snapshot as {@link SnapshotCopy#copyTexts} copied them. */
    static RowStream ofTexts(Connection connection, RowTable table, String schema) throws SQLException {
        PreparedStatement select = connection.prepareStatement("select row_key, figures, id, epoch, row_hash from "
                + schema + "." + SnapshotCopy.TABLE + " where kind = ? order by id, row_key");
        select.setInt(1, table.kind().code());
        return new RowStream(select, new Reading() {
            @Override
            public RowKey key(ResultSet row) throws SQLException {
                return RowText.parse(StoreText.read(row.getString(1)));
            }

            @Override
            public Tally figures(ResultSet row) throws SQLException {
                return Tally.parse(row.getString(2));
            }
        });
    }

    /** Whether there is a row; false at the end. */
    boolean there() {
        return there;
    }

    void advance() throws SQLException {
        there = rows.next();
    }

    UUID id() throws SQLException {
        return (UUID) rows.getObject("id");
    }

    /** Of the cut that wrote the row. */
    long epoch() throws SQLException {
        return rows.getLong("epoch");
    }

    byte[] hash() throws SQLException {
        return rows.getBytes("row_hash");
    }

    RowComparison.Side row() throws SQLException {
        RowKey key = reading.key(rows);
        Tally figures = reading.figures(rows);
        return new RowComparison.Side(key, figures, StoredRows.fits(digest, key, figures, rows));
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        select.close();
    }
}
