package io.haochaping.auditreplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.store.ShownStore;
import io.haochaping.schemas.store.StoreMigrations;
import io.haochaping.stack.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildDropTest {
    /** A table that a migration adds and nobody names here would be taken for somebody else's, and no store could be dropped any more. */
    @Test
    void itKnowsEveryTableThatTheMigrationsMakeAndNoOther(@TempDir Path folder) throws Exception {
        List<String> known = new ArrayList<>(RebuildDrop.DERIVED);
        known.addAll(RebuildDrop.OWN);
        known.addAll(RebuildDrop.PUBLISHED);
        List<String> made = new ArrayList<>();
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            StoreMigrations.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password(), "drop_test");
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("select tablename from pg_tables where schemaname = 'drop_test'")) {
                while (row.next()) {
                    made.add(row.getString(1));
                }
            }
        }

        assertThat(known).containsExactlyInAnyOrderElementsOf(made);
    }

    /** Hidden by the version of before, which had neither these tables nor the views of the other one. */
    @Test
    void aStoreOfAnEarlierVersionGoesAndReadersMayReadTheViewsThatComeInItsPlace(@TempDir Path folder)
            throws Exception {
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            for (String schema : List.of("city", "city_2")) {
                StoreMigrations.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password(), schema);
            }
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("insert into city_2.rebuild (shown_as) values ('city')");
                ShownStore shown = new ShownStore(connection, "city");
                shown.prepare("city_2");
                shown.show("city_2");
                statement.execute(
                        "drop table city.peer_group, city.peer_member, city.channel_node, city.tag_text cascade");
                connection.commit();

                assertThat(new RebuildDrop(config(folder, postgres)).run()).isEqualTo("city");

                ResultSet row = statement.executeQuery("select to_regclass('city.hour_leaf') is null,"
                        + " has_table_privilege('haochaping_reader', 'city.v_month_ranking', 'select'),"
                        + " (select count(*) from city.v_month_ranking)");
                row.next();
                assertThat(List.of(row.getBoolean(1), row.getBoolean(2), row.getLong(3)))
                        .containsExactly(true, true, 0L);
            }
        }
    }

    /** Whoever did not watch to the end has not seen that no job writes. */
    @Test
    void aWatchThatIsInterruptedDoesNotTakeAStoreForStill(@TempDir Path folder) throws Exception {
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            StoreMigrations.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password(), "city");
            LiveConfig config = config(folder, postgres);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> RebuildDrop.requireStill(config, "city"))
                        .isInstanceOf(Refusal.class)
                        .hasMessage("interrupted");
            } finally {
                assertThat(Thread.interrupted()).as("still told").isTrue();
            }
        }
    }

    private static LiveConfig config(Path folder, PostgresServer postgres) throws Exception {
        Path file = Files.writeString(
                folder.resolve("next.yaml"), """
                kafka:
                  bootstrap-servers: "localhost:1"
                store:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                  schema: "city_2"
                  shown-as: "city"
                live.checkpoint-interval: 100 ms
                """.formatted(postgres.jdbcUrl(), postgres.user(), postgres.password()));
        return LiveConfig.load(file, Map.of());
    }
}
