package io.haochaping.schemas.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    /** An empty store as the version left it that had the migrations up to this one. */
    static void migrateTo(int version, String schema) throws Exception {
        Path released =
                Path.of(StoreMigrations.class.getResource("/haochaping/store").toURI());
        Path folder = Files.createTempDirectory("haochaping-store-" + version);
        try (Stream<Path> scripts = Files.list(released)) {
            for (Path script : scripts.toList()) {
                Matcher name = Pattern.compile("V(\\d+)__.*")
                        .matcher(script.getFileName().toString());
                if (name.matches() && Integer.parseInt(name.group(1)) <= version) {
                    Files.copy(script, folder.resolve(name.group()));
                }
            }
        }
        Flyway.configure()
                .dataSource(Database.dataSource())
                .locations("filesystem:" + folder)
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
