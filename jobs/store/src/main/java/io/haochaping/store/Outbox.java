package io.haochaping.store;

import io.haochaping.domain.row.RowKind;
import io.haochaping.schemas.RecordEncoder;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * What others are to be told, written in the transaction of the cut: (id, epoch, open | withdrawn) wherever the state differs from the last cut. One forwarder sends; consumers
 * keep the highest epoch per id.
 */
final class Outbox {
    /** An entry of a PostgreSQL index holds 2,704 bytes; a character takes three or fewer of them, or four for two. */
    private static final int LONGEST_ID = 512;

    private static final RecordType[] TOLD = {RecordType.BAD_REVIEW, RecordType.ALERT};

    private final Connection connection;
    private final String schema;
    private final CutSettings settings;
    private final RecordEncoder badReviews = SingleObjectEncoding.encoder(TOLD[0].current());
    private final RecordEncoder alerts = SingleObjectEncoding.encoder(TOLD[1].current());

    Outbox(Connection connection, String schema, CutSettings settings) {
        this.connection = connection;
        this.schema = schema;
        this.settings = settings;
    }

    void write(Cut cut, long epoch) throws SQLException {
        if (cut.restatement()) {
            withdrawUnstated(cut, epoch);
        }
        writeBadReviews(cut, epoch);
        new Alerts(connection, schema, settings).write(cut, epoch, this);
    }

