package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.NINE;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.schemas.RecordType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a switch from one store to another does besides moving the views. */
class StoreSwitchTest {
    private static final Tally OPEN = tally(Figure.OPEN, 1);
    private static final String SENT = "update $.outbox set sent_epoch = epoch where id like '%s'";

    private final Database shown = Database.fresh();
    private final Database rebuilt = Database.fresh();
    private final StoreCommitter old = new StoreCommitter(shown.address(), StoreCommitterTest.SETTINGS);
    private final StoreCommitter next = new StoreCommitter(rebuilt.address(), StoreCommitterTest.SETTINGS);
    private final StoreSwitch readers =
            new StoreSwitch(shown.address(), shown.address().schema(), StoreCommitterTest.SETTINGS);

    @BeforeEach
    void prepare() throws Exception {
        readers.changeViews(Duration.ofSeconds(10), (connection, store) -> store.prepare(rebuilt()));
    }

    @AfterEach
    void disconnect() {
        old.close();
        next.close();
    }

    private String rebuilt() {
        return rebuilt.address().schema();
    }

    private static RowKey review(String number, int level) {
        return Rows.bad("gd", number, level, NINE);
    }

    private static void commit(StoreCommitter store, CutDraft draft) throws Exception {
        assertThat(store.commit(draft.draw())).isEqualTo(StoreCommitter.Outcome.COMMITTED);
    }

    @Test
    void theShownStoreIsBroughtToThisVersionAsSoonAsNobodyHoldsIt() throws Exception {
        Database early = Database.fresh();
        early.execute(
                "drop index $.hour_leaf_order_due; delete from $.flyway_schema_history where version::int >= 25;"
                        + "drop table $.snapshot, $.snapshot_row cascade;"
                        + "drop function $.refuse_change_of_snapshot, $.refuse_rows_behind_snapshot, $.refuse_restatement_without_reason");
        StoreSwitch ofEarly = new StoreSwitch(early.address(), early.address().schema(), StoreCommitterTest.SETTINGS);
        String has = "select to_regclass('$.hour_leaf_order_due') is not null, to_regclass('$.v_snapshot') is not null";
        try (Connection job = early.connect();
                Statement statement = job.createStatement()) {
            job.setAutoCommit(false);
            statement.execute("lock table " + early.address().schema() + ".hour_leaf in row exclusive mode");

            assertThatThrownBy(() -> ofEarly.migrateShown(Duration.ZERO))
                    .isInstanceOf(StoreSwitch.Refused.class)
                    .hasMessageContaining("transactions hold it: pid ");
            assertThat(early.rows(has)).containsExactly("f|f");
            job.commit();
            ofEarly.migrateShown(Duration.ZERO);

            assertThat(early.rows(has)).containsExactly("t|t");
        }
    }

    @Test
    void consumersAreToldWhatIsOtherwiseAndNothingElse() throws Exception {
        commit(
                old,
                cut("a/1")
                        .row(review("gone-before", 1), OPEN)
                        .row(review("same", 1), OPEN)
                        .row(review("other-level", 1), OPEN)
                        .row(review("only-before", 1), OPEN));
        shown.execute(SENT.formatted("%"));
        commit(old, cut("a/2").after("a/1").row(review("gone-before", 1), Tally.ZERO, OPEN));
        shown.execute(SENT.formatted("%"));
        // Neither is marked as sent, but a forwarder may have read both and be sending them just now.
        commit(old, cut("a/3").after("a/2").row(review("unsent", 1), OPEN).row(review("on-its-way", 1), OPEN));
        commit(
                next,
                cut("b/1")
                        .row(review("same", 1), OPEN)
                        .row(review("other-level", 2), OPEN)
                        .row(review("only-rebuilt", 1), OPEN)
                        .row(review("unsent", 1), OPEN)
                        .row(review("never-heard-of", 1), OPEN));
        commit(next, cut("b/2").after("b/1").row(review("never-heard-of", 1), Tally.ZERO, OPEN));

        StoreSwitch.Done done = readers.show(rebuilt());

        assertThat(done.epoch()).isEqualTo(4);
        assertThat(done.told()).isEqualTo(5);
        assertThat(rebuilt.rows("select id, state, epoch from $.outbox where sent_epoch < epoch order by id"))
                .containsExactly(
                        "gd/on-its-way/1|WITHDRAWN|4",
                        "gd/only-before/1|WITHDRAWN|4",
                        "gd/only-rebuilt/1|OPEN|4",
                        "gd/other-level/1|OPEN|4",
                        "gd/unsent/1|OPEN|4");
        assertThat(messages())
                .containsExactly(
                        "gd/on-its-way/1 WITHDRAWN 4 level 1",
                        "gd/only-before/1 WITHDRAWN 4 level 1",
                        "gd/only-rebuilt/1 OPEN 4 level 1",
                        "gd/other-level/1 OPEN 4 level 2",
                        "gd/unsent/1 OPEN 4 level 1");
    }

