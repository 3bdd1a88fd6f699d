package io.haochaping.store;

import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which alerts stand at a cut: unknown codes and other flags, gaps of the closing equation, silence. Opens, and takes back what no longer holds. */
final class Alerts {
    /** Flags that a person must act on; the others are counted and can be looked up. */
    private static final Set<String> URGENT = Set.of(
            "unknown-channel",
            "unknown-case-kind",
            "unknown-applicant",
            "unknown-severity",
            "region-width",
            "malformed-region",
            "wrong-check-digit",
            "over-long-code",
            "stray-append-header");

    private static final String UNKNOWN_CODE = "unknown-code";
    private static final String SILENCE = "silence";

    private final Connection connection;
    private final String schema;
    private final CutSettings settings;

    Alerts(Connection connection, String schema, CutSettings settings) {
        this.connection = connection;
        this.schema = schema;
        this.settings = settings;
    }

    /** Of any alert: one that was raised outside of a cut may stand above the head. */
    long lastEpoch() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select coalesce(max(epoch), 0) from " + schema + ".alert")) {
            return onlyNumber(select);
        }
    }

    /** Of this alert; 0: it never stood. */
    long lastEpoch(AlertNotice notice) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select coalesce(max(epoch), 0) from " + schema + ".alert where id = ?")) {
            select.setString(1, StoreText.of(notice.id()));
            return onlyNumber(select);
        }
    }

    private static long onlyNumber(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    void write(Cut cut, long epoch, Outbox outbox) throws SQLException {
        settleFlags(cut, epoch, outbox);
        settle(GapNotices.RECORDS, GapNotices.ofRecords(cut), cut.completeThrough(), epoch, outbox);
        settle(GapNotices.RATINGS, GapNotices.ofRatings(cut), cut.completeThrough(), epoch, outbox);
        settle(AlertNotice.NO_CHECKPOINT, Map.of(), cut.completeThrough(), epoch, outbox);
        settleStalled(cut, epoch, outbox);
        remember(cut);
        if (cut.completeThrough() >= 0) {
            Map<String, AlertNotice> silences = silences(cut);
            silences.putAll(neverHeard(cut));
            settle(SILENCE, silences, cut.completeThrough(), epoch, outbox);
        }
    }

    /** Opens one alert outside of a cut; false: it stands already. */
    boolean raise(AlertNotice notice, long completeThrough, long epoch, Outbox outbox) throws SQLException {
        return set(List.of(notice), true, completeThrough, epoch, outbox) > 0;
    }

    private void settleStalled(Cut cut, long epoch, Outbox outbox) throws SQLException {
        String sql = "select coalesce(max(complete_through), '-infinity') < ? from " + schema
                + ".alert where kind = ? and state = 'OPEN'";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setTimestamp(1, new Timestamp(cut.completeThrough()));
            select.setString(2, AlertNotice.STALLED);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (cut.completeThrough() >= 0 && row.getBoolean(1)) {
                    settle(AlertNotice.STALLED, Map.of(), cut.completeThrough(), epoch, outbox);
                }
            }
        }
    }

    /** A cut names the flags that changed, a restatement all that stand. */
    private void settleFlags(Cut cut, long epoch, Outbox outbox) throws SQLException {
        Map<String, AlertNotice> standing = new LinkedHashMap<>();
        Map<String, AlertNotice> gone = new LinkedHashMap<>();
        for (RowUpdate row : cut.rows()) {
            if (row.key().kind() == RowKind.FLAG
                    && URGENT.contains((String) row.key().parts().get(0))) {
                AlertNotice notice = unknownCode(row);
                (row.after().get(Figure.RECORDS) > 0 ? standing : gone).put(notice.id(), notice);
            }
        }
        if (cut.restatement()) {
            settle(UNKNOWN_CODE, standing, cut.completeThrough(), epoch, outbox);
            return;
        }
        gone.keySet().removeAll(standing.keySet());
        Set<String> open = openAmong(UNKNOWN_CODE, Stream.of(gone, standing).flatMap(ids -> ids.keySet().stream()));
        gone.keySet().retainAll(open);
        standing.keySet().removeAll(open);
        set(gone.values(), false, cut.completeThrough(), epoch, outbox);
        set(standing.values(), true, cut.completeThrough(), epoch, outbox);
    }

    /** Asked at once: a sender whose every department has an odd code has hundreds of flags in every cut, which stand already. */
    private Set<String> openAmong(String kind, Stream<String> ids) throws SQLException {
        List<String> asked = ids.map(StoreText::of).toList();
        if (asked.isEmpty()) {
            return Set.of();
        }
        Set<String> open = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select id from " + schema + ".alert where kind = ? and state = 'OPEN' and id = any (?)")) {
            select.setString(1, kind);
            select.setArray(2, array("text", asked.stream()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    open.add(StoreText.read(rows.getString(1)));
                }
            }
        }
        return open;
    }

    private static AlertNotice unknownCode(RowUpdate row) {
        String flag = (String) row.key().parts().get(0);
        String subject = flag + "/" + row.key().parts().get(1);
        long records = row.after().get(Figure.RECORDS);
        return new AlertNotice(
                UNKNOWN_CODE,
                subject,
                "收到无法识别的代码：" + subject + "，共 " + records + " 条记录；已照常计数并标记，请核对代码表或联系渠道方",
                "records carry a code that is not known: " + subject + ", " + records
                        + " of them; they are counted and flagged: check the code table or ask the channel");
    }

    /**
     * Keeps when a channel or a department was last rated; minute rows themselves go after K days. A restatement names every hour that stands, so that a store that was emptied knows
     * again, to the hour, who has long been silent.
     */
    private void remember(Cut cut) throws SQLException {
        Map<List<String>, Long> latest = new LinkedHashMap<>();
        for (RowUpdate row : cut.rows()) {
            if (row.key().kind() == RowKind.MINUTE && row.after().ratings() > 0) {
                List<Object> parts = row.key().parts();
                latest.merge(List.of("channel", (String) parts.get(3)), (Long) parts.get(0), Math::max);
                latest.merge(List.of("department", (String) parts.get(2)), (Long) parts.get(0), Math::max);
            } else if (cut.restatement() && row.after().ratings() > 0 && isUndatedHour(row)) {
                List<Object> parts = row.key().parts();
                latest.merge(List.of("channel", (String) parts.get(6)), (Long) parts.get(1), Math::max);
                latest.merge(List.of("department", (String) parts.get(3)), (Long) parts.get(1), Math::max);
            }
        }
        if (latest.isEmpty()) {
            return;
        }
        String sql = "insert into " + schema + ".last_seen as known (dimension, value, last_minute)"
                + " select dimension, value, to_timestamp(minute / 1000)"
                + " from unnest(?::text[], ?::text[], ?::bigint[]) as seen (dimension, value, minute)"
                + " on conflict (dimension, value) do update set last_minute = excluded.last_minute"
                + " where known.last_minute < excluded.last_minute";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setArray(1, array("text", latest.keySet().stream().map(key -> key.get(0))));
            insert.setArray(2, array("text", latest.keySet().stream().map(key -> StoreText.of(key.get(1)))));
            insert.setArray(3, array("bigint", latest.values().stream()));
            insert.executeUpdate();
        }
    }

    private Array array(String type, Stream<?> elements) throws SQLException {
        return connection.createArrayOf(type, elements.toArray());
    }

    /** Dated counts lie ahead. */
    private static boolean isUndatedHour(RowUpdate row) {
        return row.key().kind() == RowKind.HOUR && (Integer) row.key().parts().get(0) < Part.DATED_IN_TIME.code();
    }

    private Map<String, AlertNotice> silences(Cut cut) throws SQLException {
        Map<String, AlertNotice> silences = new LinkedHashMap<>();
        String sql = "select dimension, value, last_minute from " + schema + ".last_seen where last_minute <"
                + " case dimension when 'channel' then ?::timestamptz else ?::timestamptz end";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setTimestamp(1, new Timestamp(cut.completeThrough() - settings.channelSilence()));
            select.setTimestamp(2, new Timestamp(cut.completeThrough() - settings.departmentSilence()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String subject = rows.getString(1) + "/" + StoreText.read(rows.getString(2));
                    String since = rows.getTimestamp(3).toInstant().toString();
                    AlertNotice notice = new AlertNotice(
                            SILENCE,
                            subject,
                            "长时间没有评价：" + subject + "，最近一条在 " + since,
                            "no rating for long: " + subject + ", the last one at " + since);
                    silences.put(notice.id(), notice);
                }
            }
        }
        return silences;
    }

    /** Channels that are expected and never sent a rating, once the store has waited for them as long as for others. */
    private Map<String, AlertNotice> neverHeard(Cut cut) throws SQLException {
        Map<String, AlertNotice> silences = new LinkedHashMap<>();
        if (settings.expectedChannels().isEmpty()) {
            return silences;
        }
        String sql = "select expected from unnest(?::text[]) expected where exists (select from " + schema
                + ".cut where complete_through < ?) and not exists (select from " + schema
                + ".last_seen where dimension = 'channel' and value = expected)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(
                    1,
                    connection.createArrayOf("text", settings.expectedChannels().toArray()));
            select.setTimestamp(2, new Timestamp(cut.completeThrough() - settings.channelSilence()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String subject = "channel/" + rows.getString(1);
                    AlertNotice notice = new AlertNotice(
                            SILENCE,
                            subject,
                            "从未收到评价：" + subject + "，而配置（live.expected-channels）要求有该渠道",
                            "no rating ever: " + subject + ", which live.expected-channels names");
                    silences.put(notice.id(), notice);
                }
            }
        }
        return silences;
    }

    /** Opens what stands now and takes back what is open and no longer stands. */
    private void settle(String kind, Map<String, AlertNotice> standing, long completeThrough, long epoch, Outbox outbox)
            throws SQLException {
        Map<String, AlertNotice> open = openOf(kind);
        // At night every department is silent: one statement for each of them in every cut would be thousands.
        set(without(open, standing.keySet()), false, completeThrough, epoch, outbox);
        set(without(standing, open.keySet()), true, completeThrough, epoch, outbox);
    }

    private static List<AlertNotice> without(Map<String, AlertNotice> notices, Set<String> ids) {
        return notices.values().stream()
                .filter(notice -> !ids.contains(notice.id()))
                .toList();
    }

    private Map<String, AlertNotice> openOf(String kind) throws SQLException {
        Map<String, AlertNotice> open = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement("select kind, subject, message_zh, message_en from "
                + schema + ".alert where kind = ? and state = 'OPEN'")) {
            select.setString(1, kind);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    AlertNotice notice = new AlertNotice(
                            rows.getString(1),
                            StoreText.read(rows.getString(2)),
                            StoreText.read(rows.getString(3)),
                            StoreText.read(rows.getString(4)));
                    open.put(notice.id(), notice);
                }
            }
        }
        return open;
    }

    /** Writes the alerts whose state differs from the one that they have, and tells of them; how many there were. */
    private int set(Collection<AlertNotice> notices, boolean open, long completeThrough, long epoch, Outbox outbox)
            throws SQLException {
        if (notices.isEmpty()) {
            return 0;
        }
        String state = open ? "OPEN" : "WITHDRAWN";
        String sql = "insert into " + schema + ".alert as a (id, epoch, state, kind, subject, message_zh, message_en,"
                + " since, complete_through) select ?,?,?,?,?,?,?,?,? where ? or exists (select 1 from " + schema
                + ".alert where id = ?) on conflict (id) do update set epoch = excluded.epoch, state = excluded.state,"
                + " message_zh = excluded.message_zh, message_en = excluded.message_en, since = excluded.since,"
                + " complete_through = excluded.complete_through where a.state <> excluded.state";
        List<AlertNotice> changed = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (AlertNotice notice : notices) {
                insert.setString(1, StoreText.of(notice.id()));
                insert.setLong(2, epoch);
                insert.setString(3, state);
                insert.setString(4, notice.kind());
                insert.setString(5, StoreText.of(notice.subject()));
                insert.setString(6, StoreText.of(notice.messageZh()));
                insert.setString(7, StoreText.of(notice.messageEn()));
                insert.setTimestamp(8, Outbox.timestamp(completeThrough));
                insert.setTimestamp(9, Outbox.timestamp(completeThrough));
                insert.setBoolean(10, open);
                insert.setString(11, StoreText.of(notice.id()));
                insert.addBatch();
            }
            int[] written = insert.executeBatch();
            int at = 0;
            for (AlertNotice notice : notices) {
                if (written[at++] > 0) {
                    changed.add(notice);
                }
            }
        }
        outbox.tellAlerts(changed, state, epoch, completeThrough);
        return changed.size();
    }
}
