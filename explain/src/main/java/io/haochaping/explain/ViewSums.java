package io.haochaping.explain;

import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.tally.Figure;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** Adds up what a view of the store shows within reach. */
final class ViewSums {
    private final Connection connection;
    private final String view;
    private final String leaves;
    private final String time;
    private final Reach reach;
    private final Boolean inTime;

    /**
     * @param view with its schema
     * @param leaves what has the figures of complaints, limits and deadlines, which the view lacks; empty: nothing has them
     * @param time the column that says when
     * @param inTime null: both parts, or a view that has none
     */
    ViewSums(Connection connection, String view, String leaves, String time, Reach reach, Boolean inTime) {
        this.connection = connection;
        this.view = view;
        this.leaves = leaves;
        this.time = time;
        this.reach = reach;
        this.inTime = inTime;
    }

    void addTo(SortedMap<String, Long> sums, Metric metric) throws SQLException {
        TreeSet<Integer> figures = new TreeSet<>();
        metric.measures().forEach((measure, weights) -> {
            if (!Metric.isRuled(measure)) {
                figures.addAll(weights.keySet());
            }
        });
        Array regions = reach.regions() == null ? null : regions();
        for (int figure : figures) {
            metric.add(sums, figure, sum(figure, regions), RowRules.PLAIN);
        }
        for (String measure : metric.measures().keySet()) {
            if (Metric.isRuled(measure)) {
                sums.put(measure, sum("l." + measure, view + " l", regions));
            }
        }
    }

    private Array regions() throws SQLException {
        List<String> regions = new ArrayList<>();
        String sql = "select distinct l.region from " + view + " l where l." + time + " >= ? and l." + time + " < ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setTimestamp(1, new Timestamp(reach.from()));
            select.setTimestamp(2, new Timestamp(reach.to()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (reach.regions().holds(row.getString(1))) {
                        regions.add(row.getString(1));
                    }
                }
            }
        }
        return connection.createArrayOf("text", regions.toArray());
    }

    private long sum(int figure, Array regions) throws SQLException {
        String from = (Metric.standsInViewsOfFigures(figure) ? view : leaves) + " l";
        String value = "l." + Figure.text(figure);
        if (Figure.isCalendarBucket(figure) || Figure.isWorkingBucket(figure)) {
            String clock = Figure.isCalendarBucket(figure) ? "calendar" : "working";
            from += " cross join lateral unnest(l." + clock + "_buckets, l." + clock + "_counts) b (bucket, cases)";
            value = "case when b.bucket = " + value.substring(value.indexOf('@') + 1) + " then b.cases end";
        }
        return sum(value, from, regions);
    }

    private long sum(String value, String from, Array regions) throws SQLException {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder("select coalesce(sum(" + value + "), 0)::bigint from " + from
                + " where l." + time + " >= ? and l." + time + " < ?");
        values.add(new Timestamp(reach.from()));
        values.add(new Timestamp(reach.to()));
        Dimensions at = reach.at();
        and(sql, values, "region", at.region());
        if (regions != null) {
            sql.append(" and l.region = any (?)");
            values.add(regions);
        }
        and(sql, values, "department", at.department());
        and(sql, values, "venue", at.venue());
        and(sql, values, "item", at.item());
        and(sql, values, "channel", at.channel());
        and(sql, values, "origin_app", at.originApp());
        and(sql, values, "in_time", inTime);
        try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void and(StringBuilder sql, List<Object> values, String column, Object value) {
        if (value != null) {
            sql.append(" and l.").append(column).append(" = ?");
            values.add(value);
        }
    }
}
