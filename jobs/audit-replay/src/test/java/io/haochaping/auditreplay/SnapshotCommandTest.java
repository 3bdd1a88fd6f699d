package io.haochaping.auditreplay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.store.ShownStore;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.Cut;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import io.haochaping.store.StoreSwitch;
import io.haochaping.store.Totals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Months that are frozen by the command, on a real database. */
class SnapshotCommandTest {
    private static final Instant CLOSES = Instant.parse("2026-11-12T16:00:00Z");
    private static final Instant BEFORE = CLOSES.minusMillis(1);
    private static final RowKey LEAF = leaf("hall");
    private static final RowKey OTHER = leaf("web");

    @TempDir
    static Path folder;

    private static PostgresServer postgres;

    private String said;
    private String complained;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start(folder.resolve("postgres"));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private static RowKey leaf(String channel) {
        long time = Instant.parse("2026-10-03T01:00:00Z").toEpochMilli();
        Dimensions at = new Dimensions("440100000000", "d", "hall-1", "item-1", channel, "");
        return RowKey.hour(new ByteWriter(64), time, Part.IN_TIME, at, "builtin-1");
    }

    /** A store of its own with a configuration; {@code shownAs} is its own name but for a rebuild. */
    private record Store(StoreAddress address, String shownAs, int[] commits) {
        static Store fresh(String schema) throws Exception {
            Store store = of(schema, schema);
            execute("insert into " + schema + ".month_cutoff values ('2026-10-01', '" + CLOSES + "')");
            return store;
        }

