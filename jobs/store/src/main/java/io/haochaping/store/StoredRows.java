package io.haochaping.store;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the canonical rows back from the tables, as they were written. */
public final class StoredRows {
    private StoredRows() {}

    /** All canonical rows, in one snapshot if the caller's transaction is one. */
    public static SortedMap<RowKey, Tally> read(Connection connection, String schema) throws SQLException {
        SortedMap<RowKey, Tally> rows = new TreeMap<>();
        for (RowTable table : RowTable.values()) {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(10_000);
                try (ResultSet result = statement.executeQuery(table.selectAll(schema))) {
                    while (result.next()) {
                        rows.put(key(table, result), figures(table, result));
                    }
                }
            }
        }
        return rows;
    }

    /** The figures of one row as they stand in its table; {@link Tally#ZERO}: there is no such row. */
    public static Tally read(Connection connection, String schema, RowKey key) throws SQLException {
        RowTable table = RowTable.of(key.kind());
        try (PreparedStatement select = connection.prepareStatement(table.selectAll(schema) + " where id = ?")) {
            select.setObject(1, new RowDigest().id(key));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? figures(table, row) : Tally.ZERO;
            }
        }
    }

    /** Key texts of the rows that somebody changed by hand: their key, figures or epoch no longer fit their id and hash. */
    public static List<String> changedByHand(Connection connection, String schema) throws SQLException {
        List<String> changed = new ArrayList<>();
        RowDigest digest = new RowDigest();
        for (RowTable table : RowTable.values()) {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(10_000);
                try (ResultSet row = statement.executeQuery(table.selectAll(schema, "id", "epoch", "row_hash"))) {
                    while (row.next()) {
                        RowKey key = key(table, row);
                        if (!fits(digest, key, figures(table, row), row)) {
                            changed.add(key.toString());
                        }
                    }
                }
            }
        }
        return changed;
    }

    /** Whether id and hash are those that the committer writes for this key, these figures and the row's epoch. */
    static boolean fits(RowDigest digest, RowKey key, Tally figures, ResultSet row) throws SQLException {
        return digest.id(key).equals(row.getObject("id"))
                && Arrays.equals(digest.hash(key, figures, row.getLong("epoch")), row.getBytes("row_hash"));
    }

    static RowKey key(RowTable table, ResultSet row) throws SQLException {
        ByteWriter out = new ByteWriter(256);
        return switch (table) {
            case HOUR_LEAF ->
                RowKey.hour(
                        out,
                        row.getLong(2),
                        Part.of(row.getInt(1)),
                        new Dimensions(
                                text(row, 3), text(row, 4), text(row, 5), text(row, 6), text(row, 7), text(row, 8)),
                        text(row, 9));
            case MINUTE_ROW ->
                RowKey.minute(
                        out, row.getLong(1), new Dimensions(text(row, 2), text(row, 3), "", "", text(row, 4), ""));
            case TAG_ROW -> RowKey.tag(out, row.getInt(1), text(row, 2), text(row, 3));
            case EQUATION_ROW -> RowKey.equation(out, text(row, 1), row.getInt(2), text(row, 3));
            case BAD_REVIEW ->
                RowKey.bad(
                        out,
                        text(row, 1),
                        text(row, 2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getLong(5),
                        new Dimensions(text(row, 6), text(row, 7), text(row, 8), text(row, 9), text(row, 10), ""),
                        text(row, 11),
                        row.getBoolean(12));
            case FLAG_ROW -> RowKey.flag(out, text(row, 1), text(row, 2));
            case FRAUD_FLAG ->
                RowKey.suspect(
                        out,
                        text(row, 1),
                        text(row, 2),
                        text(row, 3),
                        row.getInt(4),
                        row.getLong(5),
                        row.getLong(6),
                        text(row, 7),
                        text(row, 8),
                        text(row, 9),
                        text(row, 10),
                        text(row, 11));
            case FRAUD_CELL -> RowKey.cell(out, text(row, 1), text(row, 2), row.getLong(3));
        };
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return StoreText.read(row.getString(column));
    }

    static Tally figures(RowTable table, ResultSet row) throws SQLException {
        TallyAccumulator figures = new TallyAccumulator();
        for (Figure figure : table.figures()) {
            figures.add(figure, row.getLong(figure.column()));
        }
        if (table.hasBuckets()) {
            addBuckets(
                    figures,
                    Figure.CALENDAR_BUCKETS,
                    row.getArray("calendar_buckets"),
                    row.getArray("calendar_counts"));
            addBuckets(
                    figures, Figure.WORKING_BUCKETS, row.getArray("working_buckets"), row.getArray("working_counts"));
        }
        return figures.toTally();
    }

    private static void addBuckets(TallyAccumulator figures, int first, Array buckets, Array counts)
            throws SQLException {
        if (buckets == null) {
            return;
        }
        Integer[] numbers = (Integer[]) buckets.getArray();
        Long[] amounts = (Long[]) counts.getArray();
        for (int i = 0; i < numbers.length; i++) {
            figures.add(first + numbers[i], amounts[i]);
        }
    }
}
