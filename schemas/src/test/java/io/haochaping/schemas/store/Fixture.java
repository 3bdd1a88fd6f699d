package io.haochaping.schemas.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** The small store of {@code fixture.sql}, in a schema of its own. */
final class Fixture {

    private Fixture() {}

    static void fill(String schema) throws IOException, SQLException {
        StoreMigrations.migrate(Database.dataSource(), schema);
        try (InputStream sql = Fixture.class.getResourceAsStream("/store/fixture.sql")) {
            Database.execute(
                    "set search_path to " + schema + ";" + new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
