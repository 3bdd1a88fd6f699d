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

/** One real PostgreSQL server for all tests of this module; each test takes a fresh store, in a schema or in a database of its own. */
final class Database {
    private static final EmbeddedPostgres SERVER = start();
    private static final String COMMON = "postgres";
    private static final String TEMPLATE = "store_template";
    private static final String SCHEMA = "s";
    private static final AtomicInteger STORES = new AtomicInteger();

    private static boolean templateIsThere;

    private final StoreAddress address;

    private Database(StoreAddress address) {
        this.address = address;
    }

    /** In the database that all share, so that one connection reaches several stores. */
    static Database fresh() {
        StoreAddress address =
                new StoreAddress(url(SERVER.getPort(), COMMON), "postgres", "", SCHEMA + STORES.incrementAndGet());
        address.migrate();
        return new Database(address);
    }

    /** In a database of its own, copied from one that was migrated once: a tenth of the time. */
    static synchronized Database ofItsOwn() {
        String name = "d" + STORES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url(SERVER.getPort(), COMMON), "postgres", "");
                Statement statement = connection.createStatement()) {
            if (!templateIsThere) {
                statement.execute("create database " + TEMPLATE);
                new StoreAddress(url(SERVER.getPort(), TEMPLATE), "postgres", "", SCHEMA).migrate();
                templateIsThere = true;
            }
            statement.execute("create database " + name + " template " + TEMPLATE);
        } catch (SQLException e) {
            throw new IllegalStateException("no store could be made", e);
        }
        return new Database(new StoreAddress(url(SERVER.getPort(), name), "postgres", "", SCHEMA));
    }

    static int port() {
        return SERVER.getPort();
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    StoreAddress address() {
        return address;
    }

    StoreAddress addressBehind(int port) {
        String database = address.url().substring(address.url().lastIndexOf('/') + 1);
        return new StoreAddress(url(port, database), "postgres", "", address.schema());
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
