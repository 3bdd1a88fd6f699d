package io.haochaping.schemas.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a store to the layout of this version: schema, tables, functions, views and the read-only role.
 *
 * <p>Every job calls it on start, several at once if it so happens (Flyway takes an advisory lock). A schema that is
 * up to date is left as it is. One database can hold several stores side by side, one per schema: the live one and
 * the scratch schemas of replays.
 */
public final class StoreMigrations {

    /** Schema of the live store. */
    public static final String DEFAULT_SCHEMA = "haochaping";

    /** Group role (no login) that may read the views of every store and nothing else. */
    public static final String READER_ROLE = "haochaping_reader";

    /** PostgreSQL cuts a longer name off without a word, and two stores would become one. */
    private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String DUPLICATE_OBJECT = "42710";
    private static final String UNIQUE_VIOLATION = "23505";

    private StoreMigrations() {}

    /**
     * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
     * @throws IllegalArgumentException if the schema name is not lower-case letters, digits and underscores
     * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or a migration fails; what the
     *     failed migration had done is rolled back
     */
    public static MigrationReport migrate(String jdbcUrl, String user, String password, String schema) {
        return migrate(StoreDriver.dataSource(jdbcUrl, user, password), schema);
    }

    /**
     * @param database owner of the schema, or a user that may create it
     * @throws IllegalArgumentException if the schema name is not lower-case letters, digits and underscores
     * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or a migration fails; what the
     *     failed migration had done is rolled back
     */
    public static MigrationReport migrate(DataSource database, String schema) {
        return migrate(database, schema, Duration.ZERO);
    }

    /**
     * As {@link #migrate(String, String, String, String)}, for a store that others are using: whoever comes behind us waits for what we wait for.
     *
     * @param lockWait how long to wait for each table or view that another transaction holds; zero: without an end
     * @throws org.flywaydb.core.api.FlywayException or {@link IllegalStateException} with an SQL state of 55P03 among its causes, where that was too short; migrations before stay, and the next call
     *     goes on with the one that was not made
     */
    public static MigrationReport migrate(
            String jdbcUrl, String user, String password, String schema, Duration lockWait) {
        return migrate(StoreDriver.dataSource(jdbcUrl, user, password), schema, lockWait);
    }

