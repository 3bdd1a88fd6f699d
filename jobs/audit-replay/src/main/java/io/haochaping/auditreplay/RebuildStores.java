package io.haochaping.auditreplay;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.store.ShownStore;
import io.haochaping.store.StoreSwitch;
import io.haochaping.store.StoredCut;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The stores that stand behind one name, as they are now.
 *
 * @param name schema that readers know
 * @param shown schema of the store that they see
 * @param before schema of the one they saw before; null: none
 */
record RebuildStores(String name, String shown, String before, List<Store> stores) {
    private static final String RATE =
            "select (sum(o) filter (where c.epoch = l.last) - sum(o) filter (where c.epoch = l.first))"
                    + " / nullif(extract(epoch from max(c.committed_at) - min(c.committed_at)), 0) from %1$s.cut c"
                    + " cross join unnest(c.end_offsets) o cross join (select min(epoch) as first, max(epoch) as last from %1$s.cut"
                    + " where committed_at > now() - interval '1 minute') l where c.epoch in (l.first, l.last)";

    /** How a store stands to its readers. */
    enum Place {
        SHOWN("读者看到", "shown"),
        BEFORE("此前看到，可切换回", "shown before; one can switch back to it"),
        REBUILD("重建中", "rebuild");

        private final Text text;

        Place(String chinese, String english) {
            text = new Text(chinese, english);
        }

        Text text() {
            return text;
        }
    }

    /**
     * One of them.
     *
     * @param cut its latest; empty: none yet
     * @param behind offsets that the shown store has read and this one has not, by partition
     * @param rate offsets per second over the cuts of the last minute
     * @param compared what it was compared at; empty: never
     */
    record Store(
            String schema,
            Place place,
            Optional<StoredCut> cut,
            SortedMap<TopicPartition, Long> behind,
            OptionalDouble rate,
            Optional<Compared> compared) {
        long offsets() {
            return cut.map(Store::offsets).orElse(0L);
        }

        private static long offsets(StoredCut cut) {
            return cut.partitions().stream()
                    .mapToLong(read -> read.endOffset() - read.startOffset())
                    .sum();
        }

        long offsetsBehind() {
            return behind.values().stream()
                    .mapToLong(Long::longValue)
                    .filter(count -> count > 0)
                    .sum();
        }

        boolean hasCaughtUp() {
            return cut.isPresent() && behind.isEmpty();
        }
    }

    /**
     * A comparison that was made.
     *
     * @param epoch of the cut of the shown store
     */
    record Compared(long epoch, String shownDecisions, String rebuiltDecisions, long differing) {}

    static RebuildStores read(LiveConfig config) throws SQLException {
        try (Connection connection = config.store().connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            ShownStore names = new ShownStore(connection, config.shownAs());
            String shown = names.schema();
            String before = names.before();
            Collection<String> schemas = new TreeSet<>(names.rebuilds());
            schemas.add(shown);
            if (before != null) {
                schemas.add(before);
            }
            List<PartitionProgress> seen =
                    StoredCut.head(connection, shown).map(StoredCut::partitions).orElse(List.of());
            List<Store> stores = new ArrayList<>();
            for (String schema : schemas) {
                Optional<StoredCut> cut = StoredCut.head(connection, schema);
                stores.add(new Store(
                        schema,
                        schema.equals(shown) ? Place.SHOWN : schema.equals(before) ? Place.BEFORE : Place.REBUILD,
                        cut,
                        StoreSwitch.behind(cut.map(StoredCut::partitions).orElse(List.of()), seen),
                        rate(connection, schema),
                        compared(connection, schema)));
            }
            return new RebuildStores(config.shownAs(), shown, before, stores);
        }
    }

    Optional<Store> of(String schema) {
        return stores.stream().filter(store -> store.schema().equals(schema)).findFirst();
    }

    /** The store of a configuration, which must be a rebuild that was begun. */
    Store require(LiveConfig config) throws Refusal {
        String schema = config.store().schema();
        requireName(config);
        return of(schema)
                .orElseThrow(() -> Refusal.failure(
                        schema + " 不是 " + name + " 的重建：请先运行 rebuild start",
                        schema + " is no rebuild of " + name + ": begin one with rebuild start"));
    }

    /** What every command of a rebuild is about. */
    static void requireName(LiveConfig config) throws Refusal {
        if (config.shownAs().equals(config.store().schema())) {
            throw Refusal.wrongUse(
                    "配置不是重建的配置：请将 store.schema 设为新的模式，store.shown-as 设为读者使用的模式（见 docs/rebuild.zh-CN.md）",
                    "this is not the configuration of a rebuild: let store.schema name a new schema, and store.shown-as the"
                            + " one that readers know (docs/rebuild.md)");
        }
    }

    private static OptionalDouble rate(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RATE.formatted(schema))) {
            row.next();
            double rate = row.getDouble(1);
            return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(rate);
        }
    }

    private static Optional<Compared> compared(Connection connection, String schema) throws SQLException {
        String sql = "select compared_epoch, shown_decisions, rebuilt_decisions, differing_figures from " + schema
                + ".rebuild where compared_epoch is not null";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Compared(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)))
                    : Optional.empty();
        }
    }
}
