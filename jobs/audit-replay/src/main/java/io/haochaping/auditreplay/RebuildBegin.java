package io.haochaping.auditreplay;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.schemas.store.ShownStore;
import io.haochaping.store.StoreSwitch;
import io.haochaping.store.StoredCut;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the schema of a rebuild, beside the store that readers see; its job is then an ordinary live job that says nothing in topics. */
record RebuildBegin(LiveConfig config, Decisions decisions) {

    private static final String HAS_IDS_OF_NOW = "select exists (select 1 from pg_constraint c join pg_namespace n"
            + " on n.oid = c.connamespace where c.conname = 'hour_leaf_id_begins_with_the_time' and n.nspname = ?)";

    /**
     * What a rebuild begins with.
     *
     * @param isNew false: it was begun before, and goes on
     * @param differing decisions that the two stores do not share; empty: the figures will be the same
     */
    record Begun(String schema, StoredCut shown, boolean isNew, List<Cause> differing) {}

    Begun run() throws Refusal, SQLException, ConfigProblem {
        RebuildStores.requireName(config);
        String schema = config.store().schema();
        RebuildStores stores = RebuildStores.read(requireStore());
        StoredCut shown = stores.of(stores.shown())
                .flatMap(RebuildStores.Store::cut)
                .orElseThrow(() -> Refusal.failure(
                        stores.shown() + " 中还没有切面：无需重建，直接运行作业即可",
                        stores.shown() + " has no cut yet: there is nothing to rebuild, run the job itself"));
        List<Cause> differing =
                Causes.decisions(shown.decisions(), decisions.decisionSet().digests());
        if (stores.of(schema).isPresent()) {
            migrateShown(stores.shown());
            prepare();
            return new Begun(schema, shown, false, differing);
        }
        requireNoOther(stores);
        requireNew(schema);
        requireWholeTopics(shown);
        migrateShown(stores.shown());
        config.store().migrate();
        try (Connection connection = config.store().connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into " + schema + ".rebuild (shown_as) values (?) on conflict do nothing")) {
            insert.setString(1, config.shownAs());
            insert.executeUpdate();
            connection.commit();
        }
        prepare();
        return new Begun(schema, shown, true, differing);
    }

    /** The job that is refused the state of before, because of what is decided otherwise now, never comes to do it itself. */
    private void migrateShown(String shown) throws SQLException, Refusal {
        try (Connection connection = config.store().connect()) {
            // A job of that time would write its rows under ids that the store refuses from then on.
            if (!exists(connection, HAS_IDS_OF_NOW, shown)) {
                RebuildDrop.requireStill(config, shown);
            }
        }
        try {
            new StoreSwitch(config.store(), config.shownAs(), config.cutSettings()).migrateShown(RunRebuild.PATIENCE);
        } catch (StoreSwitch.Refused refused) {
            throw Refusal.failure(refused.chinese(), refused.getMessage());
        }
    }

    /** From here on the views read the store that the pointer names: the one that they read before. */
    private void prepare() throws SQLException, Refusal {
        String schema = config.store().schema();
        try {
            new StoreSwitch(config.store(), config.shownAs(), config.cutSettings())
                    .changeViews(RunRebuild.PATIENCE, (connection, shown) -> {
                        if (!shown.isPrepared()) {
                            shown.prepare(schema);
                        }
                    });
        } catch (StoreSwitch.Refused refused) {
            throw Refusal.failure(refused.chinese(), refused.getMessage());
        }
    }

    /** A store of an earlier version learns of rebuilds here. */
    private LiveConfig requireStore() throws SQLException, Refusal {
        String name = config.shownAs();
        try (Connection connection = config.store().connect()) {
            if (!exists(connection, "select to_regclass(? || '.store_head') is not null", name)) {
                throw Refusal.failure("没有存储模式 " + name, "there is no store in schema " + name);
            }
            String shown = new ShownStore(connection, name).schema();
            if (!exists(connection, "select to_regclass(? || '.shown') is not null", shown)) {
                throw Refusal.failure(
                        "存储 " + shown + " 是较早版本的：请先用本版本启动其作业一次",
                        "the store in schema " + shown
                                + " is of an earlier version: let its job run with this one first");
            }
        }
        return config;
    }

    private static void requireNoOther(RebuildStores stores) throws Refusal {
        if (stores.before() != null) {
            throw Refusal.failure(
                    "此前的存储 " + stores.before() + " 仍然存在：请先用其配置运行 rebuild drop",
                    "the store that was shown before, " + stores.before() + ", is still there: remove it first with"
                            + " rebuild drop");
        }
        Optional<RebuildStores.Store> other = stores.stores().stream()
                .filter(store -> store.place() == RebuildStores.Place.REBUILD)
                .findFirst();
        if (other.isPresent()) {
            String schema = other.get().schema();
            throw Refusal.failure(
                    "另一个重建正在进行：" + schema + "；请先切换或删除",
                    "another rebuild is under way in schema " + schema + ": switch to it or drop it first");
        }
    }

    private void requireNew(String schema) throws SQLException, Refusal {
        try (Connection connection = config.store().connect()) {
            if (exists(connection, "select exists (select 1 from pg_namespace where nspname = ?)", schema)) {
                throw Refusal.wrongUse(
                        "模式 " + schema + " 已存在且不是 " + config.shownAs() + " 的重建，不会写入；请在 store.schema 中换一个名称",
                        "schema " + schema + " is there and is no rebuild of " + config.shownAs()
                                + ": nothing is written into it; name another one in store.schema");
            }
        }
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** What the shown store has read must still be there, or the rebuild could never stand for it. */
    private void requireWholeTopics(StoredCut shown) throws ConfigProblem, Refusal {
        Map<TopicPartition, Long> starts = SourceGate.check(config).firstOffsets();
        for (PartitionProgress read : shown.partitions()) {
            Long start = starts.get(read.source());
            boolean needed = read.endOffset() > read.startOffset();
            if (needed && start == null) {
                throw Refusal.failure(
                        "配置中没有读者看到的存储所读的分区 " + read.source(),
                        "the shown store has read " + read.source() + ", which this configuration does not read");
            }
            if (needed && start > read.startOffset()) {
                throw Refusal.failure(
                        read.source() + " 的记录已不完整：首个缺失的偏移量为 " + read.startOffset() + "；请先恢复主题",
                        "the records of " + read.source() + " are no longer whole: the first missing offset is "
                                + read.startOffset() + "; restore the topic first");
            }
        }
    }
}
