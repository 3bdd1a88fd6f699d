package io.haochaping.dashboard.cut;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the released views of the store (docs/store.md), in the transaction of its connection. */
final class StoreReader {
    /** What puts the figures themselves in doubt stands before what is merely odd; kinds that are not among these come last. */
    private static final String FIRST_ALERTS =
            "array['equation-gap', 'rating-gap', 'no-checkpoint', 'complete-through-stalled', 'unknown-code', 'silence']";

    /** Of two large cuts. Whoever is further behind reads the hours that changed. */
    private static final int MOST_WRITTEN = 40_000;

    private final Connection connection;
    private final String schema;

    StoreReader(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** One row as a value. */
    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /**
     * What tells that a minute has changed.
     *
     * @param rows how many rows it has
     * @param epoch the last cut that wrote one
     */
    record MinuteState(long rows, long epoch) {}

    /**
     * A department whose leaves a cut wrote or removed.
     *
     * @param hour its start in milliseconds
     * @param gone whether one was removed
     */
    record Change(long hour, String department, boolean gone) {}

    /** Empty: no cut was ever committed. */
    Optional<CutState> head() throws SQLException {
        String sql = "select c.epoch, c.cut_name, c.committed_at, c.complete_through, c.restored, c.restatement,"
                + " c.code_version, c.decision_set_digest, c.total_ratings, c.total_counted, c.total_generated,"
                + " (select count(*) from $.v_alert where state = 'OPEN'),"
                + " (select coalesce(max(epoch), 0) from $.v_alert) from $.v_cut c";
        List<CutState> heads = list(
                sql,
                row -> new CutState(
                        row.getLong(1),
                        row.getString(2),
                        row.getTimestamp(3).getTime(),
                        row.getTimestamp(4) == null
                                ? CutState.UNKNOWN
                                : row.getTimestamp(4).getTime(),
                        row.getBoolean(5),
                        row.getBoolean(6),
                        row.getString(7),
                        row.getString(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12),
                        row.getLong(13)));
        return heads.stream().findFirst();
    }

    /** Whether the store went on from that cut: holds it still, and has not been written anew since. */
    boolean wentOnFrom(CutState cut) throws SQLException {
        String sql = "select exists (select 1 from $.v_cut_history where epoch = ? and cut_name = ?)"
                + " and not exists (select 1 from $.v_cut_history where epoch > ? and restatement)";
        return list(sql, row -> row.getBoolean(1), cut.epoch(), cut.name(), cut.epoch())
                .get(0);
    }

    /** Whether each cut after an epoch says which leaves it wrote, and all together no more of them than are read one by one. */
    boolean namesLeaves(long afterEpoch) throws SQLException {
        String sql = "select not exists (select 1 from $.v_cut_history where epoch > ?"
                + " and epoch <> all (array(select distinct epoch from $.v_written_leaf where epoch > ?)))"
                + " and (select count(id) from $.v_written_leaf where epoch > ?) <= " + MOST_WRITTEN;
        return list(sql, row -> row.getBoolean(1), afterEpoch, afterEpoch, afterEpoch)
                .get(0);
    }

    /**
     * What the cuts after an epoch changed in the hours from an instant on.
     *
     * @param goneAlone without what they wrote
     */
    List<Change> changes(long afterEpoch, long from, boolean goneAlone) throws SQLException {
        return list(
                "select hour, department, bool_or(gone) from $.v_change where " + (goneAlone ? "gone and " : "")
                        + "epoch > ? and hour >= ? group by 1, 2",
                row -> new Change(row.getTimestamp(1).getTime(), row.getString(2), row.getBoolean(3)),
                afterEpoch,
                new Timestamp(from));
    }

    /** By the start of the minute in milliseconds, both bounds included; a minute without rows is missing. */
    Map<Long, MinuteState> minuteStates(long first, long last) throws SQLException {
        Map<Long, MinuteState> states = new HashMap<>();
        list(
                "select minute, rows, epoch from $.v_minute_state where minute between ? and ?",
                row -> states.put(row.getTimestamp(1).getTime(), new MinuteState(row.getLong(2), row.getLong(3))),
                new Timestamp(first),
                new Timestamp(last));
        return states;
    }

    /** @param badReviews read before */
    Snapshot.Lists lists(BadReviews badReviews) throws SQLException {
        return new Snapshot.Lists(equation(), earlierEpoch(), badReviews, alerts(), settledMonths());
    }

    private Long earlierEpoch() throws SQLException {
        return list(
                        "select (select max(h.epoch) from $.v_cut_history h where h.epoch < c.epoch) from $.v_cut c",
                        row -> Optional.ofNullable(orNull(row, 1)))
                .get(0)
                .orElse(null);
    }

    private List<EquationLine> equation() throws SQLException {
        return equationLines("$.v_equation");
    }

    /** The equation of the last cut that was committed with this epoch or a lower one. Empty: there is none. */
    Optional<EarlierEquation> equationOfEpoch(long epoch) throws SQLException {
        return earlier("epoch <= ? order by epoch desc", epoch);
    }

    /** The equation of the last cut that was committed at this moment or before. Empty: there is none. */
    Optional<EarlierEquation> equationCommittedBy(long millis) throws SQLException {
        return earlier("committed_at <= ? order by committed_at desc, epoch desc", new Timestamp(millis));
    }

    private Optional<EarlierEquation> earlier(String which, Object parameter) throws SQLException {
        String sql =
                "select c.epoch, c.committed_at, c.complete_through, c.total_ratings, c.total_counted, c.total_generated,"
                        + " (select max(epoch) from $.v_cut_history where epoch < c.epoch),"
                        + " (select min(epoch) from $.v_cut_history where epoch > c.epoch),"
                        + " coalesce((select h.restored from $.v_cut h where h.epoch = c.epoch), false)"
                        + " from (select * from $.v_cut_history where " + which + " limit 1) c";
        List<EarlierEquation> found = list(
                sql,
                row -> new EarlierEquation(
                        row.getLong(1),
                        row.getTimestamp(2).getTime(),
                        millisOrNull(row, 3),
                        row.getBoolean(9),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        orNull(row, 7),
                        orNull(row, 8),
                        List.of()),
                parameter);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        EarlierEquation cut = found.get(0);
        return Optional.of(
                cut.with(equationLines("(select * from $.v_equation_history where epoch = ?) as e", cut.epoch())));
    }

    /** Partitions by topic and number, then topics, then the total. */
    private List<EquationLine> equationLines(String from, Object... parameters) throws SQLException {
        return List.copyOf(list(
                "select grain, topic, partition, received, counted, duplicate, superseded, voided, excluded, quarantined,"
                        + " classified, gap, start_offset, end_offset, ticks, control, last_tick_at"
                        + " from " + from + " order by grain, topic, partition",
                row -> new EquationLine(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3) == null ? null : row.getInt(3),
                        row.getLong(4),
                        orNull(row, 5),
                        orNull(row, 6),
                        orNull(row, 7),
                        orNull(row, 8),
                        orNull(row, 9),
                        orNull(row, 10),
                        orNull(row, 11),
                        orNull(row, 12),
                        orNull(row, 13),
                        orNull(row, 14),
                        row.getLong(15),
                        orNull(row, 16),
                        millisOrNull(row, 17)),
                parameters));
    }

    private List<Alert> alerts() throws SQLException {
        return List.copyOf(list(
                "select id, kind, subject, state, message_zh, message_en, since, complete_through, epoch from $.v_alert"
                        + " where state = 'OPEN' order by array_position(" + FIRST_ALERTS
                        + ", kind), since desc nulls last, id",
                row -> new Alert(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        millisOrNull(row, 7),
                        millisOrNull(row, 8),
                        row.getLong(9))));
    }

    private Set<Integer> settledMonths() throws SQLException {
        return new HashSet<>(list(
                // A total goes over rows of several rules: it is settled once the last of them has closed the month.
                "select (extract(year from month) * 12 + extract(month from month) - 1)::int from $.v_rules_cutoff"
                        + " group by month having min(settlement) = 'settled'"
                        + " and count(*) = (select count(*) from $.v_rules)",
                row -> row.getInt(1)));
    }

    private static Long orNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static Long millisOrNull(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.getTime();
    }

    /** @param sql with {@code $} for the schema */
    private <T> List<T> list(String sql, Row<T> as, Object... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql.replace("$", schema))) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(as.of(row));
                }
            }
            return rows;
        }
    }
}
