package io.haochaping.benchmarks.latency;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.stack.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Asks the views for the newest cut, as a reader would, and remembers when each was first seen and how far it reaches. A cut is seen together with its rows. */
final class CutWatch implements AutoCloseable {
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(5).toNanos();

    /** @param ends end offset of each partition */
    record Seen(long epoch, long at, Map<TopicPartition, Long> ends) {
        boolean holds(Ratings.Sent rating) {
            return ends.getOrDefault(rating.partition(), 0L) > rating.offset();
        }
    }

    private final Connection connection;
    private final String schema;
    private final TreeMap<Long, Seen> cuts = new TreeMap<>();
    private final AtomicReference<SQLException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::look, "cut-watch");
    private volatile boolean over;

    private CutWatch(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    static CutWatch over(PostgresServer postgres, String schema) throws SQLException {
        CutWatch watch = new CutWatch(postgres.connect(), schema);
        watch.connection.setAutoCommit(true);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void look() {
        try (PreparedStatement newest = connection.prepareStatement("select epoch from " + schema + ".v_cut");
                PreparedStatement reach = connection.prepareStatement("select topic, partition, end_offset from "
                        + schema + ".v_equation_history where epoch = ? and grain = 'partition'")) {
            long known = -1;
            while (!over) {
                long epoch = number(newest);
                long at = System.currentTimeMillis();
                if (epoch > known) {
                    known = epoch;
                    remember(new Seen(epoch, at, ends(reach, epoch)));
                }
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
        } catch (SQLException e) {
            if (!over) {
                failure.set(e);
            }
        }
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private static Map<TopicPartition, Long> ends(PreparedStatement reach, long epoch) throws SQLException {
        reach.setLong(1, epoch);
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (ResultSet row = reach.executeQuery()) {
            while (row.next()) {
                ends.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
            }
        }
        return ends;
    }

    private synchronized void remember(Seen cut) {
        cuts.put(cut.epoch(), cut);
    }

    /** The first cut seen that holds the rating. */
    synchronized Optional<Seen> firstWith(Ratings.Sent rating) {
        if (failure.get() != null) {
            throw new IllegalStateException("the store did not answer", failure.get());
        }
        return cuts.values().stream().filter(cut -> cut.holds(rating)).findFirst();
    }

    @Override
    public void close() throws SQLException {
        over = true;
        connection.close();
    }
}
