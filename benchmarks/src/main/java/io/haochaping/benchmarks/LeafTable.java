package io.haochaping.benchmarks;

import io.haochaping.store.StoreAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Where the contenders that are not the whole of it write: a row per hour leaf with the figures that all can express, as its user would lay it out. */
public final class LeafTable {
    public static final String NAME = "leaf";
    /** Hours since 1970, and whether it is a dated count; then the dimensions. */
    public static final List<String> KEY =
            List.of("hour", "dated", "region", "department", "venue", "item", "channel", "origin_app");

    public static final List<String> FIGURES = List.of(
            "level_1",
            "level_2",
            "level_3",
            "level_4",
            "level_5",
            "generated_defaults",
            "accepted",
            "completed",
            "rated_cases",
            "timed",
            "calendar_seconds");

    private LeafTable() {}

    /** Creates the schema and the empty table. */
    public static void create(StoreAddress store) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("create schema if not exists " + store.schema());
            statement.execute("create table " + store.schema() + "." + NAME
                    + " (hour bigint not null, dated boolean not null, "
                    + KEY.subList(2, KEY.size()).stream()
                            .map(column -> column + " text not null, ")
                            .collect(Collectors.joining())
                    + FIGURES.stream()
                            .map(column -> column + " bigint not null, ")
                            .collect(Collectors.joining())
                    + "primary key (" + String.join(", ", KEY) + "))");
        }
    }

    /** The same rows of a store: what the two parts of a figure have in common is added up, what no contender but ours can express is left out. */
    static String ofStore(String schema) {
        String sums = FIGURES.stream()
                .map(column -> "coalesce(sum(" + column + "), 0)::bigint as " + column)
                .collect(Collectors.joining(", "));
        String dimensions = String.join(", ", KEY.subList(2, KEY.size()));
        String some = FIGURES.stream().map(column -> column + " is not null").collect(Collectors.joining(" or "));
        return "select (extract(epoch from hour) / 3600)::bigint as hour, part >= 2 as dated, " + dimensions + ", "
                + sums + " from " + schema + ".hour_leaf where " + some + " group by 1, 2, " + dimensions;
    }

    static String ofContender(String schema) {
        return "select " + String.join(", ", KEY) + ", " + String.join(", ", FIGURES) + " from " + schema + "." + NAME;
    }
}
