package io.haochaping.store;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** The rows of one table and scope in the order of their ids, a few thousand at a time. */
final class RowStream implements AutoCloseable {
    private static final int ROWS_AT_A_TIME = 5_000;

    private final RowTable table;
    private final RowDigest digest;
    private final PreparedStatement select;
    private final ResultSet rows;
    private boolean there;

    /** @param scope one that holds rows of this table */
    RowStream(Connection connection, RowTable table, String schema, RowScope scope) throws SQLException {
        this.table = table;
        this.digest = new RowDigest();
        String sql = table.selectAll(schema, "id", "epoch", "row_hash") + " where "
                + table.within(scope).orElseThrow() + " order by id";
        select = connection.prepareStatement(sql);
        scope.bind(table, select);
        select.setFetchSize(ROWS_AT_A_TIME);
        rows = select.executeQuery();
        advance();
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

    RowComparison.Side row() throws SQLException {
        RowKey key = StoredRows.key(table, rows);
        Tally figures = StoredRows.figures(table, rows);
        return new RowComparison.Side(key, figures, StoredRows.fits(digest, key, figures, rows));
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        select.close();
    }
}
