package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.NINE;
import static io.haochaping.store.Rows.tally;
import static io.haochaping.store.StoreCommitter.Outcome.ALREADY_THERE;
import static io.haochaping.store.StoreCommitter.Outcome.COMMITTED;
import static io.haochaping.store.StoreCommitter.Outcome.FENCED_OUT;
import static io.haochaping.store.StoreCommitter.Outcome.HEAD_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
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

class StoreCommitterTest {
    static final CutSettings SETTINGS =
            new CutSettings(3 * Rows.DAY, 900 * Rows.DAY, Rows.HOUR, Rows.DAY, "review.bad", "alert");

    private final Database database = Database.ofItsOwn();
    private final List<StoreCommitter> committers = new ArrayList<>();
    private final StoreCommitter store = committer();

    private StoreCommitter committer() {
        return committer(database.address());
    }

    private StoreCommitter committer(StoreAddress address) {
        StoreCommitter committer = new StoreCommitter(address, SETTINGS);
        committers.add(committer);
        return committer;
    }

    @AfterEach
    void disconnect() {
        committers.forEach(StoreCommitter::close);
    }

    @Test
    void cutsFollowOneAnother() throws Exception {
        assertThat(store.readHead().isEmpty()).isTrue();
        assertThat(store.commit(cut("a/1")
                        .through(NINE)
                        .decided("rules", "r1")
                        .read("rating.web", 0, 5, 9)
                        .draw()))
                .isEqualTo(COMMITTED);
        assertThat(store.commit(cut("a/2")
                        .after("a/1")
                        .through(NINE + 1)
                        .decided("rules", "r1")
                        .read("rating.web", 0, 5, 10)
                        .draw()))
                .isEqualTo(COMMITTED);

        Head head = store.readHead();
        assertThat(head.cutName()).isEqualTo("a/2");
        assertThat(head.run()).isEqualTo("a");
        assertThat(head.lineage()).isEqualTo(CutDraft.LINEAGE);
        assertThat(head.fence()).isEqualTo(1);
        assertThat(head.epoch()).isEqualTo(store.lastEpoch()).isEqualTo(10);
        assertThat(head.decisions()).containsExactly(Map.entry("rules", "r1"));
        assertThat(head.partitions()).singleElement().satisfies(read -> {
            assertThat(read.startOffset()).isEqualTo(5);
            assertThat(read.endOffset()).isEqualTo(10);
        });
        assertThat(database.rows("select epoch, cut_name, predecessor, fence from $.cut order by epoch"))
                .containsExactly("9|a/1|-|1", "10|a/2|a/1|1");
    }

    @Test
    void aCutNamesTheLeavesThatItWrote() throws Exception {
        store.commit(cut("a/1")
                .row(Rows.hour(NINE, "goes"), tally(Figure.LEVEL_1, 1))
                .row(Rows.hour(NINE, "stays"), tally(Figure.LEVEL_1, 1))
                .draw());
        store.commit(cut("a/2").after("a/1").draw());
        store.commit(cut("a/3")
                .after("a/2")
                .row(Rows.hour(NINE, "goes"), Tally.ZERO, tally(Figure.LEVEL_1, 1))
                .row(Rows.hour(NINE, "stays"), tally(Figure.LEVEL_1, 2), tally(Figure.LEVEL_1, 1))
                .row(Rows.minute(NINE, "stays", "web"), tally(Figure.LEVEL_1, 1))
                .draw());

        assertThat(database.rows("select epoch, department from $.v_cut_leaf order by 1, 2"))
                .containsExactly("1|stays", "1|-", "2|-", "3|stays");
        assertThat(database.rows("select l.epoch = 3, l.id = p.id from $.v_cut_leaf l join $.v_hour_part p using (id)"
                        + " where l.epoch > 1"))
                .containsExactly("t|t");
        assertThat(database.rows("select w.epoch, w.id is not null, l.department from $.v_written_leaf w"
                        + " left join $.hour_leaf l using (id) order by 1, 3"))
                .as("as each cut named them, also what is gone since")
                .containsExactly("1|t|stays", "1|t|-", "2|f|-", "3|t|stays");
    }