    private List<String> messages() throws Exception {
        List<String> messages = new ArrayList<>();
        try (Connection connection = rebuilt.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select payload from " + rebuilt() + ".outbox where sent_epoch < epoch order by id")) {
            while (row.next()) {
                var told = Announcements.read(row.getBytes(1), RecordType.BAD_REVIEW);
                messages.add(told.get("id") + " " + told.get("state") + " " + told.get("epoch") + " level "
                        + told.get("level"));
            }
        }
        return messages;
    }

    @Test
    void readersSeeAHigherEpochThanEverAndTheJobOfBeforeIsFencedOut() throws Exception {
        commit(old, cut("a/1").read("rating.web", 0, 0, 5).lastEpoch(99));
        old.raise(new AlertNotice(AlertNotice.STALLED, "live-metrics", "停滞", "stalled"));
        commit(next, cut("b/1").read("rating.web", 0, 0, 5));

        StoreSwitch.Done done = readers.show(rebuilt());

        long alerted =
                Long.parseLong(shown.rows("select max(epoch) from $.alert").get(0));
        assertThat(done.epoch()).isGreaterThan(100).isEqualTo(alerted + 1);
        assertThat(shown.rows("select epoch, cut_name from $.v_cut")).containsExactly(done.epoch() + "|b/1");
        assertThat(old.commit(cut("a/2").after("a/1").draw())).isEqualTo(StoreCommitter.Outcome.FENCED_OUT);
        commit(next, cut("b/2").after("b/1").read("rating.web", 0, 0, 6));
        assertThat(shown.rows("select epoch, cut_name from $.v_cut")).containsExactly(done.epoch() + 1 + "|b/2");
        try (StoreCommitter again = new StoreCommitter(shown.address(), StoreCommitterTest.SETTINGS)) {
            commit(again, cut("a/2").after("a/1").read("rating.web", 0, 0, 6));
            assertThat(shown.rows("select cut_name from $.v_cut")).containsExactly("b/2");
            assertThat(readers.show(shown.address().schema()).epoch()).isEqualTo(done.epoch() + 2);
            assertThat(shown.rows("select cut_name from $.v_cut")).containsExactly("a/2");
        }
    }

    @Test
    void aStoreThatHasNotReadWhatReadersSeeIsNotShown() throws Exception {
        refused("has no cut yet");
        commit(
                old,
                cut("a/1")
                        .read("rating.web", 0, 0, 5)
                        .read("rating.web", 1, 2, 4)
                        .read("rating.old", 0, 0, 0));
        commit(next, cut("b/1").read("rating.web", 0, 0, 3));
        refused("rating.web-0 lacks 2 offsets");
        commit(next, cut("b/2").after("b/1").read("rating.web", 0, 0, 9));
        refused("rating.web-1 lacks 2 offsets");
        commit(next, cut("b/3").after("b/2").read("rating.web", 0, 0, 9).read("rating.web", 1, 3, 8));
        refused("rating.web-1 begins too late");
        commit(next, cut("b/4").after("b/3").read("rating.web", 0, 0, 9).read("rating.web", 1, 2, 8));
        next.markRestored();
        refused("was put back and is not whole yet");
        rebuilt.execute("update $.store_head set restored = false");

        assertThat(readers.show(rebuilt()).to()).isEqualTo(rebuilt());
        refused("readers see " + rebuilt() + " already");
    }

    private void refused(String reason) throws Exception {
        List<String> before = shown.rows("select * from $.v_cut");
        List<String> head = shown.rows("select * from $.store_head");
        assertThatThrownBy(() -> readers.show(rebuilt()))
                .isInstanceOf(StoreSwitch.Refused.class)
                .hasMessageContaining(reason);
        assertThat(shown.rows("select * from $.v_cut")).isEqualTo(before);
        assertThat(shown.rows("select * from $.store_head")).isEqualTo(head);
    }

    @Test
    void whatTheRebuildAloneRefusedIsReadBackAsItWasWritten() throws Exception {
        TreeMap<String, byte[]> headers = new TreeMap<>();
        headers.put("trace", new byte[] {0, 1, -1});
        headers.put("none", null);
        QuarantineEntry both = entry(1, headers);
        QuarantineEntry only = entry(2, headers);
        commit(old, cut("a/1").refused(both));
        commit(next, cut("b/1").refused(both).refused(only));

        List<QuarantineEntry> lacking = new ArrayList<>();
        try (Connection connection = rebuilt.address().connect()) {
            QuarantineIndex.forEachLacking(
                    connection, rebuilt(), shown.address().schema(), lacking::add);
        }
        assertThat(lacking).containsExactly(only);
    }

    private static QuarantineEntry entry(long offset, TreeMap<String, byte[]> headers) {
        return new QuarantineEntry(
                "rating.web",
                0,
                offset,
                NINE,
                NINE + 1,
                "undecodable",
                "无法解码",
                "cannot\u0000be decoded",
                null,
                "value".getBytes(StandardCharsets.UTF_8),
                5,
                "abc",
                headers,
                "");
    }
}
