package io.haochaping.dashboard;

import io.haochaping.dashboard.cut.StoreAddress;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.schemas.store.StoreMigrations;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.Cut;
import io.haochaping.store.CutSettings;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.RulesTable;
import io.haochaping.store.StoreCommitter;
import io.haochaping.store.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store of its own on one real PostgreSQL server, written by the committer of the jobs and read as a member of {@code haochaping_reader}. */
public final class TestStore {
    public static final String REGION = "440111000000";

    private static final String READER = "dashboard_reader";
    private static final String LINEAGE = "00000000-0000-0000-0000-00000000000a";
    private static final Duration THREE_DAYS = Duration.ofDays(3);
    private static final CutSettings SETTINGS = new CutSettings(
            THREE_DAYS.toMillis(),
            Duration.ofDays(900).toMillis(),
            Duration.ofDays(900).toMillis(),
            Duration.ofDays(900).toMillis(),
            "review.bad",
            "alert");
    private static final PostgresServer SERVER = start();
    private static final String SCHEMA = "s";

    private final String url;
    private final StoreCommitter committer;
    private final Map<RowKey, Tally> rows = new HashMap<>();
    private Connection owner;
    private int cuts;
    private long ratings;
    private long generated;

    private TestStore(String url) {
        this.url = url;
        this.committer = new StoreCommitter(ownersAddress(), SETTINGS);
    }

    public static TestStore fresh() {
        TestStore store = new TestStore(copy());
        store.execute("do $do$ begin create role " + READER + " login password 'reader' in role haochaping_reader;"
                + " exception when duplicate_object then null; end $do$");
        return store;
    }

    private static String copy() {
        try {
            return SERVER.copyOf(
                    "migrated", url -> StoreMigrations.migrate(url, SERVER.user(), SERVER.password(), SCHEMA));
        } catch (SQLException failure) {
            throw new IllegalStateException("no store could be made", failure);
        }
    }

    /** As the job does when it opens the store. */
    public TestStore under(RuleBook book) throws SQLException {
        RulesTable.add(ownersAddress(), book);
        return this;
    }

    private io.haochaping.store.StoreAddress ownersAddress() {
        return new io.haochaping.store.StoreAddress(url, SERVER.user(), SERVER.password(), SCHEMA);
    }

    public StoreAddress address() {
        return new StoreAddress(url, READER, "reader", SCHEMA);
    }

    /** Commits a cut in which these rows come to stand as given; a zero takes one away. */
    public void commit(String completeThrough, Map<RowKey, Tally> changed) throws SQLException {
        long through = completeThrough == null ? -1 : millis(completeThrough);
        List<RowUpdate> updates = new ArrayList<>();
        changed.forEach((key, after) -> {
            Tally before = rows.getOrDefault(key, Tally.ZERO);
            updates.add(new RowUpdate(key, after, before));
            rows.put(key, after);
            if (key.kind() == RowKind.HOUR) {
                ratings += after.ratings() - before.ratings();
                generated += after.get(Figure.GENERATED_DEFAULTS) - before.get(Figure.GENERATED_DEFAULTS);
            }
        });
        updates.add(new RowUpdate(
                RowKey.equation(new ByteWriter(64), "rating.web", 0, "rating"),
                Tally.of(Figure.COUNTED, ratings - generated),
                Tally.ZERO));
        commit(through, updates, false);
    }

    /** Writes everything again, as after a rebuild. */
    public void restate(String completeThrough) throws SQLException {
        List<RowUpdate> updates = new ArrayList<>();
        rows.forEach((key, tally) -> updates.add(new RowUpdate(key, tally, Tally.ZERO)));
        commit(millis(completeThrough), updates, true);
    }

    private void commit(long through, List<RowUpdate> updates, boolean restatement) throws SQLException {
        long counted = ratings - generated;
        String predecessor = cuts == 0 ? "" : "cut-" + cuts;
        cuts++;
        StoreCommitter.Outcome outcome = committer.commit(new Cut(
                "cut-" + cuts,
                predecessor,
                LINEAGE,
                0,
                through,
                new TreeMap<>(Map.of("rules", "aa")),
                "decisions",
                "test",
                restatement,
                new Totals(ratings, counted, generated, counted, counted),
                List.of(new PartitionProgress(
                        new TopicPartition("rating.web", 0), 0, counted + cuts, counted, cuts, -1)),
                updates,
                List.of(),
                List.of()));
        if (outcome != StoreCommitter.Outcome.COMMITTED) {
            throw new IllegalStateException("The cut was not committed: " + outcome);
        }
    }

    /** Runs SQL as the owner; {@code $.} stands for the schema. */
    public void execute(String sql) {
        try (Statement statement = owner().createStatement()) {
            statement.execute(in(sql));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    /** All rows as text, columns joined by |, NULL as -; {@code $.} stands for the schema. */
    public List<String> rows(String sql) {
        List<String> found = new ArrayList<>();
        try (Statement statement = owner().createStatement();
                ResultSet row = statement.executeQuery(in(sql))) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    String cell = row.getString(column);
                    cells.add(cell == null ? "-" : cell);
                }
                found.add(String.join("|", cells));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
        return found;
    }

    /** One for all questions of a test: opening one costs more than most answers. */
    private Connection owner() throws SQLException {
        if (owner == null) {
            owner = DriverManager.getConnection(url, SERVER.user(), SERVER.password());
        }
        return owner;
    }

    private String in(String sql) {
        return sql.replace("$.", SCHEMA + ".");
    }

    public static long millis(String instant) {
        return OffsetDateTime.parse(instant).toInstant().toEpochMilli();
    }

    public static RowKey hour(long time, Part part, String department, String venue, String channel, String region) {
        return hour(time, part, department, venue, channel, region, "builtin-1");
    }

    public static RowKey hour(
            long time, Part part, String department, String venue, String channel, String region, String version) {
        return RowKey.hour(
                new ByteWriter(64),
                time,
                part,
                new Dimensions(region, department, venue, "item-1", channel, ""),
                version);
    }

    public static RowKey hour(String time, String department, String channel) {
        return hour(millis(time), Part.IN_TIME, department, "hall-1", channel, REGION);
    }

    public static RowKey minute(String time, String department, String channel) {
        return minute(millis(time), department, channel, REGION);
    }

    public static RowKey minute(long time, String department, String channel, String region) {
        return RowKey.minute(new ByteWriter(64), time, new Dimensions(region, department, "", "", channel, ""));
    }

    public static RowKey bad(String time, String department, String tags) {
        return RowKey.bad(
                new ByteWriter(64),
                "SCOPE",
                "CASE-" + time,
                1,
                2,
                millis(time),
                new Dimensions(REGION, department, "hall-1", "item-1", "web", ""),
                tags,
                true);
    }

    /** Figures or numbers, each with its amount behind it. */
    public static Tally tally(Object... figuresAndAmounts) {
        TallyAccumulator tally = new TallyAccumulator();
        for (int i = 0; i < figuresAndAmounts.length; i += 2) {
            int number =
                    figuresAndAmounts[i] instanceof Figure figure ? figure.number() : (Integer) figuresAndAmounts[i];
            tally.add(number, ((Number) figuresAndAmounts[i + 1]).longValue());
        }
        return tally.toTally();
    }

    private static PostgresServer start() {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            PostgresServer server = PostgresServer.start(
                    Files.createTempDirectory(target, "store").toAbsolutePath());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
