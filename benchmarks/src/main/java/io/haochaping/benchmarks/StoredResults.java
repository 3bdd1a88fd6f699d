package io.haochaping.benchmarks;

import io.haochaping.traffic.VolumeTotals;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the contenders have stored, compared row by row with the fold's: a time counts only where it is the same. */
final class StoredResults {
    private static final List<String> TABLES =
            List.of("hour_leaf", "minute_row", "tag_row", "equation_row", "bad_review", "flag_row");
    private static final int SHOWN = 5;

    private final Connection connection;

    StoredResults(Connection connection) {
        this.connection = connection;
    }

    long rows(Contender contender) throws SQLException {
        if (!contender.isWhole()) {
            return number("select count(*) from " + contender.schema() + "." + LeafTable.NAME);
        }
        long rows = 0;
        for (String table : TABLES) {
            rows += number("select count(*) from " + contender.schema() + "." + table);
        }
        return rows;
    }

    /** Rows inserted, changed and deleted since the schema was made, by the statistics of the database; sessions that have ended are in them. */
    long rowWrites(Contender contender) throws SQLException {
        return number(
                "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_user_tables where schemaname = '"
                        + contender.schema() + "'");
    }

    /** Empty where all is as it must be. */
    List<String> differences(Contender contender, VolumeTotals plan) throws SQLException {
        List<String> differences = new ArrayList<>();
        if (contender.isWhole()) {
            differences.addAll(againstPlan(contender, plan));
        }
        if (contender == Contender.FOLD) {
            return differences;
        }
        if (!contender.isWhole()) {
            compare(
                    LeafTable.ofStore(Contender.FOLD.schema()),
                    contender,
                    LeafTable.ofContender(contender.schema()),
                    LeafTable.NAME,
                    differences);
            return differences;
        }
        for (String table : TABLES) {
            String columns = columns(table);
            compare(
                    "select " + columns + " from " + Contender.FOLD.schema() + "." + table,
                    contender,
                    "select " + columns + " from " + contender.schema() + "." + table,
                    table,
                    differences);
        }
        return differences;
    }

    private void compare(String fold, Contender contender, String other, String table, List<String> differences)
            throws SQLException {
        show(Contender.FOLD, fold, contender, other, table, differences);
        show(contender, other, Contender.FOLD, fold, table, differences);
    }

    /** How many rows only the first has, and some of them. */
    private void show(
            Contender first, String rows, Contender second, String others, String table, List<String> differences)
            throws SQLException {
        String only = "(" + rows + " except all " + others + ") as only_there";
        long count = number("select count(*) from " + only);
        if (count == 0) {
            return;
        }
        differences.add(table + ": " + count + " rows only " + first.label() + " has, and not " + second.label());
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select only_there::text from " + only + " order by 1 limit " + SHOWN)) {
            while (row.next()) {
                differences.add("  " + first.label() + ": " + row.getString(1));
            }
        }
    }

    /** Of a table of the store; the epoch, and the hash that it goes into, are each store's own. */
    private String columns(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select column_name from information_schema.columns"
                        + " where table_schema = '" + Contender.FOLD.schema() + "' and table_name = '" + table
                        + "' and column_name not in ('epoch', 'row_hash') order by ordinal_position")) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        return String.join(", ", columns);
    }

    private List<String> againstPlan(Contender contender, VolumeTotals plan) throws SQLException {
        Map<String, Long> expected = new TreeMap<>(Map.of(
                "counted",
                plan.ratings() - plan.superseded() + plan.caseEvents(),
                "duplicate",
                plan.duplicates(),
                "quarantined",
                plan.quarantined(),
                "superseded",
                plan.superseded(),
                "voided",
                0L,
                "excluded",
                0L));
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Long> figure : expected.entrySet()) {
            expect(contender, "equation_row", figure.getKey(), figure.getValue(), differences);
        }
        expect(contender, "hour_leaf", "generated_defaults", plan.defaults(), differences);
        return differences;
    }

    private void expect(Contender contender, String table, String figure, long planned, List<String> differences)
            throws SQLException {
        long found = number("select coalesce(sum(" + figure + "), 0) from " + contender.schema() + "." + table);
        if (found != planned) {
            differences.add(contender.label() + ": " + figure + " is " + found + ", the plan has " + planned);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