    /** Whoever is further behind, and a cut that wrote very many, goes by v_change. */
    @Test
    void onlyTheLastCutsNameTheirLeavesAndNoneThatWroteVeryMany() throws Exception {
        String before = "";
        for (int number = 1; number <= 105; number++) {
            CutDraft next = cut("a/" + number);
            store.commit((before.isEmpty() ? next : next.after(before)).draw());
            before = "a/" + number;
        }
        assertThat(database.rows("select min(epoch), max(epoch), count(*) from $.v_cut_leaf"))
                .containsExactly("6|105|100");

        CutDraft large = cut("a/106").after(before);
        for (int i = 0; i <= CutTable.MOST_NAMED; i++) {
            large = large.row(Rows.hour(NINE, "d" + i), tally(Figure.LEVEL_1, 1));
        }
        database.execute("insert into $.cut_leaves values (106, '{}'), (107, '{}')");
        store.commit(large.draw());
        assertThat(database.one("select max(epoch) from $.v_cut_leaf")).isEqualTo("105");
    }

    @Test
    void aCutThatTheStoreHoldsIsSkippedAlsoWhenTheHeadHasMovedOn() throws Exception {
        store.commit(cut("a/1").draw());
        assertThat(store.commit(cut("a/1").draw())).isEqualTo(ALREADY_THERE);
        store.commit(cut("a/2").after("a/1").draw());

        StoreCommitter recovered = committer();
        assertThat(recovered.holds("a/1")).isTrue();
        assertThat(recovered.holds("a/3")).isFalse();
        assertThat(recovered.commit(cut("a/1").draw())).isEqualTo(ALREADY_THERE);
        assertThat(recovered.commit(cut("a/2").after("a/1").draw())).isEqualTo(ALREADY_THERE);
        assertThat(recovered.lastEpoch()).isEqualTo(2);
        assertThat(database.one("select fence from $.store_head"))
                .as("what was skipped raises no fence")
                .isEqualTo("1");
    }

    @Test
    void aCutThatDoesNotFollowTheHeadChangesNothing() throws Exception {
        assertThat(store.commit(cut("a/2").after("a/1").draw())).isEqualTo(HEAD_MISMATCH);
        store.commit(cut("a/1").draw());
        assertThat(store.commit(cut("a/3")
                        .after("a/2")
                        .row(Rows.hour(NINE, "d"), tally(Figure.LEVEL_1, 1))
                        .draw()))
                .isEqualTo(HEAD_MISMATCH);

        assertThat(database.one("select count(*) from $.hour_leaf")).isEqualTo("0");
        assertThat(store.readHead().cutName()).isEqualTo("a/1");
    }

    @Test
    void theFirstCommitOfAJobFencesTheOneBefore() throws Exception {
        StoreCommitter second = committer();
        store.commit(cut("a/1").draw());
        second.readHead();
        assertThat(second.commit(cut("b/9").after("nowhere").draw())).isEqualTo(HEAD_MISMATCH);
        assertThat(store.commit(cut("a/2").after("a/1").draw()))
                .as("one that never commits stops nobody")
                .isEqualTo(COMMITTED);

        assertThat(second.commit(cut("b/1").after("a/2").draw())).isEqualTo(COMMITTED);
        assertThat(store.commit(cut("a/3").after("b/1").draw())).isEqualTo(FENCED_OUT);
        assertThat(store.commit(cut("a/3").after("a/2").draw())).isEqualTo(FENCED_OUT);
        assertThat(second.commit(cut("b/2").after("b/1").draw())).isEqualTo(COMMITTED);
        assertThat(store.readHead().fence()).isEqualTo(2);
    }

