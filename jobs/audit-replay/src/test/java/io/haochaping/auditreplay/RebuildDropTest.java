package io.haochaping.auditreplay;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.schemas.store.StoreMigrations;
import io.haochaping.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
}
