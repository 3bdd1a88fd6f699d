package io.haochaping.witness;

import io.haochaping.store.StoreAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the store over and over in a thread of its own, as a dashboard would, and keeps what no reader may ever see: half a cut, an older cut after a newer one without the
 * mark, or a store that does not answer. Only what a test {@linkplain #whileAway takes away} may be away.
 */
public final class WatchfulReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long BETWEEN_LOOKS_MILLIS = 20;

    private final StoreView store;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final TreeSet<Long> epochs = new TreeSet<>();
    private final Thread thread = new Thread(this::run, "watchful-reader");
    private volatile long newest;
    private long furthest;
    private volatile boolean sawMark;
    /** Odd while a test is just taking the store away. */
    private final AtomicInteger strikes = new AtomicInteger();
    /** The store is away, or was and has not been seen since. */
    private volatile boolean away;
    /** It came back as it was before, and nobody can have marked it yet. */
    private volatile boolean putBack;

    private String newestCut = "";

    private WatchfulReader(StoreView store) {
        this.store = store;
    }

    public static WatchfulReader of(StoreAddress address) {
        WatchfulReader reader = new WatchfulReader(new StoreView(address));
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    public List<String> complaints() {
        return complaints;
    }

    /** Greatest epoch seen so far; 0: none. */
    public long newest() {
        return newest;
    }

    public boolean sawMark() {
        return sawMark;
    }

    /** What a test does that makes the store unreadable; until it was seen again afterwards, a failure is no complaint. */
    public interface Outage {
        void strike() throws Exception;
    }

    public void whileAway(Outage outage) throws Exception {
        strikes.incrementAndGet();
        away = true;
        try {
            outage.strike();
        } finally {
            strikes.incrementAndGet();
        }
    }

    /** The same for a backup that is put back: from then to the first sight of the mark, an older cut is no complaint. No reader can be spared it before the job has noticed. */
    public void whilePutBack(Outage outage) throws Exception {
        putBack = true;
        whileAway(outage);
    }

    /** How many different cuts it has seen. */
    public int cuts() {
        synchronized (epochs) {
            return epochs.size();
        }
    }

    private void run() {
        try {
            do {
                look();
            } while (!stopped.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS));
            store.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        int before = strikes.get();
        try {
            boolean sawCut = store.inOneSnapshot(open -> {
                try (Statement statement = open.createStatement()) {
                    return look(statement);
                }
            });
            // A look that began before the store went away says nothing of its return.
            if (sawCut && before % 2 == 0 && before == strikes.get()) {
                away = false;
            }
        } catch (SQLException failure) {
            // Before the first cut the store is just being built.
            if (newest > 0 && !away) {
                complaints.add("the store does not answer: " + failure.getMessage());
            }
        }
    }

    /** False: there is no cut yet. */
    private boolean look(Statement statement) throws SQLException {
        String head = "select h.epoch, h.restored, c.total_ratings, c.cut_name,"
                + " (select sum(o) from unnest(c.end_offsets) o) from store_head h"
                + " left join cut c on c.cut_name = h.cut_name";
        long epoch;
        long announced;
        String cut;
        try (ResultSet row = statement.executeQuery(head)) {
            if (!row.next()) {
                return false;
            }
            epoch = row.getLong(1);
            announced = row.getLong(3);
            cut = row.getString(4);
            if (cut != null) {
                compare(epoch, row.getBoolean(2), cut, row.getLong(5));
            } else if (newest > 0 && !away) {
                complaints.add("no cut after epoch " + newest);
            }
        }
        long found = sum(statement);
        if (found != announced) {
            complaints.add("epoch " + epoch + " announces " + announced + " ratings, its leaves hold " + found);
        }
        return cut != null;
    }

    private void compare(long epoch, boolean marked, String cut, long offsets) {
        if (marked) {
            sawMark = true;
            putBack = false;
        } else if (!putBack && offsets < furthest) {
            complaints.add("a cut of " + offsets + " offsets after one of " + furthest + " without the mark");
        } else if (!putBack && epoch < newest) {
            complaints.add("epoch " + epoch + " after " + newest + " without the mark");
        } else if (!putBack && epoch == newest && !cut.equals(newestCut)) {
            complaints.add("epoch " + epoch + " is " + newestCut + " and then " + cut);
        }
        if (epoch > newest) {
            newest = epoch;
            newestCut = cut;
        }
        furthest = Math.max(furthest, offsets);
        synchronized (epochs) {
            epochs.add(epoch);
        }
    }

    private static long sum(Statement statement) throws SQLException {
        StringBuilder sum = new StringBuilder("0");
        for (int level = 1; level <= 5; level++) {
            sum.append(" + coalesce(level_").append(level).append(", 0) + coalesce(default_");
            sum.append(level).append(", 0)");
        }
        try (ResultSet row = statement.executeQuery("select coalesce(sum(" + sum + "), 0) from hour_leaf")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
