package io.haochaping.schemas.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The small store of {@code fixture.sql}, in a schema of its own. */
final class Fixture {

    private Fixture() {}

    /** An empty store whose rows may have any id: those of fixtures are not found by it. */
    static void migrate(String schema) throws SQLException {
        StoreMigrations.migrate(Database.dataSource(), schema);
        Database.execute("alter table " + schema + ".hour_leaf drop constraint hour_leaf_id_begins_with_the_time;"
                + "alter table " + schema + ".minute_row drop constraint minute_row_id_begins_with_the_time");
    }

    /** An empty store as the version left it that had the migrations up to this one. Scripts that are run again with every version are those of the newest, and left out. */
    static void migrateTo(int version, String schema) {
        Flyway.configure()
                .dataSource(Database.dataSource())
                .locations("classpath:haochaping/store")
                .target(Integer.toString(version))
                .repeatableSqlMigrationPrefix("none")
                .schemas(schema)
                .defaultSchema(schema)
                .placeholders(Map.of("schema", schema))
                .load()
                .migrate();
    }

    static void fill(String schema) throws IOException, SQLException {
        migrate(schema);
        try (InputStream sql = Fixture.class.getResourceAsStream("/store/fixture.sql")) {
            Database.execute(
                    "set search_path to " + schema + ";" + new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
