package io.haochaping.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads refused records back out of the index of a store. */
public final class QuarantineIndex {
    private static final int SOME = 100;

    private QuarantineIndex() {}

    /** Takes one refused record after the other. */
    @FunctionalInterface
    public interface Taker {
        void take(QuarantineEntry entry);
    }

    /**
     * What the index of one store holds and that of another does not.
     *
     * @param connection within a transaction: a value may have 1 MiB, and only some stand in memory at a time
     */
    public static void forEachLacking(Connection connection, String schema, String other, Taker taker)
            throws SQLException {
        String sql = "select q.topic, q.partition, q.record_offset, q.appended_at, q.effective_appended_at, q.reason,"
                + " q.message_zh, q.message_en, q.key, q.value, q.value_length, q.value_sha256, q.redrive_of,"
                + " (select array_agg(key order by key) from jsonb_each_text(q.headers)),"
                + " (select array_agg(value order by key) from jsonb_each_text(q.headers)) from " + schema
                + ".quarantine q where not exists (select 1 from " + other
                + ".quarantine o where o.topic = q.topic and o.partition = q.partition and o.record_offset = q.record_offset)"
                + " order by 1, 2, 3";
        try (Statement select = connection.createStatement()) {
            select.setFetchSize(SOME);
            try (ResultSet row = select.executeQuery(sql)) {
                while (row.next()) {
                    taker.take(entry(row));
                }
            }
        }
    }

    private static QuarantineEntry entry(ResultSet row) throws SQLException {
        return new QuarantineEntry(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getTimestamp(4).getTime(),
                row.getTimestamp(5).getTime(),
                StoreText.read(row.getString(6)),
                StoreText.read(row.getString(7)),
                StoreText.read(row.getString(8)),
                row.getBytes(9),
                row.getBytes(10),
                row.getInt(11),
                StoreText.read(row.getString(12)),
                headers(row.getArray(14), row.getArray(15)),
                StoreText.read(row.getString(13)));
    }

    private static SortedMap<String, byte[]> headers(Array names, Array values) throws SQLException {
        SortedMap<String, byte[]> headers = new TreeMap<>();
        if (names != null) {
            String[] named = (String[]) names.getArray();
            String[] encoded = (String[]) values.getArray();
            for (int i = 0; i < named.length; i++) {
                headers.put(
                        StoreText.read(named[i]),
                        encoded[i] == null ? null : Base64.getDecoder().decode(encoded[i]));
            }
        }
        return headers;
    }
}
