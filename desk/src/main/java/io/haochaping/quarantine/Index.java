package io.haochaping.quarantine;

import io.haochaping.desk.Refusal;
import io.haochaping.desk.Sentence;
import io.haochaping.desk.StoreReading;
import io.haochaping.store.StoreAddress;
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

    private final StoreReading reading;
    private final String table;

    private Index(StoreReading reading, String schema) {
        this.reading = reading;
        this.table = schema + ".quarantine";
    }

    static Index open(StoreAddress address) throws Refusal {
        return new Index(StoreReading.open(address, "quarantine"), address.schema());
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
        return reading.select(
                sql,
                values,
                row -> new Entry(
                        new Place(row.getString(1), row.getInt(2), row.getLong(3)),
                        row.getTimestamp(4).toInstant(),
                        row.getString(5),
                        new Sentence(row.getString(6), row.getString(7)),
                        row.getInt(8),
                        row.getString(9),
                        row.getString(10)));
    }

    @Override
    public void close() {
        reading.close();
    }
}
