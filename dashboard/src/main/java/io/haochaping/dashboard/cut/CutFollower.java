package io.haochaping.dashboard.cut;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for a new cut again and again and keeps the newest snapshot. One thread and one connection, which is opened anew after a failure. */
public final class CutFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CutFollower.class);

    /** A job that is further behind than this catches up. */
    private static final Duration BEHIND = Duration.ofHours(1);

    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final StoreAddress store;
    private final Duration interval;
    private final FollowerMetrics metrics;
    private final History history;
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(CutFollower::thread);
    private volatile Snapshot newest;
    private volatile StoreProblem problem = StoreProblem.NOT_ASKED_YET;
    private Connection connection;
    private CutState seen;
    private long restsUntil = System.nanoTime();

    public CutFollower(StoreAddress store, Duration interval, FollowerMetrics metrics) {
        this.store = store;
        this.interval = interval;
        this.metrics = metrics;
        this.history = new History(store.schema(), metrics::daysRead);
    }

    /** Has the listener called with every snapshot, on the thread that reads the store; it must not wait for anything. */
    public void onSnapshot(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Empty: none yet, and {@link #problem} says why. */
    public Optional<Snapshot> newest() {
        return Optional.ofNullable(newest);
    }

    /** Empty: the store answered when it was last asked. */
    public Optional<StoreProblem> problem() {
        return Optional.ofNullable(problem);
    }

    private void look() {
        if (System.nanoTime() - restsUntil < 0) {
            return;
        }
        try {
            if (connection == null) {
                connection = store.connect();
            }
            CutState head = new StoreReader(connection, store.schema()).head().orElse(null);
            if (!Objects.equals(head, seen) || head == null && problem != StoreProblem.NO_CUT) {
                move();
            } else if (head != null) {
                problem = null;
            }
        } catch (SQLException | RuntimeException failure) {
            failed(failure);
        }
    }

    private void move() throws SQLException {
        long startedAt = System.nanoTime();
        connection.setAutoCommit(false);
        Optional<Snapshot> snapshot = history.move(connection);
        connection.commit();
        connection.setAutoCommit(true);
        seen = snapshot.map(Snapshot::cut).orElse(null);
        newest = snapshot.orElse(null);
        problem = snapshot.isPresent() ? null : StoreProblem.NO_CUT;
        snapshot.ifPresent(moved -> {
            metrics.moved(moved, System.nanoTime() - startedAt);
            listeners.forEach(listener -> listener.accept(moved));
            // Behind the news, which need not wait for it.
            moved.makeReady();
        });
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        restsUntil = System.nanoTime()
                + snapshot.map(moved -> restAfter(took, moved.cut()))
                        .orElse(Duration.ZERO)
                        .toNanos();
    }

    /**
     * How long the store is left alone behind a move, beside the interval. Each cut of a job that catches up changes whole days, and whoever reads those without a rest keeps a
     * processor of the database busy which the job could do with: it rests for as long as it read, half a minute at most. Figures that are hours old do not age by that. Behind a
     * job that keeps up, never.
     */
    static Duration restAfter(Duration move, CutState cut) {
        if (cut.committedAt() - cut.completeThrough() <= BEHIND.toMillis()) {
            return Duration.ZERO;
        }
        return move.compareTo(LONGEST_REST) < 0 ? move : LONGEST_REST;
    }

    private void failed(Exception failure) {
        StoreProblem found = StoreProblem.of(failure);
        if (!found.equals(problem)) {
            LOG.warn(found.english());
        }
        problem = found;
        metrics.failed();
        close(connection);
        connection = null;
    }

    private static void close(Connection open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException alreadyBroken) {
            LOG.debug("A broken connection to the store could not be closed");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        close(connection);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cut-follower");
        thread.setDaemon(true);
        return thread;
    }
}
