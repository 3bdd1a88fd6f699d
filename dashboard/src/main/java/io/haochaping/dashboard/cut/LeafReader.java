package io.haochaping.dashboard.cut;

import static io.haochaping.domain.tally.Figure.*;

import io.haochaping.dashboard.figures.Cells;
import io.haochaping.dashboard.figures.CodeBook;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.TallyAccumulator;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads hour leaves and minutes and adds them up to cells, in the transaction of its connection. */
final class LeafReader {
    private static final List<Figure> PER_MINUTE = List.of(
            LEVEL_1,
            LEVEL_2,
            LEVEL_3,
            LEVEL_4,
            LEVEL_5,
            DEFAULT_1,
            DEFAULT_2,
            DEFAULT_3,
            DEFAULT_4,
            DEFAULT_5,
            REAL_NAME_BAD,
            UNMATCHED,
            ACCEPTED,
            SERVED,
            COMPLETED,
            RATED_CASES,
            TIMED,
            CALENDAR_SECONDS,
            ORDER_OPENED,
            ORDER_RECTIFIED,
            VOIDS,
            COMPLAINTS);
    private static final List<Column> MINUTE_COLUMNS = Column.of(PER_MINUTE);
    private static final List<Column> HOUR_COLUMNS = Column.of(
            Stream.concat(PER_MINUTE.stream(), Stream.of(GENERATED_DEFAULTS)).toList());
    private static final int ROWS_PER_FETCH = 10_000;
    /** Minutes are not kept by venue. */
    private static final String NO_VENUE = "";

    private final Connection connection;
    private final String schema;
    private final CodeBook codes;
    private final LeafCopy copy;

    LeafReader(Connection connection, String schema, CodeBook codes) {
        this.connection = connection;
        this.schema = schema;
        this.codes = codes;
        this.copy = new LeafCopy(codes, HOUR_COLUMNS);
    }

    /** The cells of the hours from one instant until before another, in milliseconds. */
    Cells hours(long from, long until) throws SQLException {
        Map<Long, TallyAccumulator> sums = new HashMap<>();
        copy.read(
                connection,
                "select " + copied() + " from " + schema + ".v_hour_part where hour >= " + instant(from)
                        + " and hour < " + instant(until),
                sums);
        return Cells.of(new TreeMap<>(sums));
    }

    private static String copied() {
        return "region, department, venue, channel, " + Column.list(HOUR_COLUMNS)
                + ", calendar_buckets, calendar_counts";
    }

    /** The leaves of an hour. */
    Map<UUID, HeldLeaves.Leaf> leaves(long hour) throws SQLException {
        return leavesWhere("hour = " + instant(hour)).getOrDefault(hour, Map.of());
    }

    /** The leaves of an hour that the cuts after an epoch wrote. */
    Map<UUID, HeldLeaves.Leaf> leaves(long hour, long afterEpoch) throws SQLException {
        return leavesWhere("hour = " + instant(hour) + " and epoch > " + afterEpoch)
                .getOrDefault(hour, Map.of());
    }

    /** The leaves that the cuts after an epoch wrote in the hours from an instant on, by the start of their hour. Each of the cuts must say which they are. */
    Map<Long, Map<UUID, HeldLeaves.Leaf>> written(long afterEpoch, long from) throws SQLException {
        return leavesWhere("hour >= " + instant(from) + " and id = any (array(select id from " + schema
                + ".v_written_leaf where epoch > " + afterEpoch + "))");
    }

    private Map<Long, Map<UUID, HeldLeaves.Leaf>> leavesWhere(String condition) throws SQLException {
        return copy.leaves(
                connection,
                "select extract(epoch from hour)::bigint, id, " + copied() + " from " + schema + ".v_hour_part where "
                        + condition);
    }

    /** Whole seconds: hours and days begin with one. */
    private static String instant(long millis) {
        return "to_timestamp(" + millis / 1_000 + ")";
    }

    /** The cells of the hours from one instant until before another, of some departments alone. */
    Cells hours(long from, long until, Collection<String> departments) throws SQLException {
        String sql = "select region, department, venue, channel, calendar_buckets, calendar_counts, "
                + Column.list(HOUR_COLUMNS) + " from " + schema
                + ".v_hour_part where hour >= ? and hour < ? and department = any (?)";
        Map<Long, TallyAccumulator> sums = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setFetchSize(ROWS_PER_FETCH);
            query.setTimestamp(1, new Timestamp(from));
            query.setTimestamp(2, new Timestamp(until));
            query.setArray(3, connection.createArrayOf("text", departments.toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    long key = codes.key(row.getString(2), row.getString(3), row.getString(4), row.getString(1));
                    TallyAccumulator sum = sums.computeIfAbsent(key, cell -> new TallyAccumulator());
                    addFigures(sum, row, HOUR_COLUMNS, 7);
                    addBuckets(sum, row.getArray(5), row.getArray(6));
                }
            }
        }
        return Cells.of(new TreeMap<>(sums));
    }

    /** The cells of each of the minutes, by its start in milliseconds; one without rows is missing. */
    Map<Long, Cells> minutes(Collection<Long> minutes) throws SQLException {
        if (minutes.isEmpty()) {
            return Map.of();
        }
        String sql = "select minute, region, department, channel, " + Column.list(MINUTE_COLUMNS) + " from " + schema
                + ".v_live_minute where minute = any (?)";
        Map<Long, Map<Long, TallyAccumulator>> sums = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setFetchSize(ROWS_PER_FETCH);
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "timestamptz", minutes.stream().map(Timestamp::new).toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    long key = codes.key(row.getString(3), NO_VENUE, row.getString(4), row.getString(2));
                    TallyAccumulator sum = sums.computeIfAbsent(
                                    row.getTimestamp(1).getTime(), minute -> new HashMap<>())
                            .computeIfAbsent(key, cell -> new TallyAccumulator());
                    addFigures(sum, row, MINUTE_COLUMNS, 5);
                }
            }
        }
        return sums.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Cells.of(new TreeMap<>(entry.getValue()))));
    }

    private static void addFigures(TallyAccumulator sum, ResultSet row, List<Column> columns, int firstColumn)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            long amount = row.getLong(firstColumn + i);
            if (amount != 0) {
                sum.add(columns.get(i).number(), amount);
            }
        }
    }

    private static void addBuckets(TallyAccumulator sum, Array buckets, Array counts) throws SQLException {
        if (buckets == null) {
            return;
        }
        Integer[] numbers = (Integer[]) buckets.getArray();
        Long[] cases = (Long[]) counts.getArray();
        for (int i = 0; i < numbers.length; i++) {
            sum.add(CALENDAR_BUCKETS + numbers[i], cases[i]);
        }
    }
}