        static Store of(String schema, String shownAs) {
            StoreAddress address = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), schema);
            address.migrate();
            return new Store(address, shownAs, new int[1]);
        }

        Path config() throws Exception {
            String text = """
                    kafka:
                      bootstrap-servers: "127.0.0.1:1"
                    store:
                      url: "%s"
                      user: "%s"
                      password: "%s"
                      schema: "%s"
                      shown-as: "%s"
                    live:
                      checkpoint-interval: 100 ms
                    """.formatted(address.url(), address.user(), address.password(), address.schema(), shownAs);
            return Files.writeString(folder.resolve(address.schema() + ".yaml"), text);
        }

        void commit(Instant completeThrough, long received, RowKey row, long level5) throws Exception {
            commit(completeThrough, received, Map.of(row, Tally.of(Figure.LEVEL_5, level5)));
        }

        /** The equations close: what was received is counted. */
        void commit(Instant completeThrough, long received, Map<RowKey, Tally> rows) throws Exception {
            List<RowUpdate> updates = new ArrayList<>();
            rows.forEach((key, figures) -> updates.add(new RowUpdate(key, figures, Tally.ZERO)));
            RowKey equation = RowKey.equation(new ByteWriter(64), "rating.web", 0, "rating");
            updates.add(new RowUpdate(equation, Tally.of(Figure.COUNTED, received), Tally.ZERO));
            int before = commits[0]++;
            Cut cut = new Cut(
                    "a/" + (before + 1),
                    before == 0 ? "" : "a/" + before,
                    new UUID(0, 9).toString(),
                    0,
                    completeThrough.toEpochMilli(),
                    new TreeMap<>(Map.of("rules", "one")),
                    "decided",
                    "test",
                    false,
                    new Totals(received, received, 0, received, received),
                    List.of(new PartitionProgress(
                            new TopicPartition("rating.web", 0), 0, received, received, 0, before)),
                    updates,
                    List.of(),
                    List.of());
            try (StoreCommitter committer =
                    new StoreCommitter(address, config(this).cutSettings())) {
                assertThat(committer.commit(cut)).isEqualTo(StoreCommitter.Outcome.COMMITTED);
            }
        }

        private static LiveConfig config(Store store) throws Exception {
            return LiveConfig.load(store.config(), Map.of());
        }
    }

    private int snapshot(Store store, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--config", store.config().toString()));
        return run(all);
    }

    private int run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = RunSnapshot.run(
                arguments,
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        complained = err.toString(StandardCharsets.UTF_8);
        return exitCode;
    }

    private int take(Store store, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("take", "--month", "2026-10"));
        arguments.addAll(List.of(more));
        return snapshot(store, arguments.toArray(new String[0]));
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(said);
    }

    @Test
    void aMonthIsFrozenOnceItHasClosedAndOnlyOnceWhileItsRowsStay() throws Exception {
        Store store = Store.fresh("once");
        store.commit(CLOSES, 3, LEAF, 3);

        assertThat(take(store)).as(complained).isZero();
        assertThat(said).contains("took snapshot 1", "1  2026-10-01 – 2026-10-31  已定 settled  1 行 rows  ");
        store.commit(CLOSES.plusSeconds(60), 3, Map.of());
        assertThat(take(store, "--json")).isZero();
        assertThat(json().get("isNew").asBoolean()).isFalse();
        assertThat(json().get("snapshot").asLong()).isEqualTo(1);
        assertThat(json().at("/cut/name").asText()).isEqualTo("a/1");
        assertThat(json().get("takenBy").asText()).as("no login of a person").isEqualTo(postgres.user());
        assertThat(number("select count(*) from once.snapshot")).isEqualTo(1);
        assertThat(number("select count(*) from once.snapshot_row")).isEqualTo(1);
    }

    @Test
    void aMonthThatIsOpenIsRefusedOrFrozenAsProvisional() throws Exception {
        Store store = Store.fresh("open");
        store.commit(BEFORE, 3, LEAF, 3);

        assertThat(take(store)).isEqualTo(2);
        assertThat(complained)
                .contains(
                        "2026-10 closes at 2026-11-12T16:00:00Z, and the cut is complete through 2026-11-12T15:59:59.999Z",
                        "--provisional");
        assertThat(number("select count(*) from open.snapshot_row")).isZero();
        assertThat(take(store, "--provisional", "--json")).isZero();
        assertThat(json().get("provisional").asBoolean()).isTrue();
        assertThat(take(store, "--provisional", "--json")).isZero();
        assertThat(json().get("isNew").asBoolean()).isFalse();

        store.commit(CLOSES, 3, Map.of());
        assertThat(take(store, "--provisional", "--json"))
                .as(
                        "what has closed is settled, though its rows are those of the provisional one, and was not published before")
                .isZero();
        assertThat(json().get("provisional").asBoolean()).isFalse();
        assertThat(json().get("restates").asLong()).isEqualTo(1);
        assertThat(json().get("differingRows").asLong()).isZero();
        assertThat(snapshot(store, "take", "--month", "2030-01")).isEqualTo(2);
        assertThat(complained).contains("no calendar of working days says yet when 2030-01 closes");
    }

    @Test
    void aSecondSnapshotOfAMonthIsARestatementWithAReasonAndSaysWhatChanged() throws Exception {
        Store store = Store.fresh("again");
        store.commit(CLOSES, 3, LEAF, 3);
        assertThat(take(store)).isZero();
        store.commit(
                CLOSES.plusSeconds(60),
                5,
                Map.of(LEAF, Tally.of(Figure.LEVEL_5, 4), OTHER, Tally.of(Figure.LEVEL_5, 1)));

        assertThat(take(store)).isEqualTo(2);
        assertThat(complained)
                .contains("2026-10 has the snapshot 1 already, and 2 rows differ from it", "with --reason");
        assertThat(take(store, "--reason", "  ")).as("blank").isEqualTo(2);
        assertThat(take(store, "--reason", "two late ratings", "--by", "市政数局"))
                .as(complained)
                .isZero();
        assertThat(said).contains("took snapshot 2", "重述 restates 1 (2 行 rows)");

        assertThat(snapshot(store, "show", "2")).isZero();
        assertThat(said)
                .contains(
                        "two late ratings",
                        "市政数局 (" + postgres.user() + ")",
                        LEAF + System.lineSeparator() + "  level_5=3" + System.lineSeparator() + "  → level_5=4",
                        OTHER + System.lineSeparator() + "  –" + System.lineSeparator() + "  → level_5=1");
        assertThat(snapshot(store, "show", "1", "--json")).isZero();
        assertThat(json().at("/partitions/0/endOffset").asLong()).isEqualTo(3);
        assertThat(json().at("/decisions/rules").asText()).isEqualTo("one");
        assertThat(snapshot(store, "show", "3")).isEqualTo(2);
        assertThat(complained).contains("there is no snapshot 3");
        assertThat(snapshot(store, "list")).isZero();
        assertThat(said.lines()).hasSize(2);
    }

    @Test
    void nothingIsFrozenOfAStoreThatIsNotWholeOrDoesNotAddUpOrWasChangedByHand() throws Exception {
        Store store = Store.fresh("fault");
        assertThat(take(store)).isEqualTo(1);
        assertThat(complained).contains("the store in schema fault has no cut yet");
        store.commit(CLOSES, 3, LEAF, 3);
        execute("insert into fault.month_cutoff values ('2026-09-01', '2026-10-20T00:00+08')");

        execute("select fault.mark_restored()");
        assertThat(take(store)).isEqualTo(2);
        assertThat(complained).contains("the store was put back and is not whole yet");
        execute("update fault.store_head set restored = false, restored_since = null");

        execute("update fault.cut set received = '{4}'");
        assertThat(take(store)).isEqualTo(2);
        assertThat(complained).contains("an equation has a gap of 1 at rating.web-0");
        execute("update fault.cut set received = '{3}', total_ratings = 4");
        assertThat(take(store)).isEqualTo(2);
        assertThat(complained).contains("an equation has a gap of 1 at ratings");
        execute("update fault.cut set total_ratings = 3");

        execute("update fault.hour_leaf set level_5 = 4");
        assertThat(take(store)).isEqualTo(2);
        assertThat(complained)
                .contains("1 rows of 2026-10 were changed outside the committer, the first is " + LEAF)
                .contains("run ./haochaping audit --month 2026-10");
        execute("update fault.hour_leaf set level_5 = 3");

        try (Connection other = postgres.connect();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('haochaping snapshot of fault', 0))");
            assertThat(take(store)).isEqualTo(2);
            assertThat(complained).contains("another command is just taking a snapshot of fault");
        }
        assertThat(snapshot(store, "take", "--month", "2026-09")).isEqualTo(2);
        assertThat(complained).contains("2026-09 has no row", "check --month and --config");
        assertThat(number("select count(*) from fault.snapshot")).isZero();
        assertThat(take(store)).as(complained).isZero();
    }

    @Test
    void aStoreOfAVersionWithoutSnapshotsIsLeftToItsJob() throws Exception {
        Store store = Store.fresh("elder");
        store.commit(CLOSES, 3, LEAF, 3);
        execute("drop table elder.snapshot, elder.snapshot_row cascade");

        assertThat(take(store)).isEqualTo(2);
        assertThat(complained).contains("请先以本版本启动作业一次", "start the job of this version once");
        assertThat(text("select to_regclass('elder.snapshot') is null")).isEqualTo("t");
        try (Connection other = postgres.connect();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('haochaping snapshot of elder', 0))");
            assertThat(take(store)).isEqualTo(2);
            assertThat(complained)
                    .as("whoever comes second waits before the tables are made, too")
                    .contains("another command is just taking a snapshot of elder");
        }
    }

    @Test
    void aRowThatCannotBeReadIsToldWithItsRemedyAndWithoutItsText() {
        assertThat(FrozenRows.unread(2, 7, false).text().lines())
                .contains("snapshot 2 was changed by hand: its row 7 is no canonical row; put the tables snapshot and")
                .contains("第 7 行不是规范的行；请从备份恢复");
        assertThat(FrozenRows.unread(2, 7, true).text().lines())
                .contains("its row 7 is of a form this version does not read")
                .contains("本版本不能读取");
    }

    @Test
    void verifyWalksTheChainAndNamesTheFirstThatDoesNotHold() throws Exception {
        Store store = Store.fresh("chain");
        store.commit(CLOSES, 3, LEAF, 3);
        assertThat(snapshot(store, "verify")).isZero();
        assertThat(said).contains("there is no snapshot yet");
        assertThat(take(store)).isZero();
        store.commit(CLOSES, 4, LEAF, 4);
        assertThat(take(store, "--reason", "late")).isZero();
        String seal = text("select seal from chain.snapshot where number = 2");

        assertThat(snapshot(store, "verify")).isZero();
        assertThat(said).contains("2 snapshots hold; the last seal is " + seal);
        execute("alter table chain.snapshot_row disable trigger user");
        execute("update chain.snapshot_row set figures = 'level_5=9' where snapshot = 1");

        assertThat(snapshot(store, "verify")).isEqualTo(1);
        assertThat(said).contains("the rows of snapshot 1 do not match its digest");
        assertThat(snapshot(store, "verify", "--json")).isEqualTo(1);
        assertThat(json().get("snapshot").asLong()).isEqualTo(1);

        for (String byHand : List.of("set reason = 'other' where number = 1", "set number = 3 where number = 2")) {
            execute("update chain.snapshot_row set figures = 'level_5=3' where snapshot = 1;"
                    + "alter table chain.snapshot disable trigger user; update chain.snapshot " + byHand);
            assertThat(snapshot(store, "verify")).isEqualTo(1);
            assertThat(said).contains("请从备份恢复", "from a backup", "compare with the seal that was printed");
            execute("update chain.snapshot set reason = '' where number = 1");
        }
    }

    /** Rebuilt under other decisions, shown, and the store of before dropped: what was published stays and is continued. */
    @Test
    void snapshotsStayWhenReadersAreSwitchedAndTheStoreOfBeforeIsDropped() throws Exception {
        Store before = Store.fresh("city");
        before.commit(CLOSES, 3, LEAF, 3);
        assertThat(take(before)).isZero();
        String first = text("select seal from city.v_snapshot");
        Store rebuilt = Store.of("city_2", "city");
        execute("insert into city_2.rebuild (shown_as) values ('city')");
        execute("insert into city_2.month_cutoff values ('2026-10-01', '" + CLOSES + "')");
        rebuilt.commit(CLOSES, 3, OTHER, 3);
        LiveConfig config = LiveConfig.load(rebuilt.config(), Map.of());
        StoreSwitch readers = new StoreSwitch(config.store(), "city", config.cutSettings());
        readers.changeViews(
                RunRebuild.PATIENCE, (connection, shown) -> new ShownStore(connection, "city").prepare("city_2"));
        readers.show("city_2");

        assertThat(take(rebuilt, "--reason", "counted under other rules"))
                .as(complained)
                .isZero();
        assertThat(number("select count(*) from city_2.snapshot"))
                .as("in the schema of the rebuild")
                .isZero();
        assertThat(new RebuildDrop(config).run()).isEqualTo("city");

        assertThat(text("select to_regclass('city.hour_leaf')")).isNull();
        assertThat(snapshot(rebuilt, "verify")).as(complained).isZero();
        assertThat(text("select predecessor from city.v_snapshot where snapshot = 2"))
                .isEqualTo(first);
        assertThat(number("select count(*) from city.v_snapshot_change where snapshot = 2"))
                .isEqualTo(2);
        assertThat(take(rebuilt, "--json")).as(complained).isZero();
        assertThat(json().get("isNew").asBoolean()).isFalse();
    }

    /** Switched back, the rebuild goes with its whole schema; that holds no snapshot unless somebody put one there. */
    @Test
    void aRebuildThatHoldsSnapshotsIsNotDropped() throws Exception {
        Store before = Store.fresh("town");
        before.commit(CLOSES, 3, LEAF, 3);
        assertThat(take(before)).isZero();
        Store rebuilt = Store.of("town_2", "town");
        execute("insert into town_2.rebuild (shown_as) values ('town')");
        rebuilt.commit(CLOSES, 3, OTHER, 3);
        LiveConfig config = LiveConfig.load(rebuilt.config(), Map.of());
        execute("insert into town_2.snapshot select * from town.snapshot");

        assertThat(RunRebuild.run(
                        List.of("drop", "--config", rebuilt.config().toString()),
                        Map.of(),
                        LiveConfig::decisions,
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
                .isEqualTo(1);
        assertThat(number("select count(*) from town_2.snapshot")).isEqualTo(1);
        execute("alter table town_2.snapshot disable trigger user");
        execute("delete from town_2.snapshot");
        assertThat(new RebuildDrop(config).run()).isEqualTo("town_2");
        assertThat(snapshot(before, "verify")).isZero();
        assertThat(number("select count(*) from town.v_snapshot")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', there is no snapshot",
        "tak --config x.yaml, did you mean take",
        "take --config x.yaml, --month is missing",
        "take --config x.yaml --month 2026-13, --month cannot be \"2026-13\"",
        "take --config x.yaml --month 2026-10 --resaon x, did you mean --reason",
        "take --month 2026-10, --config is missing",
        "list --config x.yaml --month 2026-10, there is no option --month",
        "show --config x.yaml, needs the number of a snapshot",
        "show zero --config x.yaml, 'a snapshot has a number from 1 on, not zero'",
        "verify --config nowhere.yaml, nowhere.yaml"
    })
    void whatCannotBeMeantIsRefusedWithTheRemedyAndExitCodeTwo(String arguments, String told) {
        assertThat(run(arguments.isEmpty() ? List.of() : List.of(arguments.split(" "))))
                .isEqualTo(2);
        assertThat(complained).contains(told);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private static String text(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
