package io.haochaping.desk;

import io.haochaping.store.StoreAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A table of the store that is only read. */
public final class StoreReading implements AutoCloseable {
    private static final int FETCHED_AT_ONCE = 1_000;

    private final Connection connection;

    private StoreReading(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param table without its schema
     * @throws Refusal where the database does not answer or has no such table
     */
    public static StoreReading open(StoreAddress address, String table) throws Refusal {
        try {
            Connection connection = address.connect();
            connection.setReadOnly(true);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select to_regclass('" + address.schema() + "." + table + "') is not null")) {
                row.next();
                if (!row.getBoolean(1)) {
                    connection.close();
                    throw Refusal.failure(
                            "数据库中没有 " + address.schema() + "." + table + "：请先启动作业，并检查 store.schema。",
                            "There is no " + address.schema() + "." + table
                                    + " in the database: start the job first, and check store.schema.");
                }
            }
            return new StoreReading(connection);
        } catch (SQLException refused) {
            throw unusable(refused);
        }
    }

    private static Refusal unusable(SQLException refused) {
        return Refusal.failure(
                "数据库不可用：" + refused.getMessage() + "。请检查 store.url、store.user、store.password 与网络。",
                "The database does not answer: " + refused.getMessage()
                        + ". Check store.url, store.user, store.password and the network.");
    }

    /** Makes something of one row. */
    public interface Made<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** In the order of the statement. */
    public <T> List<T> select(String sql, List<?> values, Made<T> made) throws Refusal {
        List<T> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(FETCHED_AT_ONCE);
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(made.of(row));
                }
            }
            return found;
        } catch (SQLException refused) {
            throw unusable(refused);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing was written; the server ends the session by itself.
        }
    }
}
