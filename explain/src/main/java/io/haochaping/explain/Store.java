package io.haochaping.explain;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoredRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** The measures of all hour leaves in reach, as the view of hours shows them. */
    SortedMap<String, Long> leaves(Reach reach, Boolean inTime, Metric metric) throws Refusal {
        return sums(new ViewSums(connection, schema + ".v_hour_part", leafTable(), "hour", reach, inTime), metric);
    }

    /** The leaves themselves, for what the view of hours lacks: a dated one, such as a complaint that is due, once its day has been read completely. */
    private String leafTable() {
        return "(select leaf.*, leaf.part in (0, 2) as in_time from " + schema + ".hour_leaf leaf, " + schema
                + ".store_head head join " + schema + ".cut on cut.epoch = head.epoch where leaf.part in (0, 1) or"
                + " ((leaf.hour at time zone 'Asia/Shanghai')::date + time '23:59:59') at time zone 'Asia/Shanghai'"
                + " <= cut.complete_through)";
    }

    /** The measures of all minutes in reach, as the live view shows them. */
    SortedMap<String, Long> minutes(Reach reach, Metric metric) throws Refusal {
        return sums(new ViewSums(connection, schema + ".v_live_minute", "", "minute", reach, null), metric);
    }

    private static SortedMap<String, Long> sums(ViewSums view, Metric metric) throws Refusal {
        try {
            SortedMap<String, Long> sums = zeros(metric);
            view.addTo(sums, metric);
            return sums;
        } catch (SQLException refused) {
            throw unusable(refused);
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
