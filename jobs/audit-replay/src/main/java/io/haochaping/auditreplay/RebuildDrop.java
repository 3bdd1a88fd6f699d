package io.haochaping.auditreplay;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.store.StoreSwitch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Removes a store that readers do not see. What a store holds that no replay gives again, such as a table of somebody else's, is never removed. */
record RebuildDrop(LiveConfig config) {
    /** What the committer writes; all of it comes again from the topics. */
    static final List<String> DERIVED = List.of(
            "alert",
            "bad_review",
            "bad_review_gone",
            "calendar_day",
            "channel_node",
            "cut",
            "cut_leaves",
            "equation_row",
            "flag_row",
            "fraud_cell",
            "fraud_flag",
            "hour_leaf",
            "hour_leaf_gone",
            "last_seen",
            "minute_row",
            "month_cutoff",
            "outbox",
            "peer_group",
            "peer_member",
            "quarantine",
            "rules_in_force",
            "rules_version",
            "store_head",
            "tag_row",
            "tag_text",
            "working_day_cutoff");

    /** What a store knows of itself and of its readers. */
    static final List<String> OWN = List.of("flyway_schema_history", "own_view", "rebuild", "shown");

    /** What was published: no replay gives it again. It stands in the schema that readers know, and stays there whichever store they see. */
    static final List<String> PUBLISHED = List.of("snapshot", "snapshot_row");

    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** @return schema of the store that is gone */
    String run() throws Refusal, SQLException {
        RebuildStores stores = RebuildStores.read(config);
        String target = target(stores);
        requireStill(config, target);
        requireNothingElse(stores.name(), target);
        requireNothingPublished(stores.name(), target);
        try {
            new StoreSwitch(config.store(), config.shownAs(), config.cutSettings())
                    .changeViews(RunRebuild.PATIENCE, (connection, shown) -> {
                        shown.settle();
                        drop(connection, target, target.equals(stores.name()));
                    });
        } catch (StoreSwitch.Refused refused) {
            throw Refusal.failure(refused.chinese(), refused.getMessage());
        }
        return target;
    }

    /** @param keepViews of the schema that readers know, the tables alone go */
    private static void drop(Connection connection, String target, boolean keepViews) throws SQLException {
        if (keepViews) {
            for (String table : DERIVED) {
                // A store that was hidden in an earlier version lacks the later ones.
                execute(connection, "drop table if exists " + target + "." + table + " cascade");
            }
        } else {
            execute(connection, "drop schema " + target + " cascade");
        }
    }

    /** The rebuild, or where readers see it, what they saw before. */
    private String target(RebuildStores stores) throws Refusal {
        RebuildStores.Store own = stores.require(config);
        if (own.place() != RebuildStores.Place.SHOWN) {
            return own.schema();
        }
        if (stores.before() == null) {
            throw Refusal.failure(
                    "读者看到的是 " + own.schema() + "，且没有其他存储可删除",
                    "readers see " + own.schema() + ", and there is no other store to drop");
        }
        return stores.before();
    }

    /** A job whose store is taken away would build it anew. */
    static void requireStill(LiveConfig config, String schema) throws SQLException, Refusal {
        long before = epoch(config, schema);
        RunRebuild.pause(config.live().checkpointInterval().multipliedBy(2).plus(MARGIN));
        if (epoch(config, schema) != before) {
            throw Refusal.failure(
                    "仍有作业在写入 " + schema + "：请先停止该作业", "a job still commits into " + schema + ": end that job first");
        }
    }

    private static long epoch(LiveConfig config, String schema) throws SQLException {
        try (Connection connection = config.store().connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select coalesce(max(epoch), 0) from " + schema + ".store_head")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void requireNothingElse(String name, String schema) throws SQLException, Refusal {
        List<String> known = new ArrayList<>(DERIVED);
        known.addAll(OWN);
        known.addAll(PUBLISHED);
        String list = "'" + String.join("','", known) + "'";
        String sql = "select tablename from pg_tables where schemaname = '" + schema + "' and tablename not in (" + list
                + ") union all select n.nspname || '.' || v.relname from pg_depend d"
                + " join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class"
                + " join pg_namespace n on n.oid = v.relnamespace join pg_class t on t.oid = d.refobjid"
                + " join pg_namespace own on own.oid = t.relnamespace"
                + " where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass"
                + " and own.nspname = '" + schema + "' and n.nspname not in ('" + schema + "', '" + name + "')";
        try (Connection connection = config.store().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (row.next()) {
                String other = row.getString(1);
                throw Refusal.failure(
                        "模式 " + schema + " 中有不属于存储的对象，或有其他视图依赖它：" + other,
                        "schema " + schema + " holds what is no part of a store, or a view elsewhere stands on it: "
                                + other);
            }
        }
    }

    /** A schema that goes with all its tables holds no snapshots, unless somebody took the command past its configuration. */
    private void requireNothingPublished(String name, String schema) throws SQLException, Refusal {
        if (schema.equals(name)) {
            return;
        }
        try (Connection connection = config.store().connect()) {
            boolean hasTables =
                    LiveRows.isTrue(connection, "select to_regclass('" + schema + ".snapshot') is not null");
            if (hasTables && LiveRows.isTrue(connection, "select exists (select from " + schema + ".snapshot)")) {
                throw Refusal.failure(
                        "模式 " + schema + " 中有已发布的快照，不会删除",
                        "schema " + schema + " holds published snapshots: it is not removed");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
