package io.haochaping.auditreplay;

import io.haochaping.stack.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads the views of {@code haochaping} over and over, several in one transaction as a dashboard does, and keeps what no reader may see: two stores in one transaction, or an older cut after a newer one. */
final class ViewReader implements AutoCloseable {
    private static final long BETWEEN_LOOKS_MILLIS = 10;

    private final PostgresServer postgres;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private final Thread thread = new Thread(this::run, "view-reader");
    private long epoch;
    private long received;

    ViewReader(PostgresServer postgres) {
        this.postgres = postgres;
        thread.setDaemon(true);
        thread.start();
    }

    List<String> complaints() {
        return complaints;
    }

    int cuts() {
        synchronized (seen) {
            return seen.size();
        }
    }

    private void run() {
        try (Connection connection = postgres.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            while (!stopped.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
                look(connection);
                connection.commit();
            }
        } catch (SQLException e) {
            complaints.add("the views do not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Connection connection) throws SQLException {
        long now;
        long classified;
        long counted;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select epoch, total_received, total_classified, restored from haochaping.v_cut")) {
            row.next();
            now = row.getLong(1);
            long records = row.getLong(2);
            classified = row.getLong(3);
            if (now < epoch || records < received) {
                complaints.add("epoch " + now + " with " + records + " records after " + epoch + " with " + received);
            }
            if (row.getBoolean(4)) {
                complaints.add("epoch " + now + " is marked as restored");
            }
            epoch = now;
            received = records;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select classified from haochaping.v_equation where grain = 'total'")) {
            row.next();
            counted = row.getLong(1);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select max(epoch) from haochaping.v_hour_part")) {
            row.next();
            if (row.getLong(1) > now) {
                complaints.add("a leaf of epoch " + row.getLong(1) + " beside the cut " + now);
            }
        }
        if (counted != classified) {
            complaints.add("epoch " + now + " announces " + classified + " records, its rows hold " + counted);
        }
        synchronized (seen) {
            seen.add(now);
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
