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

/** What the contenders have stored, compared row by row: a time counts only where both have stored the same. */
final class StoredResults {
    private static final List<String> TABLES =
            List.of("hour_leaf", "minute_row", "tag_row", "equation_row", "bad_review", "flag_row");

    private final Connection connection;

    StoredResults(Connection connection) {
        this.connection = connection;
    }

    long rows(Contender contender) throws SQLException {
        long rows = 0;
        for (String table : TABLES) {
            rows += number("select count(*) from " + contender.schema() + "." + table);
        }
        return rows;
    }

    /** Tables in which the two differ, with the number of rows that only one of them has; the epoch, and the hash that it goes into, are each store's own. */
    List<String> differences() throws SQLException {
        List<String> differences = new ArrayList<>();
        for (String table : TABLES) {
            long onlyFold = onlyIn(Contender.FOLD, Contender.JOB, table);
            long onlyJob = onlyIn(Contender.JOB, Contender.FOLD, table);
            if (onlyFold + onlyJob > 0) {
                differences.add(table + ": " + onlyFold + " rows only the fold has, " + onlyJob + " only the job");
            }
        }
        return differences;
    }

    private long onlyIn(Contender one, Contender other, String table) throws SQLException {
        String columns = columns(table);
        return number("select count(*) from (select " + columns + " from " + one.schema() + "." + table
                + " except all select " + columns + " from " + other.schema() + "." + table + ") as only_in");
    }

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

    /** Where a contender's equation is not the plan's. */
    List<String> againstPlan(Contender contender, VolumeTotals plan) throws SQLException {
        Map<String, Long> expected = new TreeMap<>(Map.of(
                "counted",
                plan.ratings() + plan.caseEvents(),
                "duplicate",
                plan.duplicates(),
                "quarantined",
                plan.quarantined(),
                "superseded",
                0L,
                "voided",
                0L,
                "excluded",
                0L));
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Long> figure : expected.entrySet()) {
            long found = number(
                    "select coalesce(sum(" + figure.getKey() + "), 0) from " + contender.schema() + ".equation_row");
            if (found != figure.getValue()) {
                differences.add(contender.label() + ": " + figure.getKey() + " is " + found + ", the plan has "
                        + figure.getValue());
            }
        }
        return differences;
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
