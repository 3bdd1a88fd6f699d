package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.row.RowKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Snapshots of published periods, in the schema that readers know. They are added and never changed (docs/decisions/0100). */
public final class SnapshotTable {
    private static final int ROWS_AT_A_TIME = 5_000;
    private static final String TAKEN = "pg_temp.taken_row";

    private final Connection connection;
    private final String schema;

    /**
     * @param connection outside of auto-commit; the caller's transaction is used throughout
     * @param schema that readers know the store by
     */
    public SnapshotTable(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** In the order of their numbers. */
    public List<Snapshot> all() throws SQLException {
        try (PreparedStatement select = select("order by number")) {
            return read(select);
        }
    }

    public Optional<Snapshot> of(long number) throws SQLException {
        try (PreparedStatement select = select("where number = ?")) {
            select.setLong(1, number);
            return read(select).stream().findFirst();
        }
    }

    /** The one that no later one restates; empty: the period has none. */
    public Optional<Snapshot> latest(LocalDate firstDay, LocalDate lastDay) throws SQLException {
        try (PreparedStatement select = select("where first_day = ? and last_day = ? order by number desc limit 1")) {
            select.setObject(1, firstDay);
            select.setObject(2, lastDay);
            return read(select).stream().findFirst();
        }
    }

    private PreparedStatement select(String which) throws SQLException {
        return connection.prepareStatement("select * from " + schema + ".snapshot " + which);
    }

    private static List<Snapshot> read(PreparedStatement select) throws SQLException {
        List<Snapshot> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long restates = row.getLong("restates");
                boolean isFirst = row.wasNull();
                found.add(new Snapshot(
                        row.getLong("number"),
                        row.getObject("first_day", LocalDate.class),
                        row.getObject("last_day", LocalDate.class),
                        Optional.ofNullable(row.getTimestamp("cut_off")).map(Timestamp::toInstant),
                        row.getBoolean("provisional"),
                        StoredCut.read(row),
                        row.getLong("rows"),
                        row.getString("digest"),
                        row.getString("predecessor"),
                        row.getTimestamp("taken_at").toInstant(),
                        row.getString("taken_by"),
                        row.getString("reason"),
                        isFirst ? OptionalLong.empty() : OptionalLong.of(restates),
                        row.getLong("differing_rows"),
                        row.getString("seal")));
            }
        }
        return found;
    }

    /**
     * When the last of the rules that leaves of a month were counted by closes it: a figure that adds up rows of several rules changes until then. Rules that no leaf of the month
     * carries, because they begin later, do not matter. A month without leaves closes as the standard says.
     *
     * @param store schema of the rows
     * @return empty: the calendar of one of them does not say it yet
     */
    public Optional<Instant> cutOff(String store, YearMonth month) throws SQLException {
        String sql = "with standard as (select (select cut_off from %1$s.month_cutoff where month = ?) as closes)"
                + " select case when count(l.rules_version) = 0 then (select closes from standard)"
                + " when count(*) = count(closes) then max(closes) end from"
                + " (select distinct rules_version from %1$s.hour_leaf where hour >= ? and hour < ?) l"
                + " left join %1$s.rules_version v on v.version = l.rules_version"
                + " cross join lateral (select case when v.cut_off_days is null then (select closes from standard)"
                + " else (select w.cut_off from %1$s.working_day_cutoff w"
                + " where w.working_days = v.cut_off_days and w.month = ?) end as closes) c";
        try (PreparedStatement select = connection.prepareStatement(sql.formatted(store))) {
            select.setObject(1, month.atDay(1));
            select.setObject(2, time(begin(month)));
            select.setObject(3, time(begin(month.plusMonths(1))));
            select.setObject(4, month.atDay(1));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
            }
        }
    }

    /** The last settled one of a period: a change behind it is a restatement. */
    public Optional<Snapshot> latestSettled(LocalDate firstDay, LocalDate lastDay) throws SQLException {
        try (PreparedStatement select =
                select("where first_day = ? and last_day = ? and not provisional order by number desc limit 1")) {
            select.setObject(1, firstDay);
            select.setObject(2, lastDay);
            return read(select).stream().findFirst();
        }
    }

    /**
     * Rows that may become a snapshot.
     *
     * @param standing the latest snapshot of the same period
     * @param differing rows that are not the same as there
     * @param changedByHand how many are not as the committer wrote them, {@code firstChanged} the first of them
     */
    public record Draft(
            LocalDate firstDay,
            LocalDate lastDay,
            long rows,
            String digest,
            Optional<Snapshot> standing,
            long differing,
            long changedByHand,
            Optional<RowKey> firstChanged) {}

    /**
     * Takes the rows of a period to one side; once in a transaction, which must be repeatable read for them to be those of one cut.
     *
     * @param store schema of the rows
     */
    public Draft draft(String store, LocalDate firstDay, LocalDate lastDay) throws SQLException {
        execute("create temp table taken_row (row_key text collate \"C\" not null, figures text not null,"
                + " epoch bigint not null, row_hash bytea not null) on commit drop");
        RowScope scope = Snapshot.scope(firstDay, lastDay);
        long changed = 0;
        Optional<RowKey> firstChanged = Optional.empty();
        try (RowBatch taken = new RowBatch(
                connection,
                "insert into " + TAKEN + " select * from unnest(?::text[], ?::text[], ?::bigint[], ?::bytea[])",
                List.of("text", "text", "bigint", "bytea"))) {
            for (RowTable table : RowTable.values()) {
                if (table.within(scope).isPresent()) {
                    try (RowStream rows = RowStream.ofTable(connection, table, store, scope)) {
                        for (; rows.there(); rows.advance()) {
                            RowComparison.Side row = rows.row();
                            if (!row.fits()) {
                                changed++;
                                firstChanged = firstChanged.or(() -> Optional.of(row.key()));
                            }
                            taken.add(
                                    StoreText.of(row.key().toString()),
                                    row.figures().toString(),
                                    rows.epoch(),
                                    rows.hash());
                        }
                    }
                }
            }
        }
        RowComparison.Summary summary = digest("from " + TAKEN);
        Optional<Snapshot> standing = latest(firstDay, lastDay);
        long differing = standing.isPresent() ? differing(standing.get().number()) : 0;
        return new Draft(
                firstDay, lastDay, summary.rows(), summary.digest(), standing, differing, changed, firstChanged);
    }

    private long differing(long earlier) throws SQLException {
        String sql = "select count(*) from " + TAKEN + " a full join (select row_key, figures from " + schema
                + ".snapshot_row where snapshot = ?) b on b.row_key = a.row_key"
                + " where a.figures is distinct from b.figures";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, earlier);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Makes a snapshot of the draft of this transaction.
     *
     * @param cut whose rows they are
     * @param office that publishes; empty: the role of the database stands alone. No login of a person is kept
     */
    public Snapshot keep(
            Draft draft, StoredCut cut, Optional<Instant> cutOff, boolean provisional, String office, String reason)
            throws SQLException {
        List<Snapshot> last;
        try (PreparedStatement select = select("order by number desc limit 1")) {
            last = read(select);
        }
        String role = one("select session_user");
        long number = last.isEmpty() ? 1 : last.get(0).number() + 1;
        Snapshot snapshot = new Snapshot(
                        number,
                        draft.firstDay(),
                        draft.lastDay(),
                        cutOff,
                        provisional,
                        cut,
                        draft.rows(),
                        draft.digest(),
                        last.isEmpty() ? "" : last.get(0).seal(),
                        now(),
                        office.isEmpty() ? role : office + " (" + role + ")",
                        reason,
                        draft.standing().map(it -> OptionalLong.of(it.number())).orElseGet(OptionalLong::empty),
                        draft.differing(),
                        "")
                .sealed();
        execute("insert into " + schema
                + ".snapshot_row (snapshot, position, row_key, figures, epoch, row_hash) select " + number
                + ", row_number() over (order by row_key), row_key, figures, epoch, row_hash from " + TAKEN);
        insert(snapshot);
        return snapshot;
    }

    private Instant now() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select date_trunc('milliseconds', now())")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    private void insert(Snapshot snapshot) throws SQLException {
        StoredCut cut = snapshot.cut();
        String sql = "insert into " + schema + ".snapshot (number, first_day, last_day, cut_off, provisional, epoch,"
                + " cut_name, committed_at, complete_through, total_ratings, decision_names, decision_digests,"
                + " decision_set_digest, code_version, topics, partitions, start_offsets, end_offsets, received, ticks,"
                + " last_ticks, rows, digest, predecessor, seal, taken_at, taken_by, reason, restates, differing_rows)"
                + " values (" + "?, ".repeat(29) + "?)";
        List<Object> values = new ArrayList<>();
        values.add(snapshot.number());
        values.add(snapshot.firstDay());
        values.add(snapshot.lastDay());
        values.add(snapshot.cutOff().map(SnapshotTable::time).orElse(null));
        values.add(snapshot.provisional());
        values.add(cut.epoch());
        values.add(cut.name());
        values.add(time(cut.committedAt()));
        values.add(cut.completeThrough() < 0 ? null : time(Instant.ofEpochMilli(cut.completeThrough())));
        values.add(cut.ratings());
        values.add(array("text", cut.decisions().keySet().toArray()));
        values.add(array("text", cut.decisions().values().toArray()));
        values.add(cut.decisionSetDigest());
        values.add(cut.codeVersion());
        values.add(array("text", cut, read -> read.source().topic()));
        values.add(array("int", cut, read -> read.source().partition()));
        values.add(array("bigint", cut, PartitionProgress::startOffset));
        values.add(array("bigint", cut, PartitionProgress::endOffset));
        values.add(array("bigint", cut, PartitionProgress::received));
        values.add(array("bigint", cut, PartitionProgress::ticks));
        values.add(array("bigint", cut, PartitionProgress::lastTick));
        values.add(snapshot.rows());
        values.add(snapshot.digest());
        values.add(snapshot.predecessor());
        values.add(snapshot.seal());
        values.add(time(snapshot.takenAt()));
        values.add(snapshot.takenBy());
        values.add(snapshot.reason());
        values.add(snapshot.restates().isPresent() ? snapshot.restates().getAsLong() : null);
        values.add(snapshot.differingRows());
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                insert.setObject(i + 1, values.get(i));
            }
            insert.executeUpdate();
        }
    }

    private static Instant begin(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneId.of("Asia/Shanghai")).toInstant();
    }

    private static Object time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    private Array array(String type, StoredCut cut, Function<PartitionProgress, Object> field) throws SQLException {
        return array(type, cut.partitions().stream().map(field).toArray());
    }

    /** Number and digest of the rows of a snapshot, as they stand there now. */
    public RowComparison.Summary digest(long number) throws SQLException {
        return digest("from " + schema + ".snapshot_row where snapshot = " + number);
    }

    /** In the order of the bytes of their keys: per row key and figures, LF behind each. */
    private RowComparison.Summary digest(String rows) throws SQLException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        long count = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            try (ResultSet row =
                    statement.executeQuery("select row_key, figures " + rows + " order by row_key, figures")) {
                for (; row.next(); count++) {
                    sha256.update((row.getString(1) + "\n" + row.getString(2) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return new RowComparison.Summary(count, 0, HexFormat.of().formatHex(sha256.digest()));
    }

    /** What of a snapshot no longer holds. */
    public enum Flaw {
        /** There are later snapshots, or rows of it, and it is gone. */
        MISSING,
        /** Its rows are not those of its digest. */
        ROWS,
        /** What it says of itself is not what was sealed. */
        SEAL,
        /** It does not name the seal of the one before. */
        CHAIN
    }

    /** Which snapshot does not hold, and why. */
    public record Broken(long number, Flaw flaw) {}

    /** Recomputes every digest and seal and walks the chain from the first snapshot on; empty: all of it holds. */
    public Optional<Broken> firstBroken() throws SQLException {
        long expected = 1;
        String predecessor = "";
        for (Snapshot snapshot : all()) {
            if (snapshot.number() != expected) {
                return Optional.of(new Broken(expected, Flaw.MISSING));
            }
            Optional<Flaw> flaw = flaw(snapshot, predecessor);
            if (flaw.isPresent()) {
                return flaw.map(it -> new Broken(snapshot.number(), it));
            }
            predecessor = snapshot.seal();
            expected++;
        }
        String orphan = one("select min(snapshot) from " + schema + ".snapshot_row where snapshot >= " + expected);
        return Optional.ofNullable(orphan).map(number -> new Broken(Long.parseLong(number), Flaw.MISSING));
    }

    private Optional<Flaw> flaw(Snapshot snapshot, String predecessor) throws SQLException {
        if (!isWhole(snapshot)) {
            return Optional.of(Flaw.ROWS);
        }
        if (!snapshot.seal().equals(snapshot.computedSeal())) {
            return Optional.of(Flaw.SEAL);
        }
        return snapshot.predecessor().equals(predecessor) ? Optional.empty() : Optional.of(Flaw.CHAIN);
    }

    /** Whether its rows are those of its digest. */
    public boolean isWhole(Snapshot snapshot) throws SQLException {
        RowComparison.Summary now = digest(snapshot.number());
        return now.rows() == snapshot.rows() && now.digest().equals(snapshot.digest());
    }

    /** A row that a restatement changed; a side without the row is empty. */
    public record Change(String row, Optional<String> before, Optional<String> after) {}

    /** The first so many rows, by key, in which a snapshot differs from the one that it restates. */
    public List<Change> changes(long number, int limit) throws SQLException {
        List<Change> changes = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select row_key, before, after from " + schema
                + ".v_snapshot_change where snapshot = ? order by row_key limit ?")) {
            select.setLong(1, number);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    changes.add(new Change(
                            row.getString(1),
                            Optional.ofNullable(row.getString(2)),
                            Optional.ofNullable(row.getString(3))));
                }
            }
        }
        return changes;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
