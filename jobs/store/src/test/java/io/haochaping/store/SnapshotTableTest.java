package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.DAY;
import static io.haochaping.store.Rows.HOUR;
import static io.haochaping.store.Rows.NINE;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTableTest {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final LocalDate FIRST = OCTOBER.atDay(1);
    private static final LocalDate LAST = OCTOBER.atEndOfMonth();
    /** 2026-10-01T00:00 in Shanghai. */
    private static final long BEGINS = NINE - 9 * HOUR - 2 * DAY;

    private static final RowKey A = Rows.hour(NINE, "a");
    private static final RowKey B = Rows.hour(NINE, "b");
    private static final RowKey TAG = Rows.tag(LAST.toEpochDay(), "t");

    private final Database database = Database.ofItsOwn();
    private int commits;

    private void commit(Map<RowKey, Tally> rows) throws Exception {
        commit(database, ++commits, NINE + commits, rows);
    }

    private static void commit(Database where, int commit, long lastEpoch, Map<RowKey, Tally> rows) throws Exception {
        CutDraft next = cut("a/" + commit)
                .through(NINE)
                .lastEpoch(lastEpoch)
                .decided("rules", "one")
                .read("rating.web", 0, 0, 9 + commit);
        if (commit > 1) {
            next.after("a/" + (commit - 1));
        }
        rows.forEach(next::row);
        try (StoreCommitter committer = new StoreCommitter(where.address(), StoreCommitterTest.SETTINGS)) {
            assertThat(committer.commit(next.draw())).isEqualTo(StoreCommitter.Outcome.COMMITTED);
        }
    }

    private interface Asked<T> {
        T of(SnapshotTable snapshots) throws SQLException;
    }

    private <T> T ask(Asked<T> asked) throws SQLException {
        return ask(database, asked);
    }

    private static <T> T ask(Database database, Asked<T> asked) throws SQLException {
        try (Connection connection = database.address().connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            T answer = asked.of(new SnapshotTable(connection, database.address().schema()));
            connection.commit();
            return answer;
        }
    }

    private Optional<Snapshot> snapshot(long number) throws SQLException {
        return ask(snapshots -> snapshots.of(number));
    }

    private List<Snapshot> all() throws SQLException {
        return ask(SnapshotTable::all);
    }

    private Optional<SnapshotTable.Broken> broken() throws SQLException {
        return ask(SnapshotTable::firstBroken);
    }

    private SnapshotTable.Draft draft() throws SQLException {
        return ask(snapshots -> snapshots.draft(database.address().schema(), FIRST, LAST));
    }

    private Snapshot take(String reason) throws SQLException {
        return take(database, reason);
    }

    private static Snapshot take(Database database, String reason) throws SQLException {
        return take(database, reason, false);
    }

    private static Snapshot take(Database database, String reason, boolean provisional) throws SQLException {
        StoredCut cut;
        try (Connection connection = database.address().connect()) {
            cut = StoredCut.head(connection, database.address().schema()).orElseThrow();
        }
        return ask(database, snapshots -> {
            SnapshotTable.Draft draft = snapshots.draft(database.address().schema(), FIRST, LAST);
            return snapshots.keep(draft, cut, Optional.of(Instant.ofEpochMilli(NINE)), provisional, "tester", reason);
        });
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void itHoldsTheFiguresOfItsPeriodInTheOrderOfTheirKeysAndNoCaseAndNoMinute() throws Exception {
        RowKey first = Rows.hour(BEGINS, "z");
        RowKey corrected = Rows.hour(NINE, "a", Part.CORRECTION);
        commit(Map.of(
                A,
                tally(Figure.LEVEL_5, 3, Figure.CALENDAR_BUCKETS + 7, 1),
                first,
                tally(Figure.LEVEL_1, 1),
                corrected,
                tally(Figure.VOIDS, 1, Figure.LEVEL_5, -1),
                TAG,
                tally(Figure.TAGGED, 2),
                Rows.hour(BEGINS - HOUR, "a"),
                tally(Figure.LEVEL_5, 1),
                Rows.tag(LAST.toEpochDay() + 1, "t"),
                tally(Figure.TAGGED, 1),
                Rows.minute(NINE, "a", "web"),
                tally(Figure.LEVEL_5, 3),
                Rows.bad("scope", "case-1", 1, NINE),
                tally(Figure.OPEN, 1),
                Rows.flag("f", "1"),
                tally(Figure.RECORDS, 1)));

        Snapshot taken = take("");

        assertThat(database.rows("select position, row_key, figures from $.snapshot_row order by position"))
                .containsExactly(
                        "1|hour|2026-10-01T00|440100000000|z|hall-1|item-1|web||builtin-1|in-time|level_1=1",
                        "2|" + corrected + "|level_5=-1,voids=1",
                        "3|" + A + "|level_5=3,calendar@7=1",
                        "4|tag|2026-10-31|item-1|t|tagged=2");
        assertThat(taken.digest())
                .isEqualTo(sha256(first + "\nlevel_1=1\n" + corrected + "\nlevel_5=-1,voids=1\n" + A
                        + "\nlevel_5=3,calendar@7=1\n" + TAG + "\ntagged=2\n"));
        assertThat(taken.rows()).isEqualTo(4);
        assertThat(taken.number()).isEqualTo(1);
        assertThat(taken.predecessor()).isEmpty();
        assertThat(taken.takenBy()).isEqualTo("tester (postgres)");
        assertThat(taken.cut().partitions().get(0).endOffset()).isEqualTo(10);
        assertThat(snapshot(1)).as("read back").contains(taken);
        assertThat(taken.seal()).isEqualTo(taken.computedSeal());
    }

    /** The form is public: whoever was given a seal can recompute it. */
    @Test
    void theSealGoesOverWhatTheSnapshotSays() throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3)));

        Snapshot taken = take("as asked\nfor");

        assertThat(taken.text()).isEqualTo("""
                snapshot 1
                period 2026-10-01 2026-10-31
                cut-off 2026-10-03T01:00:00Z
                provisional false
                cut %d a/1
                committed %s
                complete-through %d
                ratings 0
                decision one rules
                decision-set digest
                code test
                partition rating.web 0 0 10 10 0 -1
                rows 1 %s
                restates - 0
                taken %s tester (postgres)
                reason as asked\\nfor
                predecessor\s
                """.formatted(
                        taken.cut().epoch(), taken.cut().committedAt(), NINE, taken.digest(), taken.takenAt()));
        assertThat(taken.seal()).isEqualTo(sha256(taken.text()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextsAreReadBackAndSqlAloneGivesTheDigest(long seed) throws Exception {
        Random random = new Random(seed);
        Map<RowKey, Tally> rows = new TreeMap<>();
        while (rows.size() < 300) {
            RowKey key = Rows.randomKey(random);
            if (key.kind() == RowKind.HOUR || key.kind() == RowKind.TAG) {
                rows.put(key, Rows.randomTally(random, key.kind()));
            }
        }
        commit(rows);

        Snapshot taken = take("");

        assertThat(taken.rows()).isEqualTo(300);
        assertThat(database.one("select encode(sha256(convert_to(string_agg(row_key || E'\\n' || figures || E'\\n', ''"
                        + " order by row_key), 'UTF8')), 'hex') from $.v_snapshot_row where snapshot = 1"))
                .isEqualTo(taken.digest());
        List<byte[]> keys = new ArrayList<>(rows.keySet().stream()
                .map(key -> StoreText.of(key.toString()).getBytes(StandardCharsets.UTF_8))
                .toList());
        keys.sort(Arrays::compareUnsigned);
        assertThat(database.rows(
                        "select encode(convert_to(row_key, 'UTF8'), 'hex') from $.snapshot_row order by position"))
                .as("in the order of the bytes")
                .isEqualTo(keys.stream().map(HexFormat.of()::formatHex).toList());
        assertThat(differences(1)).isEmpty();
        assertThat(broken()).isEmpty();
    }

    /** Against the live rows, as an audit compares them with a replay. */
    private List<RowComparison.Difference> differences(long number) throws SQLException {
        List<RowComparison.Difference> differences = new ArrayList<>();
        String schema = database.address().schema();
        database.execute("drop schema if exists copy_" + schema + " cascade; create schema copy_" + schema);
        try (Connection connection = database.address().connect()) {
            Snapshot snapshot = new SnapshotTable(connection, schema).of(number).orElseThrow();
            assertThat(SnapshotCopy.copyTexts(connection, schema, number, "copy_" + schema))
                    .isEmpty();
            RowComparison.compareTexts(connection, "copy_" + schema, schema, snapshot.scope(), differences::add);
        }
        return differences;
    }

    @Test
    void theSameRowsHaveTheSameDigestWhateverTheirEpochs() throws Exception {
        Map<RowKey, Tally> rows = Map.of(A, tally(Figure.LEVEL_5, 3), TAG, tally(Figure.TAGGED, 2));
        Database other = Database.ofItsOwn();
        commit(rows);
        commit(other, 1, NINE + 1_000_000, rows);
        other.execute("insert into $.hour_leaf_gone values (now(), 'x', 1)");

        assertThat(take("").digest()).isEqualTo(take(other, "").digest());
        assertThat(database.one("select epoch from $.snapshot_row limit 1"))
                .isNotEqualTo(other.one("select epoch from $.snapshot_row limit 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update $.snapshot set reason = 'x'",
                "update $.snapshot set reason = 'x' where false",
                "delete from $.snapshot",
                "truncate $.snapshot cascade",
                "update $.snapshot_row set figures = 'level_5=4'",
                "delete from $.snapshot_row",
                "truncate $.snapshot_row",
                "insert into $.snapshot_row values (1, 9, 'tag|2026-10-01|i|t', 'tagged=1', 1, '')"
            })
    void nothingOfItIsEverChanged(String sql) throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3)));
        Snapshot taken = take("");

        assertThatThrownBy(() -> database.execute(sql))
                .hasMessageContaining("快照不可更改：")
                .hasMessageContaining("发布有误时请以新快照重述")
                .hasMessageContaining("a snapshot is never changed: ");

        assertThat(snapshot(1)).contains(taken);
        assertThat(broken()).isEmpty();
    }

    @Test
    void aRestatementIsASnapshotOfItsOwnThatSaysWhatChanged() throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3), B, tally(Figure.LEVEL_4, 1), TAG, tally(Figure.TAGGED, 2)));
        Snapshot first = take("");
        commit(Map.of(A, tally(Figure.LEVEL_5, 4), B, Tally.ZERO, Rows.hour(NINE, "c"), tally(Figure.LEVEL_1, 1)));

        SnapshotTable.Draft draft = draft();
        assertThat(draft.standing()).contains(first);
        assertThat(draft.differing()).isEqualTo(3);
        Snapshot second = take("late ratings");

        assertThat(second.restates()).hasValue(1);
        assertThat(second.differingRows()).isEqualTo(3);
        assertThat(second.predecessor()).isEqualTo(first.seal());
        assertThat(database.rows(
                        "select snapshot, restates, row_key, before, after from $.v_snapshot_change order by row_key"))
                .containsExactly(
                        "2|1|" + A + "|level_5=3|level_5=4",
                        "2|1|" + B + "|level_4=1|-",
                        "2|1|" + Rows.hour(NINE, "c") + "|-|level_1=1");
        List<SnapshotTable.Change> changes = ask(snapshots -> snapshots.changes(2, 1));
        assertThat(changes)
                .containsExactly(
                        new SnapshotTable.Change(A.toString(), Optional.of("level_5=3"), Optional.of("level_5=4")));
        assertThat(database.rows("select snapshot, is_latest, reason from $.v_snapshot order by 1"))
                .containsExactly("1|f|", "2|t|late ratings");
        Optional<Snapshot> latest = ask(snapshots -> snapshots.latest(FIRST, LAST));
        assertThat(latest).contains(second);
        assertThat(broken()).isEmpty();
        assertThatThrownBy(() -> take("")).as("a restatement without a reason").isInstanceOf(SQLException.class);
    }

    /** Provisional ones said that they would change; the first settled one restates nothing that was published. */
    @Test
    void onlyBehindASettledSnapshotAReasonIsAskedFor() throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3)));
        take(database, "", true);
        commit(Map.of(A, tally(Figure.LEVEL_5, 4)));
        take(database, "", true);
        take(database, "", false);
        Optional<Snapshot> settled = ask(snapshots -> snapshots.latestSettled(FIRST, LAST));
        assertThat(settled.map(Snapshot::number)).contains(3L);

        assertThatThrownBy(() -> take(database, "", false)).hasMessageContaining("a restatement says why");
        assertThatThrownBy(() -> take(database, "", true)).hasMessageContaining("重述须说明原因");
        take(database, "late ratings", true);
        assertThat(broken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "update $.snapshot_row set figures = 'level_5=9' where snapshot = 2 and position = 1# 2# ROWS",
                "delete from $.snapshot_row where snapshot = 1 and position = 1# 1# ROWS",
                "update $.snapshot set rows = rows + 1 where number = 3# 3# ROWS",
                "update $.snapshot set reason = 'other' where number = 1# 1# SEAL",
                "update $.snapshot set end_offsets[1] = 12 where number = 2# 2# SEAL",
                "update $.snapshot set cut_off = cut_off + interval '1 s' where number = 3# 3# SEAL",
                "delete from $.snapshot where number = 3# 3# MISSING",
                "update $.snapshot set restates = null where number = 3; delete from $.snapshot where number = 2# 2# MISSING"
            })
    void theFirstThatDoesNotHoldIsNamed(String byHand, long number, SnapshotTable.Flaw flaw) throws Exception {
        for (int i = 1; i <= 3; i++) {
            commit(Map.of(A, tally(Figure.LEVEL_5, i)));
            take("again");
        }
        assertThat(broken()).isEmpty();

        pastTheTrigger(byHand);

        assertThat(broken()).contains(new SnapshotTable.Broken(number, flaw));
    }

    /** Whoever changes a snapshot and seals it anew has to do the same to every later one. */
    @Test
    void aSnapshotThatWasSealedAnewBreaksTheChainBehindIt() throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 1)));
        take("");
        commit(Map.of(A, tally(Figure.LEVEL_5, 2)));
        take("again");
        pastTheTrigger("update $.snapshot set reason = 'other' where number = 1");
        String seal = snapshot(1).orElseThrow().computedSeal();

        pastTheTrigger("update $.snapshot set seal = '" + seal + "' where number = 1");

        assertThat(broken()).contains(new SnapshotTable.Broken(2, SnapshotTable.Flaw.CHAIN));
    }

    private void pastTheTrigger(String sql) throws SQLException {
        database.execute("alter table $.snapshot disable trigger user; alter table $.snapshot_row disable trigger user;"
                + sql + "; alter table $.snapshot enable trigger user; alter table $.snapshot_row enable trigger user");
    }

    @Test
    void aRowThatWasChangedByHandIsTheOneThatFitsItsHashNoMore() throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3), B, tally(Figure.LEVEL_4, 1)));
        take("");
        pastTheTrigger("update $.snapshot_row set figures = 'level_5=4' where row_key = '" + A + "'");

        List<RowComparison.Difference> differences = differences(1);

        assertThat(differences).hasSize(1);
        assertThat(differences.get(0).key()).isEqualTo(A);
        assertThat(differences.get(0).changedByHand()).isTrue();
        assertThat(differences.get(0).stored().orElseThrow().figures()).isEqualTo(tally(Figure.LEVEL_5, 4));
        boolean isWhole = ask(snapshots -> snapshots.isWhole(snapshots.of(1).orElseThrow()));
        assertThat(isWhole).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "row_key = 'hour|nonsense'",
                "row_key = 'flag|f|1'",
                "row_key = replace(row_key, 'T09', 'T9')",
                "figures = 'level_6=1'",
                "figures = 'level_5=03'"
            })
    void aTextThatNamesNoRowIsToldInsteadOfCompared(String byHand) throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3)));
        take("");
        pastTheTrigger("update $.snapshot_row set " + byHand);
        database.execute("create schema copy_" + database.address().schema());

        String schema = database.address().schema();
        try (Connection connection = database.address().connect()) {
            assertThat(SnapshotCopy.copyTexts(connection, schema, 1, "copy_" + schema))
                    .hasValue(1);
        }
    }

    @Test
    void aDraftTellsWhichLiveRowsTheCommitterDidNotWriteSo() throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3), B, tally(Figure.LEVEL_4, 1)));
        database.execute("update $.hour_leaf set level_5 = 4 where department = 'a'");

        SnapshotTable.Draft draft = draft();

        assertThat(draft.changedByHand()).isEqualTo(1);
        assertThat(draft.firstChanged()).contains(A);
    }

    /** A job that begins anew, from an emptied store or an older savepoint, writes all its rows and takes away the others. */
    @Test
    void itStaysWhenTheStoreIsRestated() throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3)));
        Snapshot taken = take("");
        try (StoreCommitter committer = new StoreCommitter(database.address(), StoreCommitterTest.SETTINGS)) {
            assertThat(committer.restate(
                            cut("b/1")
                                    .restating()
                                    .through(NINE)
                                    .decided("rules", "one")
                                    .read("rating.web", 0, 0, 99)
                                    .draw(),
                            CutDraft.LATER,
                            RefusedRecords.none()))
                    .isTrue();
        }

        assertThat(database.one("select count(*) from $.hour_leaf")).isEqualTo("0");
        assertThat(all()).containsExactly(taken);
        assertThat(broken()).isEmpty();
    }

    @Test
    void readersSeeTheViewsAndNoTable() throws Exception {
        commit(Map.of(A, tally(Figure.LEVEL_5, 3)));
        take("");
        String asReader = "set role haochaping_reader; select count(*) from $.";

        for (String view : List.of("v_snapshot", "v_snapshot_row", "v_snapshot_change")) {
            database.execute(asReader + view);
        }
        assertThatThrownBy(() -> database.execute(asReader + "snapshot_row")).hasMessageContaining("permission denied");
    }

    @Test
    void aPeriodClosesWithTheLastOfTheRulesAndNotWhileOneOfThemIsUnknown() throws Exception {
        database.execute("insert into $.month_cutoff values ('2026-10-01', '2026-11-13T00:00+08')");
        assertThat(cutOff()).as("no leaf").contains(Instant.parse("2026-11-12T16:00:00Z"));

        String version = "insert into $.rules_version (version, good_from, is_ternary, left_out, mean_weights,"
                + " mean_decimals, mean_rounding, rules, cut_off_days) values ('%s', 3, false, '{}', '{0,25,50,75,100}',"
                + " 2, 'HALF_UP', '', %s)";
        database.execute(version.formatted("standard", "null"));
        assertThat(cutOff()).contains(Instant.parse("2026-11-12T16:00:00Z"));
        database.execute(version.formatted("late", "12"));
        commit(Map.of(
                leaf(BEGINS, "standard"),
                tally(Figure.LEVEL_5, 1),
                leaf(BEGINS, "of nobody"),
                tally(Figure.LEVEL_5, 1)));
        assertThat(cutOff()).contains(Instant.parse("2026-11-12T16:00:00Z"));
        commit(Map.of(
                leaf(BEGINS - HOUR, "late"),
                tally(Figure.LEVEL_5, 1),
                leaf(BEGINS + 31 * DAY, "late"),
                tally(Figure.LEVEL_5, 1)));
        assertThat(cutOff())
                .as("no leaf of the month was counted by the late ones")
                .contains(Instant.parse("2026-11-12T16:00:00Z"));
        commit(Map.of(leaf(BEGINS + 31 * DAY - HOUR, "late"), tally(Figure.LEVEL_5, 1)));
        assertThat(cutOff()).as("of 12 working days it is not known").isEmpty();
        database.execute("insert into $.working_day_cutoff values (12, '2026-10-01', '2026-11-17T00:00+08')");
        assertThat(cutOff()).contains(Instant.parse("2026-11-16T16:00:00Z"));
    }

    private static RowKey leaf(long hour, String rulesVersion) {
        Dimensions at = new Dimensions("440100000000", "a", "hall-1", "item-1", "web", "");
        return RowKey.hour(new ByteWriter(64), hour, Part.IN_TIME, at, rulesVersion);
    }

    private Optional<Instant> cutOff() throws SQLException {
        return ask(snapshots -> snapshots.cutOff(database.address().schema(), OCTOBER));
    }
}
