package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.DAY;
import static io.haochaping.store.Rows.HOUR;
import static io.haochaping.store.Rows.NINE;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowComparisonTest {
    private static final RowScope OCTOBER_3 = RowScope.ofDays(LocalDate.of(2026, 10, 3), LocalDate.of(2026, 10, 4));

    private final Database stored = Database.fresh();
    private final Database replayed = Database.fresh();
    private final List<RowComparison.Difference> differences = new ArrayList<>();

    private void commit(Database where, long lastEpoch, Map<RowKey, Tally> rows) throws Exception {
        CutDraft cut = cut("a/1").through(NINE).lastEpoch(lastEpoch).read("rating.web", 0, 0, 9);
        rows.forEach(cut::row);
        try (StoreCommitter committer = new StoreCommitter(where.address(), StoreCommitterTest.SETTINGS)) {
            assertThat(committer.commit(cut.draw())).isEqualTo(StoreCommitter.Outcome.COMMITTED);
        }
    }

    private void commitToBoth(Map<RowKey, Tally> rows) throws Exception {
        commit(stored, 0, rows);
        commit(replayed, 1_000_000, rows);
    }

    private RowComparison.Summary compare(RowScope scope) throws Exception {
        differences.clear();
        try (Connection connection = stored.address().connect()) {
            return RowComparison.compare(
                    connection, stored.address().schema(), replayed.address().schema(), scope, differences::add);
        }
    }

    @Test
    void theSameRowsOfDifferentEpochsAreIdenticalWhateverTheirNumber() throws Exception {
        Map<RowKey, Tally> rows = new TreeMap<>();
        Random random = new Random(7);
        while (rows.size() < 12_000) {
            RowKey key = Rows.randomKey(random);
            // Minutes behind the cut are not kept.
            if (key.kind() != RowKind.MINUTE) {
                rows.put(key, Rows.randomTally(random, key.kind()));
            }
        }
        commitToBoth(rows);

        RowComparison.Summary summary = compare(RowScope.EVERYTHING);

        assertThat(differences).isEmpty();
        // Flags of suspicion are kept and not compared: they depend on personal parts that may be destroyed.
        assertThat(summary.rows())
                .isPositive()
                .isEqualTo(rows.keySet().stream()
                        .filter(key -> key.kind().isReplayable())
                        .count());
        assertThat(summary.digest())
                .hasSize(64)
                .isEqualTo(compare(RowScope.EVERYTHING).digest());
    }

    @Test
    void oneCellThatWasChangedByHandIsTheOneDifferenceAndItsHashTellsWhoseItIs() throws Exception {
        RowKey changed = Rows.hour(NINE, "b");
        commitToBoth(Map.of(
                Rows.hour(NINE, "a"),
                tally(Figure.LEVEL_5, 3),
                changed,
                tally(Figure.LEVEL_5, 3, Figure.CALENDAR_BUCKETS + 7, 1)));
        stored.execute("update $.hour_leaf set level_5 = 4 where department = 'b'");

        assertThat(compare(RowScope.EVERYTHING).differing()).isEqualTo(1);
        RowComparison.Difference difference = differences.get(0);
        assertThat(difference.key()).isEqualTo(changed);
        assertThat(difference.changedByHand()).isTrue();
        assertThat(difference.stored().orElseThrow().figures().get(Figure.LEVEL_5))
                .isEqualTo(4);
        assertThat(difference.replayed().orElseThrow().figures().get(Figure.LEVEL_5))
                .isEqualTo(3);
    }

    @Test
    void aRowThatTheCommitterWroteOtherwiseDiffersWithoutAHandInIt() throws Exception {
        commit(stored, 0, Map.of(Rows.hour(NINE, "a"), tally(Figure.LEVEL_5, 3)));
        commit(replayed, 0, Map.of(Rows.hour(NINE, "a"), tally(Figure.LEVEL_4, 3)));

        assertThat(compare(RowScope.EVERYTHING).differing()).isEqualTo(1);
        assertThat(differences.get(0).changedByHand()).isFalse();
    }

    @Test
    void aRowThatOnlyOneSideHasIsADifference() throws Exception {
        RowKey both = Rows.hour(NINE, "both");
        RowKey left = Rows.tag(20_729, "left");
        RowKey right = Rows.bad("scope", "1", 1, NINE);
        commit(stored, 0, Map.of(both, tally(Figure.LEVEL_5, 3), left, tally(Figure.TAGGED, 1)));
        commit(replayed, 0, Map.of(both, tally(Figure.LEVEL_5, 3), right, tally(Figure.OPEN, 1)));

        assertThat(compare(RowScope.EVERYTHING).rows()).isEqualTo(3);
        assertThat(differences).extracting(RowComparison.Difference::key).containsExactly(left, right);
        assertThat(differences.get(0).replayed()).isEmpty();
        assertThat(differences.get(1).stored()).isEmpty();
    }

    @Test
    void rowsThatOnlyOneSideHasAreFoundAmongManyThatBothHave() throws Exception {
        Map<RowKey, Tally> left = new TreeMap<>();
        Map<RowKey, Tally> right = new TreeMap<>();
        for (int i = 0; i < 900; i++) {
            RowKey key = Rows.hour(NINE, "d" + i);
            if (i % 3 != 0) {
                left.put(key, tally(Figure.LEVEL_5, 1));
            }
            if (i % 5 != 0) {
                right.put(key, tally(Figure.LEVEL_5, 1));
            }
        }
        commit(stored, 0, left);
        commit(replayed, 0, right);

        RowComparison.Summary summary = compare(RowScope.EVERYTHING);

        assertThat(summary.rows()).as("all but every fifteenth").isEqualTo(840);
        assertThat(summary.differing()).as("every third or fifth, but not both").isEqualTo(360);
        assertThat(differences)
                .allMatch(row -> row.stored().isPresent() != row.replayed().isPresent());
    }

    @Test
    void aRowWhoseEpochWasChangedByHandIsToldThoughItsFiguresAgree() throws Exception {
        commitToBoth(Map.of(Rows.hour(NINE, "a"), tally(Figure.LEVEL_5, 3)));
        stored.execute("update $.hour_leaf set epoch = epoch + 1");

        assertThat(compare(RowScope.EVERYTHING).differing()).isEqualTo(1);
        assertThat(differences.get(0).changedByHand()).isTrue();
    }

    @Test
    void aScopeHoldsItsDaysInShanghaiItsRegionAndItsDepartment() throws Exception {
        long midnight = NINE - 9 * HOUR;
        commitToBoth(Map.of(
                Rows.hour(midnight, "a"),
                tally(Figure.LEVEL_5, 1),
                Rows.hour(midnight - HOUR, "a"),
                tally(Figure.LEVEL_5, 1),
                Rows.hour(midnight + DAY, "a"),
                tally(Figure.LEVEL_5, 1),
                Rows.hour(NINE, "b"),
                tally(Figure.LEVEL_5, 1),
                Rows.tag(LocalDate.of(2026, 10, 3).toEpochDay(), "t"),
                tally(Figure.TAGGED, 1),
                Rows.tag(LocalDate.of(2026, 10, 4).toEpochDay(), "t"),
                tally(Figure.TAGGED, 1),
                Rows.bad("scope", "1", 1, NINE),
                tally(Figure.OPEN, 1),
                Rows.flag("f", "1"),
                tally(Figure.RECORDS, 1)));

        assertThat(compare(RowScope.EVERYTHING).rows()).isEqualTo(8);
        assertThat(compare(OCTOBER_3).rows())
                .as("two hours, a tag and a bad review")
                .isEqualTo(4);
        assertThat(compare(OCTOBER_3.ofDepartment("b")).rows()).isEqualTo(1);
        assertThat(compare(OCTOBER_3.ofRegion("4401")).rows()).isEqualTo(3);
        assertThat(compare(OCTOBER_3.ofRegion("4402")).rows()).isZero();
    }

    @Test
    void aCopyHoldsTheRowsOfItsScopeWithTheirHashes() throws Exception {
        commitToBoth(
                Map.of(Rows.hour(NINE, "a"), tally(Figure.LEVEL_5, 3), Rows.hour(NINE, "b"), tally(Figure.VOIDS, 1)));
        stored.execute("create schema copied_" + stored.address().schema());
        String copy = "copied_" + stored.address().schema();
        try (Connection connection = stored.address().connect()) {
            RowComparison.takeCopy(connection, stored.address().schema(), copy, OCTOBER_3.ofDepartment("a"));
            connection.commit();
            stored.execute("update $.hour_leaf set level_5 = 9");

            RowComparison.Summary summary = RowComparison.compare(
                    connection, copy, replayed.address().schema(), OCTOBER_3.ofDepartment("a"), differences::add);
            assertThat(summary.rows()).isEqualTo(1);
            assertThat(differences).isEmpty();
        }
    }

    @Test
    void aCutIsFoundByItsEpochWithItsOffsetsAndDecisions() throws Exception {
        try (StoreCommitter committer = new StoreCommitter(stored.address(), StoreCommitterTest.SETTINGS)) {
            committer.commit(cut("a/1")
                    .through(NINE)
                    .decided("rules", "one")
                    .read("rating.web", 1, 2, 9)
                    .draw());
            committer.commit(cut("a/2")
                    .after("a/1")
                    .decided("rules", "two")
                    .read("rating.web", 1, 2, 11)
                    .draw());
        }
        try (Connection connection = stored.address().connect()) {
            StoredCut head =
                    StoredCut.head(connection, stored.address().schema()).orElseThrow();
            assertThat(head.name()).isEqualTo("a/2");
            assertThat(head.completeThrough()).isEqualTo(-1);
            long first = Long.parseLong(stored.one("select epoch from $.cut where cut_name = 'a/1'"));
            StoredCut earlier =
                    StoredCut.of(connection, stored.address().schema(), first).orElseThrow();
            assertThat(earlier.completeThrough()).isEqualTo(NINE);
            assertThat(earlier.decisions()).containsEntry("rules", "one");
            assertThat(earlier.partitions()).hasSize(1);
            assertThat(earlier.partitions().get(0).startOffset()).isEqualTo(2);
            assertThat(earlier.partitions().get(0).endOffset()).isEqualTo(9);
            assertThat(StoredCut.of(connection, stored.address().schema(), 12345))
                    .isEmpty();
            assertThat(StoredCut.head(connection, replayed.address().schema())).isEmpty();
        }
    }
}
