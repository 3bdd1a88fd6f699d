package io.haochaping.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.Cut;
import io.haochaping.store.CutSettings;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import io.haochaping.store.Totals;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A store into which cuts are committed as a job commits them. What the page must show is asked of the store's views in SQL, which share no code with the
 * dashboard.
 */
final class BrowsedStore implements AutoCloseable {
    static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String SCHEMA = "haochaping";
    private static final String LINEAGE = "00000000-0000-0000-0000-00000000000a";
    private static final TopicPartition SOURCE = new TopicPartition("rating.web", 0);
    private static final CutSettings SETTINGS = new CutSettings(
            Duration.ofDays(3).toMillis(),
            Duration.ofDays(900).toMillis(),
            Duration.ofDays(1).toMillis(),
            Duration.ofDays(2).toMillis(),
            "review.bad",
            "alert");

    private final PostgresServer server;
    private final StoreCommitter committer;
    private final Map<RowKey, Tally> rows = new LinkedHashMap<>();
    private final Map<RowKey, Tally> written = new LinkedHashMap<>();
    private final SortedMap<String, String> decisions = new TreeMap<>(Map.of("rules", "r1"));
    private long lost;
    private int cuts;
    private int cases;

    BrowsedStore(Path folder) {
        server = PostgresServer.start(folder);
        StoreAddress address = new StoreAddress(server.jdbcUrl(), server.user(), server.password(), SCHEMA);
        address.migrate();
        committer = new StoreCommitter(address, SETTINGS);
    }

    String url() {
        return server.jdbcUrl();
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    String schema() {
        return SCHEMA;
    }

    /** Ratings that people gave, in the hour and the minute of that instant, and a bad review for each of level 1. */
    BrowsedStore rate(Instant at, String department, String venue, String channel, int level, int times) {
        count(at, department, venue, channel, new TallyAccumulator().add(Figure.level(level), times));
        for (int i = 0; level <= 2 && i < times; i++) {
            Dimensions where = where(department, venue, channel);
            RowKey bad = RowKey.bad(
                    new ByteWriter(64),
                    "gd",
                    "case-" + ++cases,
                    1,
                    level,
                    at.toEpochMilli(),
                    where,
                    "115;209",
                    i % 2 == 0);
            add(bad, Tally.of(Figure.OPEN, 1));
        }
        return this;
    }

    /** Completed cases that took so many seconds each; nobody has rated them. */
    BrowsedStore complete(Instant at, String department, String venue, int cases, int seconds) {
        TallyAccumulator tally = new TallyAccumulator()
                .add(Figure.COMPLETED, cases)
                .add(Figure.TIMED, cases)
                .add(Figure.CALENDAR_SECONDS, (long) cases * seconds);
        RowKey minute = minute(at, department, venue, "on-site");
        add(minute, tally.toTally());
        add(
                hour(at, department, venue, "on-site"),
                tally.add(Figure.CALENDAR_BUCKETS + bucket(seconds), cases).toTally());
        return this;
    }

    /** docs/counting.md, section 6. */
    private static int bucket(int seconds) {
        int exponent = 31 - Integer.numberOfLeadingZeros(seconds);
        return seconds < 128 ? seconds : ((exponent - 6) << 7) + ((seconds >> (exponent - 7)) & 127);
    }

    /** From the next cut on so many records are received that stand in no class. */
    BrowsedStore lose(long records) {
        lost = records;
        return this;
    }

    private void count(Instant at, String department, String venue, String channel, TallyAccumulator tally) {
        add(hour(at, department, venue, channel), tally.toTally());
        add(minute(at, department, venue, channel), tally.toTally());
    }

    private static RowKey hour(Instant at, String department, String venue, String channel) {
        long hour = at.truncatedTo(ChronoUnit.HOURS).toEpochMilli();
        return RowKey.hour(new ByteWriter(64), hour, Part.IN_TIME, where(department, venue, channel), "builtin-1");
    }

    private static RowKey minute(Instant at, String department, String venue, String channel) {
        long minute = at.truncatedTo(ChronoUnit.MINUTES).toEpochMilli();
        return RowKey.minute(new ByteWriter(64), minute, where(department, venue, channel));
    }

    private static Dimensions where(String department, String venue, String channel) {
        return new Dimensions("440111000000", department, venue, "item-1", channel, "");
    }

    private void add(RowKey key, Tally tally) {
        rows.merge(key, tally, Tally::plus);
    }

    /** Commits what was added since the last cut, complete through that instant. */
    void commit(Instant completeThrough) throws SQLException {
        long counted = rows.entrySet().stream()
                .filter(row -> row.getKey().kind() == RowKind.HOUR)
                .mapToLong(row -> row.getValue().ratings())
                .sum();
        if (counted > 0) {
            rows.put(
                    RowKey.equation(new ByteWriter(64), SOURCE.topic(), SOURCE.partition(), "rating"),
                    Tally.of(Figure.COUNTED, counted));
        }
        long received = counted + lost;
        long through = completeThrough.toEpochMilli();
        PartitionProgress read = new PartitionProgress(SOURCE, 0, received + 3, received, 2, through);
        Cut cut = new Cut(
                "browsed/" + (cuts + 1),
                cuts == 0 ? "" : "browsed/" + cuts,
                LINEAGE,
                0,
                through,
                decisions,
                "digest-of-decisions",
                "code-of-the-test",
                false,
                new Totals(counted, counted, 0, received, counted),
                List.of(read),
                changes(),
                List.of(),
                lost == 0 ? List.of() : List.of(new Cut.EquationGap(SOURCE.topic(), 0, received, counted)));
        assertThat(committer.commit(cut)).isEqualTo(StoreCommitter.Outcome.COMMITTED);
        cuts++;
        written.putAll(rows);
    }

    private List<RowUpdate> changes() {
        List<RowUpdate> changes = new ArrayList<>();
        rows.forEach((key, after) -> {
            Tally before = written.getOrDefault(key, Tally.ZERO);
            if (!after.equals(before)) {
                changes.add(new RowUpdate(key, after, before));
            }
        });
        return changes;
    }

    void markRestored() throws SQLException {
        committer.markRestored();
    }

    long epoch() throws SQLException {
        return Long.parseLong(rows("select epoch from $.v_cut").get(0).get(0));
    }

    /** All rows as text, NULL as an empty one. $ stands for the schema. */
    List<List<String>> rows(String sql) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql.replace("$.", SCHEMA + "."))) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    String value = found.getString(column);
                    row.add(value == null ? "" : value);
                }
                all.add(row);
            }
        }
        return all;
    }

    @Override
    public void close() {
        committer.close();
        server.close();
    }
}
