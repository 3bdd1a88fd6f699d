package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.NINE;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestatementTest {
    private static final RowKey LEAF = Rows.hour(NINE, "d");

    private final Database database = Database.ofItsOwn();
    private final List<StoreCommitter> committers = new ArrayList<>();
    private final StoreCommitter store = committer();

    private StoreCommitter committer() {
        StoreCommitter committer = new StoreCommitter(database.address(), StoreCommitterTest.SETTINGS);
        committers.add(committer);
        return committer;
    }

    @AfterEach
    void disconnect() {
        committers.forEach(StoreCommitter::close);
    }

    @Test
    void aRestatementReplacesAllRowsAndRemovesThoseItDoesNotName() throws Exception {
        store.commit(cut("a/1")
                .through(NINE)
                .read("rating.web", 0, 0, 9)
                .row(LEAF, tally(Figure.LEVEL_5, 1, Figure.VOIDS, 1))
                .row(Rows.hour(NINE, "gone"), tally(Figure.LEVEL_5, 1))
                .row(Rows.minute(NINE, "gone", "web"), tally(Figure.LEVEL_5, 1))
                .row(Rows.tag(20_700, "gone"), tally(Figure.TAGGED, 1))
                .row(Rows.equation("gone", 0), tally(Figure.COUNTED, 1))
                .row(Rows.bad("gone", "1", 1, NINE), tally(Figure.OPEN, 1))
                .row(Rows.flag("gone", "1"), tally(Figure.RECORDS, 1))
                .draw());

        StoreCommitter other = committer();
        assertThat(other.restate(
                        cut("b/1")
                                .restating()
                                .through(NINE)
                                .read("rating.web", 0, 0, 9)
                                .row(LEAF, tally(Figure.LEVEL_4, 2))
                                .draw(),
                        CutDraft.LATER,
                        RefusedRecords.none()))
                .isTrue();

        try (Connection connection = database.address().connect()) {
            assertThat(StoredRows.read(connection, database.address().schema()))
                    .containsExactly(Map.entry(LEAF, tally(Figure.LEVEL_4, 2)));
        }
        assertThat(database.rows("select cut_name, restatement from $.v_cut")).containsExactly("b/1|t");
    }

    @Test
    void finalLeavesAndFinalTagsStay() throws Exception {
        long finality = 900 * Rows.DAY;
        long day = 20_000;
        long dayBegins = day * Rows.DAY - 8 * Rows.HOUR;
        store.commit(cut("a/1")
                .through(dayBegins)
                .read("rating.web", 0, 0, 9)
                .row(Rows.hour(dayBegins, "final"), tally(Figure.LEVEL_5, 1))
                .row(Rows.hour(dayBegins + Rows.HOUR, "open"), tally(Figure.LEVEL_5, 1))
                .row(Rows.tag(day, "final"), tally(Figure.TAGGED, 1))
                .row(Rows.tag(day + 1, "open"), tally(Figure.TAGGED, 1))
                .draw());

        committer()
                .restate(
                        cut("b/1")
                                .restating()
                                .through(dayBegins + finality)
                                .read("rating.web", 0, 0, 9)
                                .draw(),
                        CutDraft.LATER,
                        RefusedRecords.none());

        assertThat(database.rows("select department from $.hour_leaf union all select tag from $.tag_row"))
                .containsExactly("final", "final");
    }

    @Test
    void aStoreInWhichNoRoundIsWholeYetIsRestatedToo() throws Exception {
        store.commit(cut("a/1")
                .row(LEAF, tally(Figure.LEVEL_5, 1))
                .row(Rows.tag(1, "t"), tally(Figure.TAGGED, 1))
                .draw());
        assertThat(committer().restate(cut("b/1").restating().draw(), CutDraft.LATER, RefusedRecords.none()))
                .isTrue();

        assertThat(database.one("select count(*) from $.hour_leaf")).isEqualTo("0");
        assertThat(database.one("select count(*) from $.tag_row")).isEqualTo("0");
    }

    @Test
    void theMarkOfAStoreThatWasPutBackIsSeenUntilItIsWhole() throws Exception {
        store.commit(cut("a/1").draw());
        assertThat(database.one("select restored from $.v_cut")).isEqualTo("f");

        store.markRestored();
        String since = database.one("select restored_since from $.v_cut");
        store.markRestored();
        assertThat(database.one("select restored, restored_since from $.v_cut")).isEqualTo("t|" + since);
        assertThat(store.readHead().restored()).isTrue();
        store.commit(cut("a/2").after("a/1").draw());
        assertThat(database.one("select restored from $.v_cut"))
                .as("a cut alone makes nothing whole")
                .isEqualTo("t");

        assertThat(store.restate(cut("a/3").restating().draw(), CutDraft.LATER, RefusedRecords.none()))
                .isTrue();
        assertThat(database.one("select restored, restored_since from $.v_cut")).isEqualTo("f|-");
    }

    @Test
    void aJobThatHasNotCaughtUpChangesNothing() throws Exception {
        store.commit(head().row(LEAF, tally(Figure.LEVEL_5, 1)).draw());

        assertThat(committer().restate(job().read("rating.web", 0, 5, 8).draw(), CutDraft.LATER, RefusedRecords.none()))
                .isFalse();
        assertThat(database.one("select cut_name from $.v_cut")).isEqualTo("a/1");
        assertThat(database.one("select count(*) from $.hour_leaf")).isEqualTo("1");
        assertThat(committer()
                        .restate(
                                job().read("rating.web", 0, 4, 9)
                                        .read("new", 0, 0, 0)
                                        .draw(),
                                CutDraft.LATER,
                                RefusedRecords.none()))
                .isTrue();
    }

    @Test
    void aJobThatLacksAPartitionIsToldWhichOne() throws Exception {
        store.commit(head().draw());
        never(job().read("rating.web", 1, 0, 99), "rating.web-0", "add it to the topics");
    }

    @Test
    void aJobThatBeginsTooLateIsToldTheFirstMissingOffset() throws Exception {
        store.commit(head().draw());
        never(job().read("rating.web", 0, 7, 99), "rating.web-0", "the first missing offset is 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r2", ""})
    void aJobThatLacksADecisionIsToldWhichOne(String digest) throws Exception {
        store.commit(head().draw());
        CutDraft draft = cut("b/1").restating().read("rating.web", 0, 5, 99);
        never(
                digest.isEmpty() ? draft : draft.decided("rules", digest),
                "rules",
                "digest r1",
                digest.isEmpty() ? "none" : digest);
    }

    @Test
    void aDecisionThatTakesEffectInWhatWasReadWithoutItIsNamedWithTheRemedy() throws Exception {
        store.commit(cut("a/1")
                .read(new PartitionProgress(new TopicPartition("rating.web", 0), 0, 9, 9, 0, -1, 1_000))
                .decided("rules", "r1")
                .draw());
        CutDraft newcomer = cut("b/1")
                .restating()
                .read("rating.web", 0, 0, 9)
                .decided("rules", "r1")
                .decided("more", "m1");

        assertThatThrownBy(() -> committer().restate(newcomer.draw(), decision -> 1_000, RefusedRecords.none()))
                .isInstanceOf(Dominance.NeverDominates.class)
                .hasMessageContainingAll("\"more\" takes effect before", "rebuild into another schema and switch");
        assertThat(committer().restate(newcomer.draw(), decision -> 1_001, RefusedRecords.none()))
                .isTrue();
    }

    @Test
    void aPartitionInWhichNothingWasReadIsNotMissed() throws Exception {
        store.commit(cut("a/1").read("rating.web", 0, 0, 0).draw());
        assertThat(committer().restate(cut("b/1").restating().draw(), CutDraft.LATER, RefusedRecords.none()))
                .isTrue();
    }

    private static CutDraft head() {
        return cut("a/1").decided("rules", "r1").read("rating.web", 0, 5, 9);
    }

    private static CutDraft job() {
        return cut("b/1").restating().decided("rules", "r1").decided("more", "m1");
    }

    private void never(CutDraft draft, String... words) {
        assertThatThrownBy(() -> committer().restate(draft.draw(), CutDraft.LATER, RefusedRecords.none()))
                .isInstanceOf(Dominance.NeverDominates.class)
                .hasMessageContainingAll(words);
    }

    /** One that waits for the head must compare with what it finds then, not with what stood when it began to wait. */
    @Test
    void oneThatWaitedForTheHeadComparesWithTheNewHead() throws Exception {
        store.commit(head().draw());
        StoreCommitter waiting = committer();
        CompletableFuture<Boolean> restated;
        try (Connection other = database.address().connect();
                Statement statement = other.createStatement()) {
            String schema = database.address().schema();
            statement.execute("select 1 from " + schema + ".store_head for update");
            restated = CompletableFuture.supplyAsync(() -> {
                try {
                    return waiting.restate(
                            job().read("rating.web", 0, 5, 500).draw(), CutDraft.LATER, RefusedRecords.none());
                } catch (SQLException | Dominance.NeverDominates e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitOneThatWaits();
            statement.execute("update " + schema + ".store_head set cut_name = 'a/2', epoch = 2");
            statement.execute("insert into " + schema + ".cut select 2, 'a/2', cut_name, lineage, fence, committed_at,"
                    + " complete_through, decision_names, decision_digests, decision_set_digest, code_version, false,"
                    + " 0, 0, 0, 0, 0, topics, partitions, start_offsets, '{1000}', received, ticks, last_ticks from "
                    + schema + ".cut");
            other.commit();
        }
        assertThat(restated.get(10, TimeUnit.SECONDS)).as("500 is behind 1000").isFalse();
        assertThat(store.readHead().cutName()).isEqualTo("a/2");
    }

    private void awaitOneThatWaits() throws SQLException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%"
                + database.address().schema() + ".%'";
        while (database.one(waiting).equals("0")) {
            assertThat(System.nanoTime()).isLessThan(until);
        }
    }

    @Test
    void aTakeoverRaisesTheFenceAndTheOneBeforeCannotRestateBack() throws Exception {
        store.commit(cut("a/1").draw());
        StoreCommitter other = committer();
        assertThat(other.restate(cut("b/1").restating().draw(), CutDraft.LATER, RefusedRecords.none()))
                .isTrue();
        assertThat(store.readHead().fence()).isEqualTo(2);

        assertThat(store.commit(cut("a/2").after("a/1").draw())).isEqualTo(StoreCommitter.Outcome.FENCED_OUT);
        assertThat(store.restate(cut("a/2").restating().draw(), CutDraft.LATER, RefusedRecords.none()))
                .isFalse();
        assertThat(other.restate(cut("b/2").restating().draw(), CutDraft.LATER, RefusedRecords.none()))
                .isTrue();
        assertThat(store.readHead().fence())
                .as("its own store is not taken over")
                .isEqualTo(2);
    }

    @Test
    void epochsNeverGoBackWhenTheStoreWasEmptiedOrPutBack() throws Exception {
        store.commit(cut("a/1").draw());
        database.execute("create table $.kept_head as select * from $.store_head");
        for (int i = 2; i <= 5; i++) {
            store.commit(cut("a/" + i).after("a/" + (i - 1)).draw());
        }
        assertThat(store.lastEpoch()).isEqualTo(5);

        database.execute(
                "truncate $.store_head; insert into $.store_head select * from $.kept_head; delete from $.cut where epoch > 1");
        assertThat(store.commit(cut("a/6").after("a/5").draw())).isEqualTo(StoreCommitter.Outcome.HEAD_MISMATCH);
        StoreCommitter restarted = committer();
        assertThat(restarted.restate(cut("a/6").restating().lastEpoch(5).draw(), CutDraft.LATER, RefusedRecords.none()))
                .isTrue();
        assertThat(restarted.lastEpoch()).isEqualTo(6);

        database.execute("truncate $.store_head, $.cut");
        StoreCommitter again = committer();
        assertThat(again.readHead().isEmpty()).isTrue();
        assertThat(again.restate(cut("a/7").restating().lastEpoch(6).draw(), CutDraft.LATER, RefusedRecords.none()))
                .isTrue();
        assertThat(again.lastEpoch()).isEqualTo(7);

        database.execute("truncate $.store_head, $.cut");
        assertThat(committer().commit(cut("c/1").read("rating.web", 0, 0, 500).draw()))
                .isEqualTo(StoreCommitter.Outcome.COMMITTED);
        assertThat(store.readHead().epoch())
                .as("one that knows of no epoch starts above the offsets")
                .isEqualTo(500);
    }

    @Test
    void aRestatementRefillsTheQuarantineIndexUpToItsOwnOffsets() throws Exception {
        RefusedRecords known = taker -> {
            // More than one batch, one entry twice, one behind the cut, one before it, one that nobody read.
            for (int offset = 4; offset < 300; offset++) {
                taker.take(refused("rating.web", offset));
            }
            taker.take(refused("rating.web", 7));
            taker.take(refused("rating.sms", 7));
        };

        assertThat(store.restate(refusing(255).draw(), CutDraft.LATER, known)).isTrue();

        assertThat(database.rows("select topic, min(record_offset), max(record_offset), count(*), min(epoch) from"
                        + " $.quarantine group by topic"))
                .containsExactly("rating.web|5|259|255|260");
    }

    @Test
    void refusedRecordsThatCannotBeReadLeaveTheStoreAsItWas() throws Exception {
        store.commit(cut("a/1")
                .read("rating.web", 0, 0, 9)
                .row(LEAF, tally(Figure.LEVEL_5, 1))
                .draw());
        RefusedRecords broken = taker -> {
            taker.take(refused("rating.web", 1));
            throw new IOException("the topic quarantine does not answer");
        };

        Cut restatement = refusing(2).draw();
        assertThatThrownBy(() -> committer().restate(restatement, CutDraft.LATER, broken))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the topic quarantine does not answer");

        assertThat(database.one("select cut_name from $.store_head")).isEqualTo("a/1");
        assertThat(database.one("select count(*) from $.hour_leaf")).isEqualTo("1");
        assertThat(database.one("select count(*) from $.quarantine")).isEqualTo("0");
    }

    @Test
    void anIndexThatLacksNothingIsNotReadAgain() throws Exception {
        store.commit(cut("a/1")
                .read("rating.web", 0, 5, 260)
                .refused(refused("rating.web", 7))
                .draw());
        RefusedRecords untouched = taker -> {
            throw new IOException("nobody has to ask");
        };

        assertThat(store.restate(refusing(1).draw(), CutDraft.LATER, untouched)).isTrue();
        assertThat(database.one("select count(*) from $.quarantine")).isEqualTo("1");
    }

    @Test
    void nobodyWaitsForARestatementThatReadsRefusedRecords() throws Exception {
        store.commit(cut("a/1").read("rating.web", 0, 5, 10).draw());
        RefusedRecords meanwhile = taker -> {
            assertThat(store.commit(
                            cut("a/2").after("a/1").read("rating.web", 0, 5, 20).draw()))
                    .isEqualTo(StoreCommitter.Outcome.COMMITTED);
            taker.take(refused("rating.web", 7));
        };

        assertThat(committer().restate(refusing(1).draw(), CutDraft.LATER, meanwhile))
                .isTrue();
        assertThat(database.rows("select cut_name from $.cut order by epoch")).containsExactly("a/1", "a/2", "b/1");
    }

    /** Of rating.web, offsets 5 to 259. */
    private static CutDraft refusing(long records) {
        return cut("b/1")
                .restating()
                .read("rating.web", 0, 5, 260)
                .row(Rows.equation("rating.web", 0), tally(Figure.QUARANTINED, records));
    }

    private static QuarantineEntry refused(String topic, long offset) {
        return new QuarantineEntry(
                topic,
                0,
                offset,
                NINE,
                NINE,
                "undecodable",
                "无法解码",
                "cannot be decoded",
                null,
                null,
                -1,
                "",
                new TreeMap<>(),
                "");
    }
}
