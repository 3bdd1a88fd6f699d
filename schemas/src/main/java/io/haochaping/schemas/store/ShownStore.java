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
    /** The one function of a store that changes something, and so must change the store that is shown; in three forms. */
    private static final String MARK_RESTORED =
            "create or replace function %1$s.mark_restored() returns void language ";

    private static final String MARK_OWN = MARK_RESTORED
            + "sql begin atomic update %1$s.store_head set restored = true,"
            + " restored_since = case when restored then restored_since else now() end; end";
    private static final String MARK_SHOWN = MARK_RESTORED
            + "plpgsql as $$ begin execute format('update %%I.store_head set restored = true,"
            + " restored_since = case when restored then restored_since else now() end',"
            + " (select store from %1$s.shown)); end $$";
    private static final String MARK_OTHER = MARK_RESTORED + "sql as 'select %2$s.mark_restored()'";

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

    /** Whether the views pass readers on by the pointer, because a second store stands behind them. */
    public boolean isPrepared() throws SQLException {
        return text("shown", "select store from " + name + ".shown") != null
                && (before() != null || text("own_view", "select name from " + name + ".own_view limit 1") != null);
    }

    /**
     * Lets every view read the store that the pointer names: as before, until {@link #show} moves it. So a reader's transaction sees one store to its end, whenever it began: the pointer
     * is read under the snapshot of the reader, as the rows are.
     *
     * <p>Waits for readers' transactions for as long as the caller's {@code lock_timeout} says.
     *
     * @param rebuilt schema of the second store; nothing is done where it is the shown one
     * @throws IllegalStateException where the two have different views or columns
     */
    public void prepare(String rebuilt) throws SQLException {
        String now = schema();
        if (now.equals(rebuilt)) {
            // Each row would be there twice.
            return;
        }
        requireSameColumns(now, rebuilt);
        List<String> views = viewsOfStore(name);
        Map<String, String> current = new LinkedHashMap<>();
        // Every name of a definition is then told with its schema.
        execute("set local search_path to pg_catalog");
        for (String view : views) {
            current.put(
                    view,
                    now.equals(name)
                            ? one("select rtrim(pg_get_viewdef('" + name + "." + view + "'::regclass), ';')")
                            : "select * from " + now + "." + view);
        }
        if (now.equals(name)) {
            keepOwn(current);
        }
        execute("insert into " + name + ".shown (store) values ('" + now + "') on conflict do nothing");
        for (String view : views) {
            String pointer = ") s where (select store from " + name + ".shown) = '";
            execute("create or replace view " + name + "." + view + " as select * from (" + current.get(view) + pointer
                    + now + "' union all select * from (select * from " + rebuilt + "." + view + pointer + rebuilt
                    + "'");
        }
        execute(MARK_SHOWN.formatted(name));
    }

    /** Moves the pointer. Statements that begin behind the end of this transaction see the other store. */
    public void show(String schema) throws SQLException {
        execute("update " + name + ".shown set before = store, store = '" + schema + "', since = now()");
    }

    /**
     * Lets the views read the shown store alone, because the other is about to go. Waits for readers as {@link #prepare} does.
     */
    public void settle() throws SQLException {
        String now = schema();
        if (now.equals(name)) {
            for (String view : texts("select name from " + name + ".own_view order by name")) {
                execute("create or replace view " + name + "." + view + " as "
                        + one("select definition from " + name + ".own_view where name = '" + view + "'"));
            }
            execute("delete from " + name + ".shown");
            execute(MARK_OWN.formatted(name));
        } else {
            passThrough(now);
            execute("update " + name + ".shown set before = null");
        }
        execute("delete from " + name + ".own_view");
    }

    /** After a migration of the shown store, too: its new views and columns are shown as well. A new view comes without grants. */
    void passThrough(String schema) throws SQLException {
        boolean hasReaders = StoreMigrations.readerRoleExists(connection);
        for (String view : viewsOfStore(schema)) {
            execute("create or replace view " + name + "." + view + " as select * from " + schema + "." + view);
            if (hasReaders) {
                execute("grant select on " + name + "." + view + " to " + StoreMigrations.READER_ROLE);
            }
        }
        execute(MARK_OTHER.formatted(name, schema));
    }

    /** Whether a store has views or columns that this name does not show. */
    boolean lacks(String schema) throws SQLException {
        String columns = "select format('%s.%s %s', table_name, column_name, data_type) from information_schema.columns"
                + " where starts_with(table_name, 'v_') and not starts_with(table_name, 'v_snapshot') and table_schema = '";
        return !texts(columns + schema + "' except " + columns + name + "'").isEmpty();
    }

    /** Those that go with the store that is shown. Snapshots lie in the schema that readers know, whichever store it shows. */
    private List<String> viewsOfStore(String schema) throws SQLException {
        return StoreMigrations.publicViews(connection, schema).stream()
                .filter(view -> !view.startsWith("v_snapshot"))
                .toList();
    }

    private void keepOwn(Map<String, String> definitions) throws SQLException {
        execute("delete from " + name + ".own_view");
        try (PreparedStatement insert =
                connection.prepareStatement("insert into " + name + ".own_view values (?, ?)")) {
            for (Map.Entry<String, String> definition : definitions.entrySet()) {
                insert.setString(1, definition.getKey());
                insert.setString(2, definition.getValue());
                insert.executeUpdate();
            }
        }
    }

    private void requireSameColumns(String one, String other) throws SQLException {
        String columns = "select string_agg(format('%s.%s %s', table_name, column_name, data_type), ', '"
                + " order by table_name, ordinal_position) from information_schema.columns"
                + " where starts_with(table_name, 'v_') and table_schema = '";
        if (!one(columns + one + "'").equals(one(columns + other + "'"))) {
            throw new IllegalStateException("the views of schema " + one + " and " + other + " have different columns");
        }
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
            // A definition may hold what the driver takes for an escape.
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
