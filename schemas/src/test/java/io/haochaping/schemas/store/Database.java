package io.haochaping.schemas.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** One real PostgreSQL server for all tests of this module; each test class takes its own schema. */
final class Database {

    private static final EmbeddedPostgres SERVER = start();

    private Database() {}

    static DataSource dataSource() {
        return SERVER.getPostgresDatabase();
    }

    static DataSource dataSource(String user) {
        return SERVER.getDatabase(user, "postgres");
    }

    static String jdbcUrl() {
        return SERVER.getJdbcUrl("postgres", "postgres");
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows as text, the columns joined by |, NULL as -. */
    static List<String> rows(String sql, Object... parameters) throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return rows(connection, sql, parameters);
        }
    }

    static List<String> rows(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (ResultSet found = query.executeQuery()) {
                return text(found);
            }
        }
    }

    private static List<String> text(ResultSet found) throws SQLException {
        List<String> rows = new ArrayList<>();
        int columns = found.getMetaData().getColumnCount();
        while (found.next()) {
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                String value = found.getString(column);
                values.add(value == null ? "-" : value);
            }
            rows.add(String.join("|", values));
        }
        return rows;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException("No PostgreSQL server could be started", e);
        }
    }
}
