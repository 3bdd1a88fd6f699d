package io.haochaping.store;

import io.haochaping.schemas.RecordEncoder;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.avro.generic.GenericRecord;

/**
 * Brings the outbox of a store that readers are going to be shown in line with what consumers know from the store before. What they know already is not told again; what is otherwise is
 * told under the epoch of the switch, which is above everything that they have been told.
 */
final class OutboxHandover {
    private static final int BATCH = 500;

    private final Connection connection;
    private final CutSettings settings;
    private final long epoch;

    OutboxHandover(Connection connection, CutSettings settings, long epoch) {
        this.connection = connection;
        this.settings = settings;
        this.epoch = epoch;
    }

    /** @return how many announcements are to be sent */
    int run(String from, String to) throws SQLException {
        String both = "select coalesce(n.topic, o.topic), coalesce(n.id, o.id), n.state, n.payload, o.state, o.payload,"
                + " coalesce(o.sent_epoch >= o.epoch, false), o.id is not null from " + to
                + ".outbox n full join " + from + ".outbox o on o.topic = n.topic and o.id = n.id";
        String known = "update " + to + ".outbox set sent_epoch = epoch where topic = ? and id = ?";
        String told = "insert into " + to + ".outbox as n (topic, id, epoch, state, payload) values (?, ?, ?, ?, ?)"
                + " on conflict (topic, id) do update set epoch = excluded.epoch, state = excluded.state,"
                + " payload = excluded.payload, sent_epoch = 0";
        int tell = 0;
        int same = 0;
        try (Statement select = connection.createStatement();
                PreparedStatement know = connection.prepareStatement(known);
                PreparedStatement say = connection.prepareStatement(told)) {
            select.setFetchSize(BATCH);
            try (ResultSet row = select.executeQuery(both)) {
                while (row.next()) {
                    Entry entry = Entry.of(row);
                    if (entry.isKnown()) {
                        know.setString(1, entry.topic());
                        know.setString(2, entry.id());
                        know.addBatch();
                        send(know, ++same);
                    } else if (entry.mustBeTold()) {
                        say.setString(1, entry.topic());
                        say.setString(2, entry.id());
                        say.setLong(3, epoch);
                        say.setString(4, entry.stateNow());
                        say.setBytes(5, payload(entry));
                        say.addBatch();
                        send(say, ++tell);
                    }
                }
            }
            know.executeBatch();
            say.executeBatch();
        }
        return tell;
    }

    private static void send(PreparedStatement batch, int count) throws SQLException {
        if (count % BATCH == 0) {
            batch.executeBatch();
        }
    }

    private byte[] payload(Entry entry) {
        RecordType type = entry.topic().equals(settings.alertTopic()) ? RecordType.ALERT : RecordType.BAD_REVIEW;
        RecordEncoder encoder = SingleObjectEncoding.encoder(type.current());
        GenericRecord told =
                Announcements.read(entry.payload() != null ? entry.payload() : entry.payloadBefore(), type);
        told.put("epoch", epoch);
        told.put("state", Outbox.state(type, entry.stateNow()));
        return encoder.encode(told);
    }

    /**
     * What both stores say of one id; null where they say nothing.
     *
     * @param told whether consumers have what the store before says
     * @param perhapsTold whether they may ever have had anything of it: what is not marked as sent may be on its way just now
     */
    private record Entry(
            String topic,
            String id,
            String state,
            byte[] payload,
            String stateBefore,
            byte[] payloadBefore,
            boolean told,
            boolean perhapsTold) {

        static Entry of(ResultSet row) throws SQLException {
            return new Entry(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getBytes(4),
                    row.getString(5),
                    row.getBytes(6),
                    row.getBoolean(7),
                    row.getBoolean(8));
        }

        /** Nothing stands any more where the store says nothing. */
        String stateNow() {
            return state == null ? "WITHDRAWN" : state;
        }

        /** Both stores say the same, and consumers were told; or it is gone, and they cannot have heard of it. */
        boolean isKnown() {
            boolean gone = state != null && state.equals("WITHDRAWN") && !perhapsTold;
            return gone || state != null && stateBefore != null && told && saysTheSame();
        }

        boolean mustBeTold() {
            return state != null || perhapsTold && !(told && stateBefore.equals("WITHDRAWN"));
        }

        private boolean saysTheSame() {
            return state.equals(stateBefore) && content(payload).equals(content(payloadBefore));
        }

        /** Everything but the epoch, which two stores count for themselves. */
        private String content(byte[] announcement) {
            for (RecordType type : new RecordType[] {RecordType.BAD_REVIEW, RecordType.ALERT}) {
                if (Announcements.isOf(announcement, type)) {
                    GenericRecord read = Announcements.read(announcement, type);
                    read.put("epoch", 0L);
                    return read.toString();
                }
            }
            throw new IllegalStateException("the outbox holds what is neither alert nor bad review");
        }
    }
}
