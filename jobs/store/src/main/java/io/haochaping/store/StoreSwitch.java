package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.schemas.store.ShownStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lets readers see another store, in one transaction: the pointer that the views read, the fence that ends the job of the store before, an epoch above every one that was given out, and what consumers have
 * to be told (docs/decisions/0069). Readers see no older cut than before, for the store that is shown has read at least as far.
 */
public final class StoreSwitch {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Readers and the job of the store that come behind a migration wait as long. */
    private static final Duration LOCK_WAIT = Duration.ofMillis(500);

    private final StoreAddress address;
    private final String name;
    private final CutSettings settings;

    /**
     * @param address of any store of the database
     * @param name schema that readers know
     */
    public StoreSwitch(StoreAddress address, String name, CutSettings settings) {
        this.address = address;
        this.name = name;
        this.settings = settings;
    }

    /**
     * What was done.
     *
     * @param epoch of the cut that readers see now
     * @param told announcements that consumers will get
     */
    public record Done(String from, String to, long epoch, int told) {}

    /** Why readers go on seeing the store they see; nothing was changed. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String chinese;

        Refused(String chinese, String english) {
            super(english, null, false, false);
            this.chinese = chinese;
        }

        public String chinese() {
            return chinese;
        }
    }

    /** How many offsets the one has still to read before it has read everything that the other has; negative in the value: it can never reach them. */
    public static SortedMap<TopicPartition, Long> behind(List<PartitionProgress> mine, List<PartitionProgress> theirs) {
        Map<TopicPartition, PartitionProgress> bySource = new HashMap<>();
        mine.forEach(own -> bySource.put(own.source(), own));
        SortedMap<TopicPartition, Long> behind = new TreeMap<>();
        for (PartitionProgress other : theirs) {
            PartitionProgress own = bySource.get(other.source());
            boolean read = other.endOffset() > other.startOffset();
            if (read && (own == null || own.startOffset() > other.startOffset())) {
                behind.put(other.source(), own == null ? other.endOffset() - other.startOffset() : -1L);
            } else if (own != null && own.endOffset() < other.endOffset()) {
                behind.put(other.source(), other.endOffset() - own.endOffset());
            }
        }
        return behind;
    }

    /** A change of the views, within a transaction. */
    @FunctionalInterface
    public interface Change {
        void of(Connection connection, ShownStore shown) throws SQLException;
    }

