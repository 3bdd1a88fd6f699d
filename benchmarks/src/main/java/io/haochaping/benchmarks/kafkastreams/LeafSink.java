package io.haochaping.benchmarks.kafkastreams;

import io.haochaping.benchmarks.LeafTable;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.store.StoreAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts leaves into the table, many at once: one statement over arrays is the fastest way there is into an indexed table that may hold the rows already. */
final class LeafSink implements AutoCloseable {
    private static final List<String> KEY_TYPES =
            List.of("bigint", "boolean", "text", "text", "text", "text", "text", "text");

    private final Connection connection;
    private final PreparedStatement put;
    private final PreparedStatement remove;

    LeafSink(StoreAddress store) throws SQLException {
        connection = store.connect();
        connection.setAutoCommit(false);
        String table = store.schema() + "." + LeafTable.NAME;
        String key = String.join(", ", LeafTable.KEY);
        String keyArrays = KEY_TYPES.stream().map(type -> "?::" + type + "[]").collect(Collectors.joining(", "));
        String figureArrays =
                LeafTable.FIGURES.stream().map(any -> "?::bigint[]").collect(Collectors.joining(", "));
        put = connection.prepareStatement("insert into " + table + " (" + key + ", "
                + String.join(", ", LeafTable.FIGURES) + ") select * from unnest(" + keyArrays + ", " + figureArrays
                + ") on conflict (" + key + ") do update set "
                + LeafTable.FIGURES.stream()
                        .map(figure -> figure + " = excluded." + figure)
                        .collect(Collectors.joining(", ")));
        remove = connection.prepareStatement(
                "delete from " + table + " where (" + key + ") in (select * from unnest(" + keyArrays + "))");
    }

    /**
     * One transaction.
     *
     * @param leaves the latest of each; an empty array removes it
     */
    void write(Map<LeafKey, byte[]> leaves) throws SQLException {
        List<LeafKey> gone = new ArrayList<>();
        List<LeafKey> there = new ArrayList<>();
        List<long[]> figures = new ArrayList<>();
        leaves.forEach((leaf, value) -> {
            if (value.length == 0) {
                gone.add(leaf);
            } else {
                there.add(leaf);
                long[] sum = new long[LeafFigures.COUNT];
                LeafFigures.addTo(sum, value);
                figures.add(sum);
            }
        });
        if (!there.isEmpty()) {
            setKeys(put, there);
            for (int i = 0; i < LeafFigures.COUNT; i++) {
                int column = i;
                put.setArray(
                        LeafTable.KEY.size() + 1 + i,
                        connection.createArrayOf(
                                "bigint",
                                figures.stream().map(sum -> sum[column]).toArray()));
            }
            put.executeUpdate();
        }
        if (!gone.isEmpty()) {
            setKeys(remove, gone);
            remove.executeUpdate();
        }
        connection.commit();
    }

    private void setKeys(PreparedStatement statement, List<LeafKey> leaves) throws SQLException {
        for (int i = 0; i < KEY_TYPES.size(); i++) {
            int column = i;
            statement.setArray(
                    i + 1,
                    connection.createArrayOf(
                            KEY_TYPES.get(i),
                            leaves.stream().map(leaf -> part(leaf, column)).toArray()));
        }
    }

    private static Object part(LeafKey leaf, int column) {
        Dimensions where = leaf.dimensions();
        return switch (column) {
            case 0 -> leaf.hour();
            case 1 -> leaf.dated();
            case 2 -> where.region();
            case 3 -> where.department();
            case 4 -> where.venue();
            case 5 -> where.item();
            case 6 -> where.channel();
            default -> where.originApp();
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