    /** After a restatement a review that was announced and is not among its rows does not stand. */
    private void withdrawUnstated(Cut cut, long epoch) throws SQLException {
        List<String> open = new ArrayList<>();
        for (RowUpdate row : cut.rows()) {
            if (row.key().kind() == RowKind.BAD && !row.after().isZero()) {
                open.add(StoreText.of(badReviewId(row.key().parts())));
            }
        }
        String sql = "select id, payload from " + schema
                + ".outbox where topic = ? and state = 'OPEN' and not (id = any (?))";
        Map<String, byte[]> unstated = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, settings.badReviewTopic());
            select.setArray(2, connection.createArrayOf("text", open.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    unstated.put(StoreText.read(rows.getString(1)), rows.getBytes(2));
                }
            }
        }
        try (Telling telling = new Telling(settings.badReviewTopic(), epoch)) {
            for (Map.Entry<String, byte[]> entry : unstated.entrySet()) {
                GenericRecord told = Announcements.read(entry.getValue(), RecordType.BAD_REVIEW);
                told.put("epoch", epoch);
                told.put("state", state(RecordType.BAD_REVIEW, "WITHDRAWN"));
                telling.add(entry.getKey(), "WITHDRAWN", badReviews.encode(told));
            }
            telling.send();
        }
    }

    /**
     * A case number that is used again after a long time gives two rows under one id, and a changed review an old and a new one. Of those that stand the latest speaks; of those
     * that are gone the latest is taken back, where none stands.
     */
    private void writeBadReviews(Cut cut, long epoch) throws SQLException {
        Map<String, List<Object>> touched = new LinkedHashMap<>();
        for (RowUpdate row : cut.rows()) {
            if (row.key().kind() == RowKind.BAD && !row.after().equals(row.before())) {
                List<Object> parts = row.key().parts();
                touched.merge(badReviewId(parts), parts, (one, other) -> ratedAt(one) > ratedAt(other) ? one : other);
            }
        }
        if (touched.isEmpty()) {
            return;
        }
        Map<String, List<Object>> standing = standing(touched.values());
        try (Telling telling = new Telling(settings.badReviewTopic(), epoch)) {
            for (Map.Entry<String, List<Object>> entry : touched.entrySet()) {
                String id = entry.getKey();
                String state = standing.containsKey(id) ? "OPEN" : "WITHDRAWN";
                GenericRecord told = badReview(id, standing.getOrDefault(id, entry.getValue()), epoch, state);
                telling.add(id, state, badReviews.encode(told));
            }
            telling.send();
        }
    }

    private static long ratedAt(List<Object> parts) {
        return (Long) parts.get(4);
    }

    /** The latest review that stands, by id. */
    private Map<String, List<Object>> standing(Collection<List<Object>> reviews) throws SQLException {
        Map<String, List<Object>> standing = new HashMap<>();
        String sql = RowTable.BAD_REVIEW.selectAll(schema) + " where open > 0 and (scope, case_number, ordinal) in"
                + " (select * from unnest(?::text[], ?::text[], ?::int[])) order by rated_at, id";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, array("text", reviews, parts -> StoreText.of((String) parts.get(0))));
            select.setArray(2, array("text", reviews, parts -> StoreText.of((String) parts.get(1))));
            select.setArray(3, array("int", reviews, parts -> parts.get(2)));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    List<Object> parts =
                            StoredRows.key(RowTable.BAD_REVIEW, rows).parts();
                    standing.put(badReviewId(parts), parts);
                }
            }
        }
        return standing;
    }

    private Array array(String type, Collection<List<Object>> reviews, Function<List<Object>, Object> part)
            throws SQLException {
        return connection.createArrayOf(type, reviews.stream().map(part).toArray());
    }

    /** Scope, case number and ordinal behind slashes; where that is too long for an index, its SHA-256. A slash in a part is escaped, so no two reviews share an id by accident. */
    private static String badReviewId(List<Object> parts) {
        String id = escaped(parts.get(0)) + "/" + escaped(parts.get(1)) + "/" + parts.get(2);
        return id.length() <= LONGEST_ID ? id : "sha256:" + new RowDigest().hex(id);
    }

    private static String escaped(Object part) {
        return part.toString().replace("\\", "\\\\").replace("/", "\\/");
    }

    private static GenericRecord badReview(String id, List<Object> parts, long epoch, String state) {
        GenericRecord told = new GenericData.Record(RecordType.BAD_REVIEW.current());
        told.put("id", id);
        told.put("epoch", epoch);
        told.put("state", state(RecordType.BAD_REVIEW, state));
        told.put("scope", parts.get(0));
        told.put("caseNumber", parts.get(1));
        told.put("ordinal", parts.get(2));
        told.put("level", parts.get(3));
        told.put("ratedAt", parts.get(4));
        told.put("region", parts.get(5));
        told.put("department", parts.get(6));
        told.put("venue", parts.get(7));
        told.put("item", parts.get(8));
        told.put("channel", parts.get(9));
        String tags = (String) parts.get(10);
        told.put("tags", tags.isEmpty() ? List.of() : List.of(tags.split(";")));
        told.put("realName", parts.get(11));
        return told;
    }

    void tellAlerts(Collection<AlertNotice> notices, String state, long epoch, long completeThrough)
            throws SQLException {
        if (notices.isEmpty()) {
            return;
        }
        try (Telling telling = new Telling(settings.alertTopic(), epoch)) {
            for (AlertNotice notice : notices) {
                GenericRecord told = Announcements.alert(notice, state, epoch, completeThrough);
                telling.add(notice.id(), state, alerts.encode(told));
            }
            telling.send();
        }
    }

    static Object state(RecordType type, String state) {
        return new GenericData.EnumSymbol(type.current().getField("state").schema(), state);
    }

    /** Entries of one topic, a thousand to a round trip: a cut of a province has dozens, the first of a replay many thousands. */
    private final class Telling implements AutoCloseable {
        private static final int AT_ONCE = 1_000;

        private final PreparedStatement insert;
        private int waiting;

        Telling(String topic, long epoch) throws SQLException {
            insert = connection.prepareStatement(
                    "insert into " + schema + ".outbox (topic, id, epoch, state, payload) values (?,?,?,?,?)"
                            + " on conflict (topic, id) do update set epoch = excluded.epoch, state = excluded.state,"
                            + " payload = excluded.payload");
            insert.setString(1, topic);
            insert.setLong(3, epoch);
        }

        void add(String id, String state, byte[] payload) throws SQLException {
            insert.setString(2, StoreText.of(id));
            insert.setString(4, state);
            insert.setBytes(5, payload);
            insert.addBatch();
            if (++waiting == AT_ONCE) {
                send();
            }
        }

        void send() throws SQLException {
            insert.executeBatch();
            waiting = 0;
        }

        @Override
        public void close() throws SQLException {
            insert.close();
        }
    }

    static Timestamp timestamp(long millis) {
        return millis < 0 ? null : new Timestamp(millis);
    }
}
