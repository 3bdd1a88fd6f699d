package io.haochaping.schemas.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which store the views of a schema show: their own, or one that was rebuilt in a schema of its own (docs/decisions/0069).
 *
 * <p>The views of the schema that readers know are replaced and never dropped, so that grants on them, and views of others that stand on them, go along.
 */
public final class ShownStore {
    /** The one function of a store that changes something, and so must change the store that is shown. */
    private static final String MARK_RESTORED = "mark_restored";

    private final Connection connection;
    private final String name;

    /** @param name schema that readers know; the caller's transaction is used throughout */
    public ShownStore(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /** Schema of the store that the views show. One that nothing was ever switched in shows itself. */
    public String schema() throws SQLException {
        String other = text("shown", "select store from " + name + ".shown");
        return other == null ? name : other;
    }

    /** Schema of the store that was shown before, which is there to switch back to; null: none. */
    public String before() throws SQLException {
        return text("shown", "select before from " + name + ".shown");
    }

    /** The schema that readers know a rebuilt store by; null: this is no rebuild. */
    public static String nameOf(Connection connection, String schema) throws SQLException {
        return new ShownStore(connection, schema).text("rebuild", "select shown_as from " + schema + ".rebuild");
    }

    /** The schemas that hold a rebuild of this name, shown or not. */
    public List<String> rebuilds() throws SQLException {
        List<String> found = new ArrayList<>();
        String sql = "select schemaname from pg_tables where tablename = 'rebuild' and schemaname in"
                + " (select schemaname from pg_tables where tablename = 'store_head') order by 1";
        for (String schema : texts(sql)) {
            if (name.equals(nameOf(connection, schema))) {
                found.add(schema);
            }
        }
        return found;
    }

    /** The store that was shown before is gone. */
    public void forgetBefore() throws SQLException {
        execute("update " + name + ".shown set before = null");
        execute("delete from " + name + ".own_view");
    }

    /**
     * Lets the views show another store. Where a reader's transaction holds one of them, this waits for as long as the caller's {@code lock_timeout} says.
     *
     * @throws IllegalStateException where the store lacks a view that readers know
     */
    public void show(String schema) throws SQLException {
        String now = schema();
        if (now.equals(schema)) {
            return;
        }
        List<String> known = StoreMigrations.publicViews(connection, name);
        List<String> lacking = new ArrayList<>(known);
        lacking.removeAll(StoreMigrations.publicViews(connection, schema));
        if (!lacking.isEmpty()) {
            throw new IllegalStateException("schema " + schema + " has no view " + lacking.get(0));
        }
        if (now.equals(name)) {
            keepOwn(known);
        }
        if (schema.equals(name)) {
            restoreOwn();
        } else {
            passThrough(schema);
        }
        execute(
                "insert into " + name + ".shown (store, before) values ('" + schema + "', '" + now
                        + "') on conflict (single) do update set store = excluded.store, before = excluded.before, since = now()");
    }

    /** After a migration of the shown store: its new views and columns are shown as well. */
    void passThrough(String schema) throws SQLException {
        for (String view : StoreMigrations.publicViews(connection, schema)) {
            execute("create or replace view " + name + "." + view + " as select * from " + schema + "." + view);
        }
        execute("create or replace function " + name + "." + MARK_RESTORED + "() returns void language sql as 'select "
                + schema + "." + MARK_RESTORED + "()'");
    }

    private void keepOwn(List<String> views) throws SQLException {
        // Every name of a definition is then told with its schema.
        execute("set local search_path to pg_catalog");
        execute("delete from " + name + ".own_view");
        Map<String, String> definitions = new LinkedHashMap<>();
        for (String view : views) {
            definitions.put(
                    view,
                    "create or replace view " + name + "." + view + " as "
                            + one("select pg_get_viewdef('" + name + "." + view + "'::regclass)"));
        }
        definitions.put(
                MARK_RESTORED, one("select pg_get_functiondef('" + name + "." + MARK_RESTORED + "()'::regprocedure)"));
        try (PreparedStatement insert =
                connection.prepareStatement("insert into " + name + ".own_view values (?, ?)")) {
            for (Map.Entry<String, String> definition : definitions.entrySet()) {
                insert.setString(1, definition.getKey());
                insert.setString(2, definition.getValue());
                insert.executeUpdate();
            }
        }
    }

    private void restoreOwn() throws SQLException {
        List<String> definitions = texts("select definition from " + name + ".own_view order by name");
        if (definitions.isEmpty()) {
            throw new IllegalStateException("schema " + name + " holds no store any more");
        }
        for (String definition : definitions) {
            execute(definition);
        }
        execute("delete from " + name + ".own_view");
    }

    /** The one value of a query over a table of this schema; null: it gives none, or there is no such table. */
    private String text(String table, String sql) throws SQLException {
        try (PreparedStatement there = connection.prepareStatement("select to_regclass(?) is not null")) {
            there.setString(1, name + "." + table);
            try (ResultSet row = there.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return null;
                }
            }
        }
        List<String> found = texts(sql);
        return found.isEmpty() ? null : found.get(0);
    }

    private String one(String sql) throws SQLException {
        return texts(sql).get(0);
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A function's own text may hold what the driver takes for an escape.
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
