package io.haochaping.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Inserts rows some thousand at a time, a parameter for each column. */
final class RowBatch implements AutoCloseable {
    private static final int ROWS_AT_A_TIME = 5_000;

    private final Connection connection;
    private final PreparedStatement insert;
    private final List<String> types;
    private final List<List<Object>> columns = new ArrayList<>();

    RowBatch(Connection connection, String sql, List<String> types) throws SQLException {
        this.connection = connection;
        this.insert = connection.prepareStatement(sql);
        this.types = types;
        types.forEach(type -> columns.add(new ArrayList<>()));
    }

    void add(Object... row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            columns.get(i).add(row[i]);
        }
        if (columns.get(0).size() == ROWS_AT_A_TIME) {
            flush();
        }
    }

    private void flush() throws SQLException {
        for (int i = 0; i < types.size(); i++) {
            List<Object> column = columns.get(i);
            // The driver takes bytes only as an array of arrays of bytes.
            Object[] values = column.get(0) instanceof byte[] ? column.toArray(new byte[0][]) : column.toArray();
            insert.setArray(i + 1, connection.createArrayOf(types.get(i), values));
            column.clear();
        }
        insert.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        try (insert) {
            if (!columns.get(0).isEmpty()) {
                flush();
            }
        }
    }
}
