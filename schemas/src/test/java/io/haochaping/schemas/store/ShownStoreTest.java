package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers of the views notice of a switch, on a real server: they see the one store or the other, and nothing they hold breaks. */
class ShownStoreTest {
    private static final String HOURS = "select sum(level_5) from %s.v_hour_part";

    /** All views as readers of a schema find them: columns, types, comments and rows. */
    private static List<String> everything(String schema) throws SQLException {
        List<String> found = new ArrayList<>(Database.rows(
                "select c.table_name, c.column_name, c.data_type, col_description(t.oid, c.ordinal_position)"
                        + " from information_schema.columns c join pg_class t on t.relname = c.table_name"
                        + " join pg_namespace n on n.oid = t.relnamespace and n.nspname = c.table_schema"
                        + " where table_schema = ? and starts_with(table_name, 'v_') order by 1, c.ordinal_position",
                schema));
        for (String view : Database.rows(
                "select viewname from pg_views where schemaname = ? and starts_with(viewname, 'v_') order by 1",
                schema)) {
            if (!view.equals("v_freshness")) {
                Database.rows("select * from " + schema + "." + view + " v order by v::text")
                        .forEach(row -> found.add(view + ": " + row));
            }
        }
        return found;
    }

    /** A store of each name; the rebuilt one counted more. */
    private static void stores(String name, String rebuilt) throws Exception {
        Fixture.fill(name);
        Fixture.fill(rebuilt);
        Database.execute("insert into " + rebuilt + ".rebuild (shown_as) values ('" + name + "')");
        Database.execute("update " + rebuilt + ".hour_leaf set level_5 = level_5 + 1000");
        Database.execute("update " + rebuilt + ".tag_row set tagged = tagged + 1000");
    }

    private interface Change {
        void of(ShownStore store) throws SQLException;
    }

