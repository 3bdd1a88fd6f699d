package io.haochaping.store;

import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.schemas.RecordEncoder;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * What others are to be told, written in the transaction of the cut: (id, epoch, open | withdrawn) wherever the state differs from the last cut. One forwarder sends; consumers
 * keep the highest epoch per id.
 */
final class Outbox {
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
                open.add(badReviewId(row.key().parts()));
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
                    unstated.put(rows.getString(1), rows.getBytes(2));
                }
            }
        }
        for (Map.Entry<String, byte[]> entry : unstated.entrySet()) {
            GenericRecord told = Announcements.read(entry.getValue(), RecordType.BAD_REVIEW);
            told.put("epoch", epoch);
            told.put("state", state(RecordType.BAD_REVIEW, "WITHDRAWN"));
            tell(settings.badReviewTopic(), entry.getKey(), epoch, "WITHDRAWN", badReviews.encode(told));
        }
    }

    private void writeBadReviews(Cut cut, long epoch) throws SQLException {
        Map<String, RowUpdate> byId = new LinkedHashMap<>();
        for (RowUpdate row : cut.rows()) {
            if (row.key().kind() == RowKind.BAD) {
                // Of two rows with one id (the review was changed) the one that stands speaks.
                byId.merge(
                        badReviewId(row.key().parts()),
                        row,
                        (one, other) -> one.after().isZero() ? other : one);
            }
        }
        for (Map.Entry<String, RowUpdate> entry : byId.entrySet()) {
            boolean open = entry.getValue().after().get(Figure.OPEN) > 0;
            String state = open ? "OPEN" : "WITHDRAWN";
            GenericRecord told =
                    badReview(entry.getKey(), entry.getValue().key().parts(), epoch, state);
            tell(settings.badReviewTopic(), entry.getKey(), epoch, state, badReviews.encode(told));
        }
    }

    private static String badReviewId(List<Object> parts) {
        return parts.get(0) + "/" + parts.get(1) + "/" + parts.get(2);
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

    void tellAlert(AlertNotice notice, String state, long epoch, long completeThrough) throws SQLException {
        GenericRecord told = Announcements.alert(notice, state, epoch, completeThrough);
        tell(settings.alertTopic(), notice.id(), epoch, state, alerts.encode(told));
    }

    static Object state(RecordType type, String state) {
        return new GenericData.EnumSymbol(type.current().getField("state").schema(), state);
    }

    private void tell(String topic, String id, long epoch, String state, byte[] payload) throws SQLException {
        String sql = "insert into " + schema + ".outbox (topic, id, epoch, state, payload) values (?,?,?,?,?)"
                + " on conflict (topic, id) do update set epoch = excluded.epoch, state = excluded.state,"
                + " payload = excluded.payload";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, topic);
            insert.setString(2, id);
            insert.setLong(3, epoch);
            insert.setString(4, state);
            insert.setBytes(5, payload);
            insert.executeUpdate();
        }
    }

    static Timestamp timestamp(long millis) {
        return millis < 0 ? null : new Timestamp(millis);
    }
}
