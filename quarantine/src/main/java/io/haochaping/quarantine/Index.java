package io.haochaping.quarantine;

import io.haochaping.store.StoreAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store's index of refused records; only read. */
final class Index implements AutoCloseable {
    private static final String COLUMNS =
            "topic, partition, record_offset, appended_at, reason, message_zh, message_en,"
                    + " value_length, value_sha256, redrive_of";

    private final Connection connection;
    private final String table;

    private Index(Connection connection, String schema) {
        this.connection = connection;
        this.table = schema + ".quarantine";
    }

    static Index open(StoreAddress address) throws Refusal {
        try {
            Connection connection = address.connect();
            connection.setReadOnly(true);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select to_regclass('" + address.schema() + ".quarantine') is not null")) {
                row.next();
                if (!row.getBoolean(1)) {
                    connection.close();
                    throw Refusal.failure(
                            "数据库中没有 " + address.schema() + ".quarantine：请先启动作业，并检查 store.schema。",
                            "There is no " + address.schema()
                                    + ".quarantine in the database: start the job first, and check store.schema.");
                }
            }
            return new Index(connection, address.schema());
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

    /** By append time, then place. */
    List<Entry> find(Filter filter) throws Refusal {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from " + table + " where true");
        List<Object> values = new ArrayList<>();
        and(sql, values, "reason = ?", filter.reason());
        and(sql, values, "topic = ?", filter.topic());
        and(sql, values, "appended_at >= ?", timestamp(filter.from()));
        and(sql, values, "appended_at < ?", timestamp(filter.to()));
        sql.append(" order by appended_at, topic, partition, record_offset");
        return select(sql.toString(), values);
    }

    Optional<Entry> find(Place place) throws Refusal {
        String sql =
                "select " + COLUMNS + " from " + table + " where topic = ? and partition = ? and record_offset = ?";
        return select(sql, List.of(place.topic(), place.partition(), place.offset())).stream()
                .findFirst();
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            values.add(value);
        }
    }

    private List<Entry> select(String sql, List<Object> values) throws Refusal {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(1_000);
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(new Entry(
                            new Place(row.getString(1), row.getInt(2), row.getLong(3)),
                            row.getTimestamp(4).toInstant(),
                            row.getString(5),
                            new Sentence(row.getString(6), row.getString(7)),
                            row.getInt(8),
                            row.getString(9),
                            row.getString(10)));
                }
            }
            return entries;
        } catch (SQLException refused) {
            throw unusable(refused);
        }
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