    private static void change(String name, Change change) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("set local lock_timeout = '200ms'");
            change.of(new ShownStore(connection, name));
            connection.commit();
        }
    }

    private static void show(String name, String schema) throws SQLException {
        change(name, store -> store.show(schema));
    }

    private static String seen(String name) throws SQLException {
        return Database.rows(HOURS.formatted(name)).get(0);
    }

    @Test
    void preparedStatementsGrantsAndViewsOfOthersFollowTheSwitchAndTheWayBack() throws Exception {
        stores("shown_city", "shown_city_2");
        Database.execute("create role bi login in role haochaping_reader; create role passer_by login");
        Database.execute(
                "grant usage on schema shown_city to passer_by; grant select on shown_city.v_day to passer_by");
        Database.execute("create view public.of_bi as select sum(level_5) from shown_city.v_hour_part");
        List<String> before = everything("shown_city");
        String old = seen("shown_city");
        String rebuilt = seen("shown_city_2");
        assertThat(rebuilt).isNotEqualTo(old);

        try (Connection reader = Database.dataSource("bi").getConnection();
                PreparedStatement prepared = reader.prepareStatement(HOURS.formatted("shown_city"))) {
            // The driver prepares on the server from the fifth time on, the server keeps one plan from a further fifth
            // on.
            for (int i = 0; i < 12; i++) {
                assertThat(sum(prepared)).isEqualTo(old);
            }
            change("shown_city", store -> store.prepare("shown_city_2"));
            assertThat(sum(prepared)).isEqualTo(old);
            assertThat(everything("shown_city")).isEqualTo(before);
            show("shown_city", "shown_city_2");
            assertThat(sum(prepared)).isEqualTo(rebuilt);
            assertThat(everything("shown_city")).isEqualTo(everything("shown_city_2"));
            assertThat(Database.rows("select * from public.of_bi")).containsExactly(rebuilt);
            assertThat(Database.rows("select has_table_privilege('passer_by', 'shown_city.v_day', 'select')"))
                    .containsExactly("t");
            show("shown_city", "shown_city");
            assertThat(sum(prepared)).isEqualTo(old);
            assertThat(Database.rows("select store, before from shown_city.shown"))
                    .containsExactly("shown_city|shown_city_2");
            change("shown_city", ShownStore::settle);
            Database.execute("drop schema shown_city_2 cascade");
            assertThat(sum(prepared)).isEqualTo(old);
        }
        assertThat(Database.rows("select * from public.of_bi")).containsExactly(old);
        assertThat(everything("shown_city")).isEqualTo(before);
    }

    @Test
    void theStoreThatWasShownFirstCanGoAndANextRebuildTakesItsPlace() throws Exception {
        stores("shown_next", "shown_next_2");
        Fixture.fill("shown_next_3");
        change("shown_next", store -> store.prepare("shown_next_2"));
        show("shown_next", "shown_next_2");
        change("shown_next", ShownStore::settle);
        Database.execute("drop table shown_next.hour_leaf, shown_next.tag_row, shown_next.cut cascade");
        assertThat(everything("shown_next")).isEqualTo(everything("shown_next_2"));

        change("shown_next", store -> store.prepare("shown_next_3"));
        assertThat(everything("shown_next")).isEqualTo(everything("shown_next_2"));
        show("shown_next", "shown_next_3");
        assertThat(everything("shown_next")).isEqualTo(everything("shown_next_3"));
    }

    private static String sum(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aTransactionThatBeganBeforeTheSwitchSeesTheStoreOfBeforeToItsEnd() throws Exception {
        stores("shown_whole", "shown_whole_2");
        change("shown_whole", store -> store.prepare("shown_whole_2"));
        String old = seen("shown_whole");
        String tags = "select sum(tagged) from shown_whole.v_tag_day";
        String oldTags = Database.rows(tags).get(0);
        try (Connection reader = Database.dataSource().getConnection()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            // Of the views it has read one, and not yet the other.
            assertThat(Database.rows(reader, HOURS.formatted("shown_whole"))).containsExactly(old);

            show("shown_whole", "shown_whole_2");

            assertThat(Database.rows(reader, tags)).containsExactly(oldTags);
            assertThat(Database.rows(reader, HOURS.formatted("shown_whole"))).containsExactly(old);
            reader.commit();
            assertThat(Database.rows(reader, HOURS.formatted("shown_whole"))).containsExactly(seen("shown_whole_2"));
            assertThat(Database.rows(reader, tags)).isNotEqualTo(List.of(oldTags));
            reader.commit();
        }
    }

    @Test
    void theStoreThatIsNotShownIsNotEvenRead() throws Exception {
        stores("shown_plan", "shown_plan_2");
        change("shown_plan", store -> store.prepare("shown_plan_2"));

        List<String> plan = Database.rows(
                "explain (analyze, costs off, timing off, summary off) select * from shown_plan.v_hour_part where epoch > 3");

        assertThat(String.join("\n", plan)).contains("One-Time Filter", "(never executed)");
        assertThat(plan)
                .filteredOn(line -> line.contains("shown_plan_2.") || line.contains("never executed"))
                .isNotEmpty();
        assertThat(plan).filteredOn(line -> line.contains("epoch > 3")).hasSize(2);
    }

    @Test
    void prepareGivesWayToAReaderThatHoldsAView() throws Exception {
        stores("shown_held", "shown_held_2");
        try (Connection reader = Database.dataSource().getConnection()) {
            reader.setAutoCommit(false);
            Database.rows(reader, "select epoch from shown_held.v_cut");

            assertThatThrownBy(() -> change("shown_held", store -> store.prepare("shown_held_2")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("lock timeout");
            reader.commit();
        }
        change("shown_held", store -> store.prepare("shown_held_2"));
    }

    @Test
    void aStoreThatWasPutBackIsMarkedWhereReadersSeeIt() throws Exception {
        stores("shown_mark", "shown_mark_2");
        change("shown_mark", store -> store.prepare("shown_mark_2"));
        show("shown_mark", "shown_mark_2");

        Database.execute("select shown_mark.mark_restored()");

        assertThat(Database.rows("select restored from shown_mark.v_cut")).containsExactly("t");
        assertThat(Database.rows("select restored from shown_mark.store_head")).containsExactly("f");
        show("shown_mark", "shown_mark");
        assertThat(Database.rows("select restored from shown_mark.v_cut")).containsExactly("f");
        Database.execute("select shown_mark.mark_restored()");
        assertThat(Database.rows("select restored from shown_mark.v_cut")).containsExactly("t");
    }

    @Test
    void aStoreThatHasARebuildIsNotMigratedBecauseItsViewsWouldShowItsOwnTablesAgain() throws Exception {
        stores("shown_old", "shown_old_2");
        change("shown_old", store -> store.prepare("shown_old_2"));
        show("shown_old", "shown_old_2");
        assertThat(StoreMigrations.migrate(Database.dataSource(), "shown_old").applied())
                .isZero();
        Database.execute("delete from shown_old.flyway_schema_history where version::int ="
                + " (select max(version::int) from shown_old.flyway_schema_history)");

        assertThatThrownBy(() -> StoreMigrations.migrate(Database.dataSource(), "shown_old"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the views of schema shown_old show another store");
        assertThat(seen("shown_old")).isEqualTo(seen("shown_old_2"));
    }

    /** A rebuild of a later version begins so; the job of the shown store is of the earlier one and goes on. */
    @Test
    void aStoreOfAnEarlierVersionGetsTheViewsOfARebuildWhileItsJobWrites() throws Exception {
        Fixture.migrateTo(21, "shown_21");
        StoreMigrations.migrate(Database.dataSource(), "shown_21_2");
        assertThatThrownBy(() -> change("shown_21", store -> store.prepare("shown_21_2")))
                .hasMessageContaining("have different columns");
        try (Connection job = Database.dataSource().getConnection();
                PreparedStatement insert = job.prepareStatement(LEAF.formatted("shown_21"))) {
            job.setAutoCommit(false);
            insertLeaf(insert, 1);
            assertThatThrownBy(() -> StoreMigrations.migrate(Database.dataSource(), "shown_21", Duration.ofMillis(200)))
                    .hasStackTraceContaining("lock timeout");
            job.commit();
            assertThat(StoreMigrations.migrate(Database.dataSource(), "shown_21", Duration.ofMillis(200))
                            .applied())
                    .isPositive();
            insertLeaf(insert, 2);
            job.commit();
            change("shown_21", store -> store.prepare("shown_21_2"));
            insertLeaf(insert, 3);
            job.commit();
        }
        assertThat(Database.rows("select count(*) from shown_21.v_hour_part")).containsExactly("3");
    }

    /** As the committer writes it: by the names of columns that it knows. */
    private static final String LEAF =
            "insert into %1$s.hour_leaf (id, hour, part, region, department, venue, item, channel, origin_app, rules_version, level_5, epoch, row_hash)"
                    + " select (lpad(to_hex((date_part('epoch', hour) / 3600)::int), 8, '0') || repeat('0', 24))::uuid, hour, 0, 'r', 'd', '', 'i', 'web', '', 'builtin-1', 1, 1, ''"
                    + " from (select '2026-10-01T00:00+08'::timestamptz + ? * interval '1 hour' as hour) h";

    private static void insertLeaf(PreparedStatement insert, int hour) throws SQLException {
        insert.setInt(1, hour);
        insert.executeUpdate();
    }

    @Test
    void viewsOfANameThatComeWithItsStoreAreGrantedAndFollowABrokenCall() throws Exception {
        Fixture.migrateTo(21, "shown_named");
        StoreMigrations.migrate(Database.dataSource(), "shown_named");
        Fixture.migrateTo(21, "shown_named_2");
        Database.execute("insert into shown_named_2.rebuild (shown_as) values ('shown_named')");
        Database.execute("drop table shown_named.peer_group, shown_named.tag_text cascade;"
                + "insert into shown_named.shown (store) values ('shown_named_2')");
        String granted = "select has_table_privilege('haochaping_reader', 'shown_named.v_month_ranking', 'select')";
        StoreMigrations.migrate(Database.dataSource(), "shown_named_2");
        assertThat(Database.rows(granted)).containsExactly("t");

        // A migration that was ended before the views of the name followed.
        Database.execute("drop view shown_named.v_month_ranking, shown_named.v_tag_text_day");
        StoreMigrations.migrate(Database.dataSource(), "shown_named_2");
        assertThat(Database.rows(granted)).containsExactly("t");

        Database.execute("drop view shown_named.v_month_ranking");
        change("shown_named", ShownStore::settle);
        assertThat(Database.rows(granted)).containsExactly("t");
    }

    @Test
    void aStoreIsNeverPreparedBesideItself() throws Exception {
        stores("shown_self", "shown_self_2");
        change("shown_self", store -> store.prepare("shown_self_2"));
        show("shown_self", "shown_self_2");
        change("shown_self", ShownStore::settle);

        change("shown_self", store -> store.prepare("shown_self_2"));

        assertThat(seen("shown_self")).isEqualTo(seen("shown_self_2"));
    }

    /** What was published is no part of a store that comes from the topics. */
    @Test
    void snapshotsStayWhereReadersKnowThemWhicheverStoreIsShownAndWhicheverGoes() throws Exception {
        stores("shown_frozen", "shown_frozen_2");
        Database.execute(SNAPSHOT.formatted("shown_frozen"));
        String published = "select snapshot, digest from shown_frozen.v_snapshot where digest = 'd'";
        change("shown_frozen", store -> store.prepare("shown_frozen_2"));
        assertThat(Database.rows(published)).containsExactly("3|d");
        show("shown_frozen", "shown_frozen_2");
        assertThat(Database.rows(published)).containsExactly("3|d");
        change("shown_frozen", ShownStore::settle);
        Database.execute("drop table shown_frozen.hour_leaf, shown_frozen.tag_row, shown_frozen.cut cascade");

        assertThat(Database.rows(published)).containsExactly("3|d");
        assertThat(Database.rows("select row_key from shown_frozen.v_snapshot_row where snapshot = 3"))
                .containsExactly("tag|2026-10-01|i|t");
    }

    /** A schema that shows a rebuild is migrated no more; its first snapshot brings the tables. */
    @Test
    void aSchemaOfATimeBeforeSnapshotsGetsTheirTablesOnce() throws Exception {
        stores("shown_elder", "shown_elder_2");
        change("shown_elder", store -> store.prepare("shown_elder_2"));
        show("shown_elder", "shown_elder_2");
        takeSnapshotsAway("shown_elder");

        try (Connection connection = Database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(StoreMigrations.addSnapshots(connection, "shown_elder")).isTrue();
            Database.execute(SNAPSHOT.formatted("shown_elder"));
            assertThat(StoreMigrations.addSnapshots(connection, "shown_elder")).isTrue();
        }

        assertThat(Database.rows("select snapshot from shown_elder.v_snapshot")).containsExactly("3");
        assertThat(Database.rows("select has_table_privilege('haochaping_reader', 'shown_elder.v_snapshot', 'select')"))
                .containsExactly("t");
        assertThatThrownBy(() -> Database.execute("delete from shown_elder.snapshot"))
                .hasMessageContaining("a snapshot is never changed");
    }

    /** Readers were shown a rebuild when the tables came, and see its own store again when it is migrated. */
    @Test
    void theMigrationOfSnapshotsGoesOverTablesThatTheFirstSnapshotMade() throws Exception {
        stores("shown_late", "shown_late_2");
        change("shown_late", store -> store.prepare("shown_late_2"));
        show("shown_late", "shown_late_2");
        takeSnapshotsAway("shown_late");
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            StoreMigrations.addSnapshots(connection, "shown_late");
        }
        Database.execute(SNAPSHOT.formatted("shown_late"));
        show("shown_late", "shown_late");
        change("shown_late", ShownStore::settle);

        assertThat(StoreMigrations.migrate(Database.dataSource(), "shown_late").applied())
                .isPositive();

        assertThat(Database.rows("select snapshot from shown_late.v_snapshot")).containsExactly("3");
        assertThatThrownBy(() -> Database.execute("delete from shown_late.snapshot"))
                .hasMessageContaining("a snapshot is never changed");
    }

    @Test
    void aStoreThatIsShownItselfGetsTheTablesByItsMigrationAlone() throws Exception {
        Fixture.fill("shown_itself");
        takeSnapshotsAway("shown_itself");

        try (Connection connection = Database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(StoreMigrations.addSnapshots(connection, "shown_itself")).isFalse();
        }

        assertThat(Database.rows("select to_regclass('shown_itself.snapshot') is null"))
                .containsExactly("t");
    }

    /** As a store of before. */
    private static void takeSnapshotsAway(String schema) throws Exception {
        Database.execute("drop table %1$s.snapshot, %1$s.snapshot_row cascade;".formatted(schema)
                + "drop function %1$s.refuse_change_of_snapshot, %1$s.refuse_rows_behind_snapshot, %1$s.refuse_restatement_without_reason;"
                        .formatted(schema)
                + "delete from %1$s.flyway_schema_history where version::int >= 26".formatted(schema));
    }

    private static final String SNAPSHOT =
            "insert into %1$s.snapshot_row values (3, 1, 'tag|2026-10-01|i|t', 'tagged=1', 1, '');"
                    + "insert into %1$s.snapshot values (3, '2026-10-01', '2026-10-31', now(), false, 7, 'cut-7', now(), now(), 0,"
                    + " '{}', '{}', '', '', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 1, 'd', '', 's', now(), 'x', '', null, 0)";

    @Test
    void rebuildsAreFoundByTheNameThatReadersKnow() throws Exception {
        stores("shown_name", "shown_name_2");
        try (Connection connection = Database.dataSource().getConnection()) {
            ShownStore shown = new ShownStore(connection, "shown_name");
            assertThat(shown.rebuilds()).containsExactly("shown_name_2");
            assertThat(shown.schema()).isEqualTo("shown_name");
            assertThat(shown.before()).isNull();
            assertThat(ShownStore.nameOf(connection, "shown_name_2")).isEqualTo("shown_name");
            assertThat(ShownStore.nameOf(connection, "shown_name")).isNull();
            assertThat(new ShownStore(connection, "of_no_store").schema()).isEqualTo("of_no_store");
        }
    }
}