    /**
     * Changes the views, without a difference to readers. A reader that waits for a view which we hold, while we wait for one that it holds, must not end in a deadlock: we give way and
     * try again.
     *
     * @param patience with readers whose transactions hold a view
     */
    public void changeViews(Duration patience, Change change) throws SQLException, Refused {
        long until = System.nanoTime() + patience.toNanos();
        try (Connection connection = address.connect()) {
            while (true) {
                try {
                    requireAlone(connection);
                    execute(connection, "set local lock_timeout = '100ms'");
                    change.of(connection, new ShownStore(connection, name));
                    connection.commit();
                    return;
                } catch (SQLException e) {
                    connection.rollback();
                    if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                        throw e;
                    }
                    requirePatience(connection, until);
                } catch (IllegalStateException differ) {
                    connection.rollback();
                    throw new Refused(
                            "视图不一致：" + differ.getMessage() + "；请先用本版本启动正式作业以迁移存储",
                            differ.getMessage()
                                    + ": let the job of the shown store run with this version first, which migrates it");
                }
            }
        }
    }

    /**
     * Brings the shown store to the layout of this version, so that a rebuild has the views that it has. Its job may be of an earlier version and goes on: what migrations add it does not name. One
     * that is prepared for a switch already is left as it is.
     *
     * @param patience with transactions that hold what is to be changed
     */
    public void migrateShown(Duration patience) throws SQLException, Refused {
        long until = System.nanoTime() + patience.toNanos();
        String schema;
        try (Connection connection = address.connect()) {
            ShownStore shown = new ShownStore(connection, name);
            if (shown.isPrepared()) {
                return;
            }
            schema = shown.schema();
        }
        StoreAddress store = new StoreAddress(address.url(), address.user(), address.password(), schema);
        while (true) {
            try {
                store.migrate(LOCK_WAIT);
                return;
            } catch (RuntimeException e) {
                if (!isOfALock(e)) {
                    throw e;
                }
                requireRoom(schema, until);
            }
        }
    }

    private static boolean isOfALock(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private void requireRoom(String schema, long until) throws SQLException, Refused {
        if (System.nanoTime() < until) {
            return;
        }
        try (Connection connection = address.connect()) {
            String who = whoHolds(connection, schema, "'r', 'v'");
            throw new Refused(
                    "无法将存储 " + schema + " 迁移到本版本，其他事务占用着它：" + who + "；请等待其结束后重试",
                    "the store in schema " + schema + " cannot be brought to this version, transactions hold it: " + who
                            + "; wait for them, then try again");
        }
    }

    private void requirePatience(Connection connection, long until) throws SQLException, Refused {
        if (System.nanoTime() > until) {
            String who = whoHolds(connection, name, "'v'");
            throw new Refused(
                    "读者的事务占用着视图：" + who + "；请等待其结束后重试",
                    "readers hold the views in open transactions: " + who + "; wait for them, then try again");
        }
    }

    /** @param to schema of the store to be shown */
    public Done show(String to) throws SQLException, Refused {
        try (Connection connection = address.connect()) {
            boolean done = false;
            try {
                requireAlone(connection);
                Done switched = switchTo(connection, to);
                connection.commit();
                done = true;
                return switched;
            } finally {
                if (!done) {
                    connection.rollback();
                }
            }
        }
    }

    private void requireAlone(Connection connection) throws SQLException, Refused {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_try_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "haochaping switch of " + name);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new Refused("另一条命令正在切换 " + name, "another command is just switching " + name);
                }
            }
        }
    }

    private Done switchTo(Connection connection, String to) throws SQLException, Refused {
        ShownStore shown = new ShownStore(connection, name);
        String from = shown.schema();
        if (from.equals(to)) {
            throw new Refused("读者看到的已经是 " + to, "readers see " + to + " already");
        }
        // In the order of their names, so that two of us cannot wait for each other. No job commits from here on.
        Map<String, Head> heads = new HashMap<>();
        for (String schema : new TreeSet<>(List.of(from, to))) {
            heads.put(schema, new HeadTable(connection, schema).readLocked());
        }
        requireCaughtUp(heads.get(to), heads.get(from), to);
        long epoch =
                1 + Math.max(lastEpoch(connection, from, heads.get(from)), lastEpoch(connection, to, heads.get(to)));
        int told = new OutboxHandover(connection, settings, epoch).run(from, to);
        execute(connection, "update " + from + ".store_head set fence = fence + 1");
        execute(
                connection,
                "update " + to + ".cut set epoch = " + epoch + " where epoch = (select epoch from " + to
                        + ".store_head)");
        execute(connection, "update " + to + ".store_head set epoch = " + epoch);
        shown.show(to);
        return new Done(from, to, epoch, told);
    }

    private static void requireCaughtUp(Head mine, Head theirs, String to) throws Refused {
        if (mine.isEmpty()) {
            throw new Refused(to + " 中还没有切面", to + " has no cut yet");
        }
        if (mine.restored()) {
            throw new Refused(to + " 曾被恢复且尚未完整", to + " was put back and is not whole yet");
        }
        SortedMap<TopicPartition, Long> behind = behind(mine.partitions(), theirs.partitions());
        if (!behind.isEmpty()) {
            throw new Refused(
                    to + " 尚未追上读者看到的存储：" + behindText(behind, " 还差 ", " 个偏移量", " 的起点已缺失"),
                    to + " has not read what readers see: "
                            + behindText(behind, " lacks ", " offsets", " begins too late"));
        }
    }

    private static String behindText(
            SortedMap<TopicPartition, Long> behind, String lacks, String offsets, String never) {
        TopicPartition first = behind.firstKey();
        long sum = behind.values().stream()
                .mapToLong(Long::longValue)
                .filter(count -> count > 0)
                .sum();
        return behind.get(first) < 0
                ? first + never
                : first
                        + lacks
                        + behind.get(first)
                        + offsets
                        + (behind.size() == 1 ? "" : " (" + behind.size() + " × partition, Σ " + sum + ")");
    }

    private long lastEpoch(Connection connection, String schema, Head head) throws SQLException {
        return Math.max(head.epoch(), new Alerts(connection, schema, settings).lastEpoch());
    }

    private static String whoHolds(Connection connection, String schema, String kinds) throws SQLException {
        String sql = "select string_agg(distinct format('pid %s %s', a.pid, a.application_name), ', ') from pg_locks l"
                + " join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace"
                + " join pg_stat_activity a on a.pid = l.pid where n.nspname = '" + schema
                + "' and c.relkind in (" + kinds + ") and l.pid <> pg_backend_pid()";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
