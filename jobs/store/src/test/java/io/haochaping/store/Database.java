package io.haochaping.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL server for all tests of this module; each test takes a fresh store in a schema of its own. */
final class Database {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger STORES = new AtomicInteger();

    private final StoreAddress address;

    private Database(StoreAddress address) {
        this.address = address;
    }

    static Database fresh() {
        StoreAddress address = new StoreAddress(url(SERVER.getPort()), "postgres", "", "s" + STORES.incrementAndGet());
        address.migrate();
        return new Database(address);
    }

    static int port() {
        return SERVER.getPort();
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    StoreAddress address() {
        return address;
    }

    StoreAddress addressBehind(int port) {
        return new StoreAddress(url(port), "postgres", "", address.schema());
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(address.url(), "postgres", "");
    }

    /** $ stands for the schema. */
    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(in(sql));
        }
    }

    private String in(String sql) {
        return sql.replace("$.", address.schema() + ".");
    }

    /** All rows as text, the columns joined by |, NULL as -. $ stands for the schema. */
    List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(in(sql))) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    String value = found.getString(column);
                    values.add(value == null ? "-" : value);
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    String one(String sql) throws SQLException {
        return rows(sql).get(0);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException("no PostgreSQL server could be started", e);
        }
    }
}