    @Test
    void theHeadCanBeReadWhileACutIsBeingWritten() throws Exception {
        store.commit(cut("a/1").draw());
        try (Connection other = database.address().connect();
                Statement statement = other.createStatement()) {
            statement.execute("select 1 from " + database.address().schema() + ".store_head for update");
            CompletableFuture<Head> read = CompletableFuture.supplyAsync(() -> {
                try {
                    return committer().readHead();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(read.get(10, TimeUnit.SECONDS).cutName()).isEqualTo("a/1");
        }
    }

    @Test
    void aFailureInTheMiddleOfACutLeavesNothingAndTheNextAttemptSucceeds() throws Exception {
        store.commit(cut("a/1").draw());
        database.execute("alter table $.cut add constraint none check (cut_name <> 'a/2')");
        assertThatThrownBy(() -> store.commit(full("a/2"))).isInstanceOf(SQLException.class);

        assertThat(everything()).containsExactly("0|0|0|0|0|1");
        database.execute("alter table $.cut drop constraint none");
        assertThat(store.commit(full("a/2"))).isEqualTo(COMMITTED);
        assertThat(everything()).containsExactly("1|1|1|5|4|2");
    }

    /** The session ends between two statements: before the rows, the quarantine, the announcements, the cut, the head. */
    @ParameterizedTest
    @ValueSource(strings = {"hour_leaf", "bad_review", "quarantine", "outbox", "alert", "cut", "store_head"})
    void aSessionThatIsKilledInTheMiddleOfACutLeavesNothing(String table) throws Exception {
        store.commit(cut("a/1").draw());
        database.execute("create function $.kill() returns trigger language plpgsql as"
                + " 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'");
        database.execute("create trigger kill after insert or update on $." + table
                + " for each statement execute function $.kill()");
        assertThatThrownBy(() -> store.commit(full("a/2"))).isInstanceOf(SQLException.class);
        database.execute("drop trigger kill on $." + table);

        assertThat(everything()).containsExactly("0|0|0|0|0|1");
        assertThat(store.readHead().cutName()).isEqualTo("a/1");
        assertThat(store.commit(full("a/2"))).isEqualTo(COMMITTED);
        assertThat(everything()).containsExactly("1|1|1|5|4|2");
    }

    @Test
    void aCommitWhoseAcknowledgementIsLostIsFoundAlreadyThereAndKeepsItsFence() throws Exception {
        try (LostAnswers network = new LostAnswers(Database.port())) {
            StoreCommitter far = committer(database.addressBehind(network.port()));
            far.readHead();
            network.loseTheNextCommit();
            assertThatThrownBy(() -> far.commit(full("a/1"))).isInstanceOf(SQLException.class);
            assertThat(store.readHead().cutName()).as("the server did commit").isEqualTo("a/1");

            assertThat(far.commit(full("a/1"))).isEqualTo(ALREADY_THERE);
            assertThat(far.commit(cut("a/2").after("a/1").draw())).isEqualTo(COMMITTED);
            assertThat(store.readHead().fence())
                    .as("raised once, at the first commit")
                    .isEqualTo(1);

            store.commit(cut("b/1").after("a/2").draw());
            assertThat(far.commit(cut("a/3").after("a/2").draw())).isEqualTo(FENCED_OUT);
        }
    }

    @Test
    void aNulOrAnEndlessNameInARecordStopsNoCut() throws Exception {
        StringBuilder endless = new StringBuilder();
        java.util.Random random = new java.util.Random(1);
        random.ints(9_000, 'A', 'z').forEach(c -> endless.append((char) c));
        RowKey nul = Rows.bad("scope\0", "case\0", 1, NINE);
        RowKey longScope = Rows.bad(endless.toString(), "1", 1, NINE);

        assertThat(store.commit(cut("a/1")
                        .through(NINE)
                        .row(nul, tally(Figure.OPEN, 1))
                        .row(longScope, tally(Figure.OPEN, 1))
                        .row(Rows.flag("unknown-channel", "\0"), tally(Figure.RECORDS, 1))
                        .row(Rows.minute(NINE - 2 * Rows.DAY, "\0", "web"), tally(Figure.LEVEL_5, 1))
                        .refused(refused("\0"))
                        .draw()))
                .isEqualTo(COMMITTED);
        assertThat(store.commit(cut("a/2")
                        .after("a/1")
                        .through(NINE)
                        .row(nul, tally(), tally(Figure.OPEN, 1))
                        .row(longScope, tally(), tally(Figure.OPEN, 1))
                        .row(Rows.flag("unknown-channel", "\0"), tally(), tally(Figure.RECORDS, 1))
                        .draw()))
                .isEqualTo(COMMITTED);
        assertThat(database.rows("select state, count(*) from $.outbox where topic = 'review.bad' group by 1"))
                .containsExactly("WITHDRAWN|2");
    }

    @Test
    void aMinuteIsKeptForThreeDays() throws Exception {
        store.commit(cut("a/1")
                .through(NINE)
                .row(Rows.minute(NINE - 3 * Rows.DAY, "d", "web"), tally(Figure.LEVEL_5, 1))
                .row(Rows.minute(NINE - 3 * Rows.DAY + 60_000, "d", "web"), tally(Figure.LEVEL_5, 2))
                .draw());
        assertThat(database.rows("select level_5 from $.minute_row")).containsExactly("2");

        store.commit(cut("a/2").after("a/1").through(NINE + 60_000).draw());
        assertThat(database.rows("select level_5 from $.minute_row")).isEmpty();
    }

    @Test
    void aFlagIsKeptAsLongAsALeafCanChange() throws Exception {
        long last = NINE - 900 * Rows.DAY;
        store.commit(cut("a/1")
                .through(NINE)
                .row(Rows.suspect("gone", last), tally(Figure.RECORDS, 1))
                .row(Rows.suspect("kept", last + 1_000), tally(Figure.RECORDS, 1))
                .row(Rows.cell("gone", last), tally(Figure.RECORDS, 9))
                .row(Rows.cell("kept", last + 1_000), tally(Figure.RECORDS, 9))
                .draw());

        assertThat(database.rows("select case_number from $.fraud_flag union all select cell from $.fraud_cell"))
                .containsExactly("kept", "kept");
    }

    /** Two signals of one rating, and a leaf of another department: each leaf is counted once, whatever the number of signals. */
    @Test
    void theFlagsOfADayStandBesideTheRatingsThatWereCountedThatDay() throws Exception {
        store.commit(cut("a/1")
                .through(NINE)
                .row(Rows.suspect("C1", NINE), tally(Figure.RECORDS, 1))
                .row(Rows.suspect("two-values", "C1", NINE), tally(Figure.RECORDS, 1))
                .row(Rows.suspect("two-values", "C2", NINE + Rows.HOUR), tally(Figure.RECORDS, 1))
                .row(Rows.suspect("two-values", "C3", NINE + Rows.DAY), tally(Figure.RECORDS, 1))
                .row(Rows.hour(NINE, "d"), tally(Figure.LEVEL_5, 7, Figure.LEVEL_1, 2))
                .row(Rows.hour(NINE + 14 * Rows.HOUR, "d"), tally(Figure.LEVEL_4, 4))
                .row(Rows.hour(NINE + 15 * Rows.HOUR, "elsewhere"), tally(Figure.LEVEL_5, 100))
                .draw());

        assertThat(database.rows("select day, signal, flagged, counted from $.v_fraud_day order by 1, 2"))
                .containsExactly(
                        "2026-10-03|any|2|13",
                        "2026-10-03|many-by-rater|1|13",
                        "2026-10-03|two-values|2|13",
                        "2026-10-04|any|1|0",
                        "2026-10-04|two-values|1|0");
    }

    @Test
    void aRefusedRecordIsKeptAsItWasFirstWritten() throws Exception {
        store.commit(cut("a/1").refused(refused("first")).draw());
        store.commit(cut("a/2").after("a/1").refused(refused("second")).draw());

        assertThat(database.rows("select message_zh, key, encode(value, 'hex'), epoch from $.quarantine"))
                .containsExactly("first|-|00ff|1");
    }

    @Test
    void aMonthIsSettledOnceItsCutOffHasBeenReadCompletely() throws Exception {
        LocalDate october = LocalDate.of(2026, 10, 1);
        Instant cutOff = Instant.parse("2026-11-13T16:00:00Z");
        store.commit(cut("a/1")
                .through(cutOff.toEpochMilli() - 1)
                .row(Rows.hour(NINE, "d"), tally(Figure.LEVEL_5, 1))
                .draw());
        assertThat(settlement()).containsExactly("2026-10-01|provisional");

        store.writeMonthCutOffs(Map.of(october, cutOff, october.plusMonths(1), cutOff.plusSeconds(9_999_999)));
        assertThat(settlement()).containsExactly("2026-10-01|provisional");
        store.commit(cut("a/2").after("a/1").through(cutOff.toEpochMilli()).draw());
        assertThat(settlement()).containsExactly("2026-10-01|settled");

        store.writeMonthCutOffs(Map.of(october, cutOff.plusMillis(1)));
        assertThat(settlement()).as("an amended calendar moves it").containsExactly("2026-10-01|provisional");
        assertThat(database.rows("select month, settlement from $.v_month_cutoff order by 1"))
                .containsExactly("2026-10-01|provisional", "2026-11-01|provisional");
        assertThatThrownBy(() -> store.writeMonthCutOffs(Map.of(october.plusDays(1), cutOff)))
                .isInstanceOf(SQLException.class);
    }

    private List<String> settlement() throws SQLException {
        return database.rows("select month, settlement from $.v_month");
    }

    private static QuarantineEntry refused(String message) {
        return new QuarantineEntry(
                "rating.web",
                0,
                7,
                NINE,
                NINE,
                "undecodable",
                message,
                message,
                null,
                new byte[] {0, -1},
                2,
                "ab",
                new TreeMap<>(),
                "");
    }

    /** A cut that writes into every table. */
    private static Cut full(String name) {
        return cut(name)
                .after(name.equals("a/1") ? "" : "a/1")
                .through(NINE)
                .row(Rows.hour(NINE, "d"), tally(Figure.LEVEL_1, 1))
                .row(Rows.bad("gd", "1", 1, NINE), tally(Figure.OPEN, 1))
                .row(Rows.flag("unknown-channel", "9"), tally(Figure.RECORDS, 1))
                .gap("rating.web", 0, 2, 1)
                .refused(refused("refused"))
                .draw();
    }

    private List<String> everything() throws SQLException {
        return database.rows("select (select count(*) from $.hour_leaf), (select count(*) from $.bad_review),"
                + " (select count(*) from $.quarantine), (select count(*) from $.outbox), (select count(*) from $.alert),"
                + " (select count(*) from $.cut)");
    }

    /** Between committer and server: can pass a commit on and lose the answer. */
    private static final class LostAnswers implements AutoCloseable {
        private final java.net.ServerSocket entrance =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
        private final int server;
        private volatile boolean losing;

        LostAnswers(int server) throws IOException {
            this.server = server;
            Thread thread = new Thread(this::accept, "lost-answers");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return entrance.getLocalPort();
        }

        void loseTheNextCommit() {
            losing = true;
        }

        private void accept() {
            try {
                while (true) {
                    java.net.Socket near = entrance.accept();
                    java.net.Socket far = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), server);
                    start(() -> pass(near, far, false));
                    start(() -> pass(far, near, true));
                }
            } catch (IOException e) {
                // The test has ended.
            }
        }

        private static void start(Runnable work) {
            Thread thread = new Thread(work, "lost-answers");
            thread.setDaemon(true);
            thread.start();
        }

        private void pass(java.net.Socket from, java.net.Socket to, boolean answers) {
            byte[] buffer = new byte[1 << 16];
            try (from;
                    to) {
                for (int count = from.getInputStream().read(buffer);
                        count >= 0;
                        count = from.getInputStream().read(buffer)) {
                    String text = new String(buffer, 0, count, java.nio.charset.StandardCharsets.ISO_8859_1);
                    if (answers && losing && text.contains("COMMIT\0")) {
                        losing = false;
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, count);
                }
            } catch (IOException e) {
                // One of both sides has gone; the other is closed too.
            }
        }

        @Override
        public void close() throws IOException {
            entrance.close();
        }
    }
}
