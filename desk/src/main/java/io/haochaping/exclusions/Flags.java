package io.haochaping.exclusions;

import io.haochaping.desk.Refusal;
import io.haochaping.desk.Sentence;
import io.haochaping.desk.StoreReading;
import io.haochaping.store.StoreAddress;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The store's flags of suspicion; only read. Case numbers are restricted: no view shows them, the owner of the schema alone reads the table. */
final class Flags implements AutoCloseable {
    private final StoreReading reading;
    private final String schema;

    private Flags(StoreReading reading, String schema) {
        this.reading = reading;
        this.schema = schema;
    }

    static Flags open(StoreAddress address) throws Refusal {
        return new Flags(StoreReading.open(address, "fraud_flag"), address.schema());
    }

    /** By time of the rating, then case. */
    List<Flagged> find(FlagFilter filter) throws Refusal {
        StringBuilder sql = new StringBuilder("select scope, case_number, ordinal, min(rated_at),"
                + " string_agg(distinct signal, ' ' order by signal),"
                + " coalesce(string_agg(distinct cell_kind || ' ' || cell, '; ') filter (where cell <> ''), ''),"
                + " min(region), min(department), min(channel) from " + schema + ".fraud_flag where records > 0");
        List<Object> values = new ArrayList<>();
        and(sql, values, " and rated_at >= ?", timestamp(filter.from()));
        and(sql, values, " and rated_at < ?", timestamp(filter.to()));
        and(sql, values, " and starts_with(region, ?)", filter.region());
        and(sql, values, " and department = ?", filter.department());
        sql.append(" group by scope, case_number, ordinal");
        and(sql, values, " having bool_or(signal = any (string_to_array(?, ',')))", String.join(",", filter.signals()));
        sql.append(" order by 4, 1, 2, 3");
        return reading.select(
                sql.toString(),
                values,
                row -> new Flagged(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getTimestamp(4).toInstant(),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9)));
    }

    /** What each signal says, as the views say it. */
    Map<String, Sentence> reasons(List<String> signals) throws Refusal {
        Map<String, Sentence> reasons = new TreeMap<>();
        for (String signal : signals) {
            reading.select(
                            "select reason_zh, reason_en from " + schema + ".v_fraud_flags where signal = ? limit 1",
                            List.of(signal),
                            row -> new Sentence(row.getString(1), row.getString(2)))
                    .forEach(sentence -> reasons.put(signal, sentence));
        }
        return reasons;
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, Object value) {
        if (value != null && !value.equals("")) {
            sql.append(condition);
            values.add(value);
        }
    }

    @Override
    public void close() {
        reading.close();
    }
}
