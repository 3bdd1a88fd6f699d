package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoreMigrationsTest {

    private static final String TABLES = "select tablename from pg_tables where schemaname = ? order by 1";

    @Test
    void anEmptyDatabaseBecomesAStore() throws Exception {
        MigrationReport report = StoreMigrations.migrate(Database.jdbcUrl(), "postgres", "", "store_first");

        assertThat(report.applied()).isPositive();
        assertThat(report.warnings()).isEmpty();
        assertThat(Database.rows(TABLES, "store_first"))
                .containsExactly(
                        "alert",
                        "bad_review",
                        "bad_review_gone",
                        "calendar_day",
                        "channel_node",
                        "cut",
                        "cut_leaves",
                        "equation_row",
                        "flag_row",
                        "flyway_schema_history",
                        "fraud_cell",
                        "fraud_flag",
                        "hour_leaf",
                        "hour_leaf_gone",
                        "last_seen",
                        "minute_row",
                        "month_cutoff",
                        "outbox",
                        "own_view",
                        "peer_group",
                        "peer_member",
                        "quarantine",
                        "rebuild",
                        "rules_in_force",
                        "rules_version",
                        "shown",
                        "snapshot",
                        "snapshot_row",
                        "store_head",
                        "tag_row",
                        "tag_text",
                        "working_day_cutoff");
    }

    @Test
    void migratingTwiceChangesNothing() throws Exception {
        StoreMigrations.migrate(Database.dataSource(), "store_twice");
        Database.execute("insert into store_twice.month_cutoff values ('2026-10-01', '2026-11-16T00:00+08')");
        List<String> before = Database.rows("select * from store_twice.flyway_schema_history order by 1");

        assertThat(StoreMigrations.migrate(Database.dataSource(), "store_twice"))
                .isEqualTo(new MigrationReport(0, List.of()));
        assertThat(Database.rows("select * from store_twice.flyway_schema_history order by 1"))
                .isEqualTo(before);
        assertThat(Database.rows("select month from store_twice.month_cutoff")).containsExactly("2026-10-01");
    }

    @Test
    void twoStoresStandSideBySideWithoutSharingARow() throws Exception {
        StoreMigrations.migrate(Database.dataSource(), "store_left");
        StoreMigrations.migrate(Database.dataSource(), "store_right");

        Database.execute("insert into store_left.month_cutoff values ('2026-10-01', '2026-11-16T00:00+08')");

        assertThat(Database.rows(TABLES, "store_left")).isEqualTo(Database.rows(TABLES, "store_right"));
        assertThat(Database.rows("select * from store_right.month_cutoff")).isEmpty();
    }

    @Test
    void jobsThatStartTogetherMigrateOnce() throws Exception {
        List<CompletableFuture<Integer>> jobs = List.of(start("store_together"), start("store_together"));

        int applied = 0;
        for (CompletableFuture<Integer> job : jobs) {
            applied += job.get(60, TimeUnit.SECONDS);
        }
        assertThat(Database.rows("select count(*) from store_together.flyway_schema_history where type = 'SQL'"))
                .containsExactly(String.valueOf(applied));
    }

    private static CompletableFuture<Integer> start(String schema) {
        return CompletableFuture.supplyAsync(
                () -> StoreMigrations.migrate(Database.dataSource(), schema).applied());
    }

    @Test
    void aThreadThatDoesNotSeeTheJobsJarStillFindsTheMigrations() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertThat(StoreMigrations.migrate(Database.dataSource(), "store_engine")
                            .applied())
                    .isPositive();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void aUserWhoMayNotCreateRolesGetsAStoreAndASentenceForTheAdministrator() throws Exception {
        Database.execute("create role plain_owner login");
        Database.execute("grant create on database postgres to plain_owner");
        StoreMigrations.migrate(Database.dataSource(), "store_roles");
        Database.execute("alter role haochaping_reader rename to haochaping_reader_away");
        try {
            MigrationReport report = StoreMigrations.migrate(Database.dataSource("plain_owner"), "store_plain");
            assertThat(report.applied()).isPositive();
            assertThat(report.warnings()).singleElement().asString().contains("create role haochaping_reader nologin;");
        } finally {
            Database.execute("alter role haochaping_reader_away rename to haochaping_reader");
        }

        assertThat(StoreMigrations.migrate(Database.dataSource("plain_owner"), "store_plain"))
                .as("the grants follow once the role is there")
                .isEqualTo(new MigrationReport(0, List.of()));
        assertThat(Database.rows("select has_table_privilege('haochaping_reader', 'store_plain.v_cut', 'select'),"
                        + " has_table_privilege('haochaping_reader', 'store_plain.cut', 'select')"))
                .containsExactly("t|f");
    }

    @Test
    void aNameThatPostgresWouldChangeIsRefused() {
        for (String name : List.of("", "Haochaping", "haochaping; drop table x", "pg_store", "a".repeat(64), "1st")) {
            assertThatThrownBy(() -> StoreMigrations.migrate(Database.dataSource(), name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }
}
