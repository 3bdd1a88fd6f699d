package io.haochaping.explain;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoredRows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the store says, in one snapshot: its cut, and the figures that are asked about at that cut. */
final class Store implements AutoCloseable {
    private final Connection connection;
    private final String schema;

    private Store(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    static Store open(StoreAddress address) throws Refusal {
        try {
            Connection connection = address.connect();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            return new Store(connection, address.schema());
        } catch (SQLException refused) {
            throw unusable(refused);
        }
    }

    private static Refusal unusable(SQLException refused) {
        return Refusal.failure(
                "数据库不可用：" + refused.getMessage() + "。请检查 store.url、store.user、store.password 与网络。",
                "The database does not answer: " + refused.getMessage()
                        + ". Check store.url, store.user, store.password and the network.");
    }

    StoreCut cut() throws Refusal {
        String sql =
                "select h.epoch, h.cut_name, c.complete_through, h.restored, c.topics, c.partitions, c.start_offsets,"
                        + " c.end_offsets, c.decision_names, c.decision_digests from " + schema + ".store_head h join "
                        + schema
                        + ".cut c on c.epoch = h.epoch";
        try (Statement statement = connection.createStatement()) {
            if (!hasStore(statement)) {
                throw noCut();
            }
            try (ResultSet row = statement.executeQuery(sql)) {
                if (!row.next()) {
                    throw noCut();
                }
                return cut(row);
            }
        } catch (SQLException refused) {
            throw unusable(refused);
        }
    }

    private boolean hasStore(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select to_regclass('" + schema + ".store_head') is not null")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private Refusal noCut() {
        return Refusal.failure(
                "模式 " + schema + " 中还没有切面：没有数字可以解释。请先启动作业，并检查 store.schema。",
                "There is no cut in schema " + schema
                        + ": there are no figures to explain. Start the job first, and check store.schema.");
    }

    private static StoreCut cut(ResultSet row) throws SQLException {
        SortedMap<TopicPartition, OffsetSpan> spans = new TreeMap<>();
        String[] topics = (String[]) row.getArray(5).getArray();
        Integer[] partitions = (Integer[]) row.getArray(6).getArray();
        Long[] starts = (Long[]) row.getArray(7).getArray();
        Long[] ends = (Long[]) row.getArray(8).getArray();
        for (int i = 0; i < topics.length; i++) {
            spans.put(new TopicPartition(topics[i], partitions[i]), new OffsetSpan(starts[i], ends[i]));
        }
        SortedMap<String, String> decisions = new TreeMap<>();
        String[] names = (String[]) row.getArray(9).getArray();
        String[] digests = (String[]) row.getArray(10).getArray();
        for (int i = 0; i < names.length; i++) {
            decisions.put(names[i], digests[i]);
        }
        Timestamp through = row.getTimestamp(3);
        return new StoreCut(
                row.getLong(1),
                row.getString(2),
                through == null ? -1 : through.getTime(),
                row.getBoolean(4),
                spans,
                decisions);
    }

    /** The measures of one row, as it stands in its table. */
    SortedMap<String, Long> row(RowKey row, Metric metric, RowRules rules) throws Refusal {
        try {
            SortedMap<String, Long> sums = zeros(metric);
            Tally figures = StoredRows.read(connection, schema, row);
            for (int i = 0; i < figures.size(); i++) {
                metric.add(sums, figures.number(i), figures.amount(i), rules);
            }
            return sums;
        } catch (SQLException refused) {
            throw unusable(refused);
        }
    }

    /** The measures of all hour leaves in reach, as the views show them. */
    SortedMap<String, Long> leaves(Reach reach, Boolean inTime, Metric metric) throws Refusal {
        SortedMap<String, Long> sums = zeros(metric);
        TreeSet<Integer> figures = new TreeSet<>();
        metric.measures().forEach((measure, weights) -> {
            if (!Metric.isRuled(measure)) {
                figures.addAll(weights.keySet());
            }
        });
        try {
            Array regions = reach.regions() == null ? null : regionsOf(reach);
            for (int figure : figures) {
                metric.add(sums, figure, sum(figure, reach, regions, inTime), RowRules.PLAIN);
            }
            for (String measure : metric.measures().keySet()) {
                if (Metric.isRuled(measure)) {
                    sums.put(measure, sum("l." + measure, schema + ".v_hour_part l", reach, regions, inTime));
                }
            }
            return sums;
        } catch (SQLException refused) {
            throw unusable(refused);
        }
    }

    private Array regionsOf(Reach reach) throws SQLException {
        List<String> regions = new ArrayList<>();
        String sql = "select distinct l.region from " + schema + ".v_hour_part l where l.hour >= ? and l.hour < ?";
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

    private long sum(int figure, Reach reach, Array regions, Boolean inTime) throws SQLException {
        String from = Metric.standsInViewsOfFigures(figure) ? schema + ".v_hour_part l" : leaves();
        String value = Figure.text(figure);
        if (Figure.isCalendarBucket(figure) || Figure.isWorkingBucket(figure)) {
            String clock = Figure.isCalendarBucket(figure) ? "calendar" : "working";
            from += " cross join lateral unnest(l." + clock + "_buckets, l." + clock + "_counts) b (bucket, cases)";
            value = "case when b.bucket = " + value.substring(value.indexOf('@') + 1) + " then b.cases end";
        }
        return sum(value, from, reach, regions, inTime);
    }

    /** The leaves themselves: a dated one, such as a complaint that is due, once its day has been read completely. */
    private String leaves() {
        return "(select leaf.*, leaf.part in (0, 2) as in_time from " + schema + ".hour_leaf leaf, " + schema
                + ".store_head head join " + schema + ".cut on cut.epoch = head.epoch where leaf.part in (0, 1) or"
                + " ((leaf.hour at time zone 'Asia/Shanghai')::date + time '23:59:59') at time zone 'Asia/Shanghai'"
                + " <= cut.complete_through) l";
    }

    private long sum(String value, String from, Reach reach, Array regions, Boolean inTime) throws SQLException {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder(
                "select coalesce(sum(" + value + "), 0)::bigint from " + from + " where l.hour >= ? and l.hour < ?");
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

    private static SortedMap<String, Long> zeros(Metric metric) {
        SortedMap<String, Long> sums = new TreeMap<>();
        metric.measures().keySet().forEach(measure -> sums.put(measure, 0L));
        return sums;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing was written; the server ends the session by itself.
        }
    }
}