    static MigrationReport migrate(DataSource database, String schema, Duration lockWait) {
        if (!SCHEMA_NAME.matcher(schema).matches() || schema.startsWith("pg_")) {
            throw new IllegalArgumentException(
                    "\"%s\" cannot name a store's schema: lower-case letters, digits and _, at most 63"
                            .formatted(schema));
        }
        String waiting = "set lock_timeout = " + lockWait.toMillis();
        Flyway flyway = flyway(database, schema, waiting);
        boolean leaveAsIs = hasRebuild(database, schema);
        if (leaveAsIs) {
            requireUpToDate(flyway, schema);
        }
        int applied = leaveAsIs ? 0 : flyway.migrate().migrationsExecuted;
        List<String> warnings = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute(waiting);
            }
            createReaderRole(connection, warnings);
            grantViews(connection, schema, warnings);
            showWhatIsNew(connection, schema, applied, warnings);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The views of %s could not be granted to %s".formatted(schema, READER_ROLE), e);
        }
        return new MigrationReport(applied, warnings);
    }

    /**
     * Makes the tables of snapshots where they are missing: a schema that shows a rebuilt store is not migrated, and may come from a time before there were snapshots. One that shows its
     * own store gets them by {@link #migrate}, and is left alone.
     *
     * @param connection outside of auto-commit; it is committed
     * @return whether the tables are there now
     */
    public static boolean addSnapshots(Connection connection, String schema) throws SQLException {
        boolean isThere;
        try (Statement statement = connection.createStatement();
                var there = statement.executeQuery("select to_regclass('" + schema + ".snapshot') is not null")) {
            there.next();
            isThere = there.getBoolean(1);
            if (!isThere && !new ShownStore(connection, schema).schema().equals(schema)) {
                statement.execute(snapshotScript().replace("${schema}", schema));
                grantViews(connection, schema, new ArrayList<>());
                isThere = true;
            }
        }
        connection.commit();
        return isThere;
    }

    private static String snapshotScript() {
        try (InputStream script = StoreMigrations.class.getResourceAsStream("/haochaping/store/V26__snapshots.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the views of the schema show another store, or may from one moment to the next. */
    private static boolean hasRebuild(DataSource database, String schema) {
        try (Connection connection = database.getConnection()) {
            ShownStore shown = new ShownStore(connection, schema);
            return shown.isPrepared() || !shown.schema().equals(schema);
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not say which store %s shows".formatted(schema), e);
        }
    }

    /** A migration would give the views back to the tables beside them, whichever store readers are shown. */
    private static void requireUpToDate(Flyway flyway, String schema) {
        boolean pending = Arrays.stream(flyway.info().pending()).anyMatch(next -> next.getVersion() != null);
        if (pending) {
            throw new IllegalStateException(
                    ("the views of schema %s show another store, or may soon, and its own tables are of an earlier version:"
                                    + " start the job with the version that wrote them, or finish the rebuild first"
                                    + " (./haochaping rebuild status, drop)")
                            .formatted(schema));
        }
    }

    /** Where readers see this store under another name, that name's views follow; also behind a call that was ended between the two. */
    private static void showWhatIsNew(Connection connection, String schema, int applied, List<String> warnings)
            throws SQLException {
        String name = ShownStore.nameOf(connection, schema);
        if (name == null) {
            return;
        }
        connection.setAutoCommit(false);
        ShownStore shown = new ShownStore(connection, name);
        boolean isAlone = shown.schema().equals(schema) && !shown.isPrepared();
        if (isAlone && (applied > 0 || shown.lacks(schema))) {
            shown.passThrough(schema);
        }
        connection.commit();
        connection.setAutoCommit(true);
        grantViews(connection, name, warnings);
    }

    /**
     * The class loader is named because Flyway otherwise takes the thread's, and a thread of the engine does not see
     * the job's jar: no migration would be found, and an empty schema would pass for an up-to-date one.
     */
    private static Flyway flyway(DataSource database, String schema, String first) {
        FluentConfiguration configuration = Flyway.configure(StoreMigrations.class.getClassLoader())
                .dataSource(database)
                .initSql(first)
                .locations("classpath:haochaping/store")
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(true)
                .cleanDisabled(true)
                .placeholders(Map.of("schema", schema));
        return new Flyway(configuration);
    }

    /** Roles belong to the whole cluster, so another store, in another database even, may have made it already. */
    private static void createReaderRole(Connection connection, List<String> warnings) throws SQLException {
        if (readerRoleExists(connection)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create role " + READER_ROLE + " nologin");
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                warnings.add(
                        ("The role %1$s does not exist and this user may not create it, so nobody but the owner can"
                                        + " read the views. An administrator runs: create role %1$s nologin; then start again.")
                                .formatted(READER_ROLE));
            } else if (!DUPLICATE_OBJECT.equals(e.getSQLState()) && !UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    static boolean readerRoleExists(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
            query.setString(1, READER_ROLE);
            return query.executeQuery().next();
        }
    }

    /** Grants again what is granted already: a view that a migration had to drop and create comes without grants. */
    private static void grantViews(Connection connection, String schema, List<String> warnings) throws SQLException {
        if (!readerRoleExists(connection)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("grant usage on schema %s to %s".formatted(schema, READER_ROLE));
            for (String view : publicViews(connection, schema)) {
                statement.execute("grant select on %s.%s to %s".formatted(schema, view, READER_ROLE));
            }
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            warnings.add("This user does not own schema %s, so the views could not be granted to %s: %s"
                    .formatted(schema, READER_ROLE, e.getMessage()));
        }
    }

    /** The views whose name begins with v_ are the interface; the others only help to build them. */
    static List<String> publicViews(Connection connection, String schema) throws SQLException {
        List<String> views = new ArrayList<>();
        try (var query = connection.prepareStatement(
                "select viewname from pg_views where schemaname = ? and starts_with(viewname, 'v_') order by 1")) {
            query.setString(1, schema);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    views.add(rows.getString(1));
                }
            }
        }
        return views;
    }
}
