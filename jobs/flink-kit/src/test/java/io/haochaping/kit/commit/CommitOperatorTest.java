package io.haochaping.kit.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.Registry;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.stack.Await;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.CutSettings;
import io.haochaping.store.QuarantineEntry;
import io.haochaping.store.RefusedRecords;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoredRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The committer in the hands of the engine: which cut it stages when, and what it does with one that comes back. */
@SuppressWarnings("try") // The harness closes with any exception, an interruption among them.
class CommitOperatorTest {
    private static final CutSettings SETTINGS = new CutSettings(
            Limits.STANDARD.minuteRetention(), Long.MAX_VALUE / 4, 1L << 40, 1L << 40, "review.bad", "alert");
    private static final RowKey ROW = RowKey.equation(new ByteWriter(64), "rating.web", 0, "rating");
    private static final Decisions BUILT_IN = Decisions.builtIn(SourceTopics.standard(Set.of()), Limits.STANDARD);

    private static final long NOON = Instant.parse("2026-10-03T04:00:00Z").toEpochMilli();

    @TempDir
    static Path folder;

    private static final Map<String, StoreAddress> STORES = new HashMap<>();

    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start(folder.resolve("postgres"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void aCutIsVisibleOnceItsCheckpointIsCompleteAndNotBefore() throws Exception {
        StoreAddress store = store("visible");
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            changes(committer, 0, 1);
            committer.snapshot(1, 0);

            assertThat(rows(store)).isEmpty();
            complete(committer, 1);
            assertThat(rows(store)).containsEntry(ROW, counted(1));
        }
    }

    /** Its command begins a replay again that broke: what a checkpoint held of it would be written for nobody, and a run that went on without it would lose a cut. */
    @Test
    void aReplayCommitsItsCutsAndHoldsNothingInItsCheckpoints() throws Exception {
        StoreAddress store = store("replayed");
        OperatorSubtaskState state;
        try (var committer = committer(store, BUILT_IN, "replay", true)) {
            committer.open();
            changes(committer, 0, 1);
            state = committer.snapshot(1, 0);
            assertThat(rows(store)).isEmpty();
            complete(committer, 1);
            assertThat(rows(store)).containsEntry(ROW, counted(1));
        }
        assertThat(state.getManagedOperatorState().stream().flatMap(CommitOperatorTest::entriesOf))
                .isEmpty();

        try (var committer = committer(store, BUILT_IN, "replay", true)) {
            assertThatThrownBy(() -> committer.initializeState(state))
                    .isInstanceOf(SuppressRestartsException.class)
                    .hasRootCauseMessage(
                            "a replay holds nothing in its checkpoints and goes on from none: it has to begin again");
        }
    }

    private static Stream<Integer> entriesOf(OperatorStateHandle state) {
        return state.getStateNameToPartitionOffsets().values().stream()
                .map(entries -> entries.getOffsets().length)
                .filter(entries -> entries > 0);
    }

    /** The commit of the first cut waits for the head, which another session holds; records of the next cut are taken in meanwhile, and its own barrier waits. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void recordsAreTakenInWhileACutIsBeingCommitted() throws Exception {
        StoreAddress store = store("beside");
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            changes(committer, 0, 1);
            committer.snapshot(1, 0);
            complete(committer, 1);
            changes(committer, 1, 2);
            committer.snapshot(2, 0);
            try (Connection other = store.connect()) {
                holdHead(other, store);
                committer.notifyOfCompletedCheckpoint(2);
                changes(committer, 2, 3);
                assertThat(rows(store)).containsEntry(ROW, counted(1));
                other.commit();
            }
            committer.snapshot(3, 0);
            assertThat(rows(store)).containsEntry(ROW, counted(2));
            complete(committer, 3);
            assertThat(rows(store)).containsEntry(ROW, counted(3));
        }
    }

    /** Else a job that is faster than its store would gather larger and larger cuts, until memory ends. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aStoreThatIsSlowerThanTheJobHoldsItBack() throws Exception {
        StoreAddress store = store("held_back");
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            ((CommitOperator) committer.getOneInputOperator()).withRoom(1);
            changes(committer, 0, 1);
            committer.snapshot(1, 0);
            complete(committer, 1);
            changes(committer, 1, 2);
            committer.snapshot(2, 0);
            try (Connection other = store.connect()) {
                holdHead(other, store);
                committer.notifyOfCompletedCheckpoint(2);
                Thread releasing = new Thread(() -> release(other, store));
                releasing.start();
                // Returns once the second cut is in the store, and not before the head is let go.
                changes(committer, 2, 3);
                assertThat(rows(store)).containsEntry(ROW, counted(2));
                releasing.join();
            }
        }
    }

    /** As soon as somebody waits for the head. */
    private static void release(Connection holding, StoreAddress store) {
        Await.until("the commit to wait for the head", Duration.ofSeconds(30), () -> {
            try (Connection asking = store.connect();
                    var statement = asking.createStatement();
                    var row = statement.executeQuery(
                            "select count(*) from pg_locks where not granted and locktype in ('tuple', 'transactionid')")) {
                row.next();
                return row.getLong(1) > 0;
            }
        });
        try {
            holding.commit();
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** A savepoint that stops the job is the last thing that is committed, and a job that has ended shows it. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTaskThatEndsHasCommittedWhatIsComplete() throws Exception {
        StoreAddress store = store("at_the_end");
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            changes(committer, 0, 1);
            committer.snapshot(1, 0);
            committer.notifyOfCompletedCheckpoint(1);
        }
        assertThat(rows(store)).containsEntry(ROW, counted(1));
    }

    /** What went wrong beside the task fails the task, at its next barrier at the latest. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aCommitThatFailsFailsTheTask() throws Exception {
        StoreAddress store = store("fails");
        var committer = committer(store, BUILT_IN);
        committer.open();
        changes(committer, 0, 1);
        committer.snapshot(1, 0);
        try (Connection connection = store.connect();
                var statement = connection.createStatement()) {
            statement.execute("drop table s.cut cascade");
            connection.commit();
        }
        committer.notifyOfCompletedCheckpoint(1);
        assertThatThrownBy(() -> committer.snapshot(2, 0)).hasStackTraceContaining("s.cut");
        committer.close();
    }

    private static void holdHead(Connection session, StoreAddress store) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute("select * from " + store.schema() + ".store_head for update");
        }
    }

    private static void complete(OneInputStreamOperatorTestHarness<CommitItem, String> committer, long checkpoint)
            throws Exception {
        committer.notifyOfCompletedCheckpoint(checkpoint);
        ((CommitOperator) committer.getOneInputOperator()).settle();
    }

    /** Flink takes it like a checkpoint and never says that it is complete. */
    @Test
    void aSavepointCommitsNothingAndItsCutComesWithTheNextCheckpoint() throws Exception {
        StoreAddress store = store("savepoint");
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            changes(committer, 0, 1);
            committer.snapshot(1, 0);
            changes(committer, 1, 2);
            committer.snapshot(2, 0);
            assertThat(cuts(store)).isZero();

            complete(committer, 2);
            assertThat(cuts(store)).isEqualTo(2);
            assertThat(rows(store)).containsEntry(ROW, counted(2));
        }
    }

    @Test
    void aCheckpointThatWasGivenUpLeavesItsChangesToTheNextOne() throws Exception {
        StoreAddress store = store("given_up");
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            changes(committer, 0, 0);
            changes(committer, 0, 3);
            // The tallies told 0 to 3 for a checkpoint that was given up before it got here, and now tell 3 to 5.
            changes(committer, 3, 5);
            committer.snapshot(2, 0);
            complete(committer, 2);

            assertThat(rows(store)).containsEntry(ROW, counted(5));
        }
    }

    @Test
    void aRowThatCameAndWentAndCameAgainStands() throws Exception {
        StoreAddress store = store("came_again");
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            changes(committer, 0, 1);
            committer.snapshot(1, 0);
            complete(committer, 1);
            changes(committer, 1, 0);
            changes(committer, 0, 2);
            committer.snapshot(3, 0);
            complete(committer, 3);

            assertThat(rows(store)).containsEntry(ROW, counted(2));
        }
    }

    @Test
    void whatACompleteCheckpointLeftToCommitIsCommittedAfterARestoreAndOnlyOnce() throws Exception {
        StoreAddress store = store("left_over");
        OperatorSubtaskState state;
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            changes(committer, 0, 1);
            state = committer.snapshot(1, 0);
        }
        for (int restart = 0; restart < 2; restart++) {
            try (var restored = committer(store, BUILT_IN)) {
                restored.initializeState(state);
                restored.open();
                assertThat(rows(store)).containsEntry(ROW, counted(1));
                assertThat(cuts(store)).isOne();
            }
        }
    }

    @Test
    void stateThatWasCountedUnderOtherRulesIsRefused() throws Exception {
        StoreAddress store = store("other_rules");
        OperatorSubtaskState state;
        try (var committer = committer(store, BUILT_IN)) {
            committer.open();
            changes(committer, 0, 1);
            state = committer.snapshot(1, 0);
        }
        Decisions other =
                new Decisions(BUILT_IN.topics(), BUILT_IN.limits(), CommitOperatorTest::otherRules, Registry.NONE);
        try (var restored = committer(store, other)) {
            assertThatThrownBy(() -> {
                        restored.initializeState(state);
                        restored.open();
                    })
                    .hasStackTraceContaining("the decision \"rules\" is not the one this state was counted under");
        }
    }

    /** One partition lags at yesterday; the other has been read to noon, under a set that did not know the schema. */
    @Test
    void aDecisionThatTakesEffectBeforeWhatAnyPartitionHasReadIsRefused() throws Exception {
        OperatorSubtaskState state = stateReadThrough("added", NOON);

        assertThatThrownBy(() -> restore("added", state, listing("2026-10-03T04:00:00Z")))
                .hasStackTraceContaining("takes effect before what this state has read");
        restore("added", state, listing("2026-10-03T04:00:01Z"));
    }

    /** Its first day is a midnight in Shanghai; what lies ahead of its append by the tolerance falls under it already. */
    @Test
    void aVersionOfRulesJoinsOnlyBehindWhatWasRead() throws Exception {
        long midnight = Instant.parse("2026-10-03T16:00:00Z").toEpochMilli();
        long tolerance = BUILT_IN.limits().futureTolerance();
        OperatorSubtaskState tooFar = stateReadThrough("rules_late", midnight - tolerance);
        OperatorSubtaskState early = stateReadThrough("rules_early", midnight - tolerance - 1);
        Decisions larger =
                new Decisions(BUILT_IN.topics(), BUILT_IN.limits(), CommitOperatorTest::laterRules, Registry.NONE);

        assertThatThrownBy(() -> restore("rules_late", tooFar, larger))
                .hasStackTraceContaining(
                        "the decision \"rules city@2026-10-04\" takes effect before what this state has read");
        restore("rules_early", early, larger);
    }

    private static RuleBook laterRules() {
        LocalDate from = LocalDate.parse("2026-10-04");
        Rules rules = new Rules(Profile.versionName("city", from), 0, 3, 4);
        Profile city = new Profile("city", List.of(new Profile.Version(from, new TreeSet<>(), rules)));
        return new ProfileBook(List.of(city), RegionTable.builtIn());
    }

    /** What stands in the store was counted without it, and the restatement would count it again with it. */
    @Test
    void aRunFromScratchUnderADecisionThatTakesEffectBeforeWhatTheHeadHasReadIsRefused() throws Exception {
        commitReadThrough("scratch", NOON);

        assertThatThrownBy(() -> restateFromScratch("scratch", NOON + 1, listing("2026-10-03T04:00:00Z")))
                .hasStackTraceContaining("takes effect before what the store's head has read")
                .hasStackTraceContaining("rebuild into another schema and switch");
        assertThat(cuts(store("scratch"))).isOne();
        restateFromScratch("scratch", NOON + 3_600_000, listing("2026-10-03T04:00:01Z"));
        assertThat(cuts(store("scratch"))).isEqualTo(2);
    }

    /** The state itself has not read so far; the store has. */
    @Test
    void anOlderStateUnderADecisionThatTakesEffectBeforeWhatTheHeadHasReadIsRefused() throws Exception {
        OperatorSubtaskState older = stateReadThrough("older", NOON - 3_600_000);
        commitReadThrough("older", NOON);

        try (var restored = committer(store("older"), listing("2026-10-03T03:30:00Z"), "newcomer")) {
            restored.initializeState(older);
            restored.open();
            restored.processElement(new CommitItem.ImageEnd(0, 1), 0);
            tellReadThrough(restored, NOON);
            assertThatThrownBy(() -> restored.snapshot(1, 0))
                    .hasStackTraceContaining("takes effect before what the store's head has read");
        }
    }

    /** It is bounded by what the newcomer has read, which is at least as much. */
    @Test
    void aHeadThatDoesNotSayHowFarItHasReadIsHeldToWhatTheNewcomerHas() throws Exception {
        commitReadThrough("silent", NOON);
        try (Connection connection = store("silent").connect();
                var statement = connection.createStatement()) {
            statement.execute("update s.cut set read_through = null");
            connection.commit();
        }

        assertThatThrownBy(() -> restateFromScratch("silent", NOON + 2_000, listing("2026-10-03T04:00:02Z")))
                .hasStackTraceContaining("takes effect before what the store's head has read");
        restateFromScratch("silent", NOON + 2_000, listing("2026-10-03T04:00:03Z"));
    }

    private static void commitReadThrough(String schema, long readThrough) throws Exception {
        try (var committer = committer(store(schema), BUILT_IN, "founder")) {
            committer.open();
            tellReadThrough(committer, readThrough);
            committer.snapshot(1, 0);
            complete(committer, 1);
        }
    }

    private static void restateFromScratch(String schema, long readThrough, Decisions decisions) throws Exception {
        try (var newcomer = committer(store(schema), decisions, "newcomer")) {
            newcomer.open();
            newcomer.processElement(new CommitItem.ImageEnd(0, 1), 0);
            tellReadThrough(newcomer, readThrough);
            newcomer.snapshot(1, 0);
            complete(newcomer, 1);
        }
    }

    @Test
    void aTopicCannotBecomeACopyUnderARunningStore() throws Exception {
        OperatorSubtaskState state = stateReadThrough("copied", 1);
        Decisions copied = Decisions.builtIn(SourceTopics.standard(Set.of("rating.web")), Limits.STANDARD);

        assertThatThrownBy(() -> restore("copied", state, copied))
                .hasStackTraceContaining("the decision \"copied rating.web\" takes effect before");
    }

    private static OperatorSubtaskState stateReadThrough(String schema, long readThrough) throws Exception {
        try (var committer = committer(store(schema), BUILT_IN)) {
            committer.open();
            tellReadThrough(committer, readThrough);
            return committer.snapshot(1, 0);
        }
    }

    private static void tellReadThrough(
            OneInputStreamOperatorTestHarness<CommitItem, String> committer, long readThrough) throws Exception {
        long yesterday = readThrough - 86_400_000L;
        for (long[] partition : new long[][] {{0, readThrough, -1}, {1, yesterday, yesterday}}) {
            TopicPartition source = new TopicPartition("rating.web", (int) partition[0]);
            committer.processElement(
                    new CommitItem.Progress(new PartitionProgress(source, 0, 9, 9, 0, partition[2], partition[1])), 0);
        }
    }

    private static void restore(String schema, OperatorSubtaskState state, Decisions decisions) throws Exception {
        try (var restored = committer(store(schema), decisions)) {
            restored.initializeState(state);
            restored.open();
        }
    }

    private static Decisions listing(String knownFrom) {
        return BUILT_IN.withRegistry(new Registry("", "registry|7|rating|0123456789abcdef|" + knownFrom + "\n"));
    }

    /** It was taken over before it could store that it had committed: the store's history says so. */
    @Test
    void aRunWhoseRestatementIsInTheStoreDoesNotTakeItBackFromTheNextOne() throws Exception {
        StoreAddress store = store("taken");
        try (var founder = committer(store, BUILT_IN, "founder")) {
            founder.open();
            changes(founder, 0, 1);
            founder.snapshot(1, 0);
            complete(founder, 1);
        }
        OperatorSubtaskState staged;
        try (var first = committer(store, BUILT_IN)) {
            first.open();
            changes(first, 0, 1);
            first.processElement(new CommitItem.ImageEnd(0, 1), 0);
            staged = first.snapshot(1, 0);
            complete(first, 1);
        }
        try (var rival = committer(store, BUILT_IN, "rival")) {
            rival.open();
            changes(rival, 0, 1);
            rival.processElement(new CommitItem.ImageEnd(0, 1), 0);
            rival.snapshot(1, 0);
            complete(rival, 1);
            assertThat(rows(store)).containsEntry(ROW, counted(1));
        }
        try (var again = committer(store, BUILT_IN)) {
            assertThatThrownBy(() -> {
                        again.initializeState(staged);
                        again.open();
                    })
                    .hasStackTraceContaining("another run has taken this store over");
        }
    }

    @Test
    void refusedRecordsAreLeftToTheirTopicWhileAnImageIsGathered() throws Exception {
        StoreAddress store = store("left_to_topic");
        try (var first = committer(store, BUILT_IN)) {
            first.open();
            changes(first, 0, 5);
            first.snapshot(1, 0);
            complete(first, 1);
        }
        try (var newcomer = committer(store, BUILT_IN, "newcomer")) {
            newcomer.open();
            newcomer.processElement(new CommitItem.Refused(refused(1)), 0);
            newcomer.processElement(new CommitItem.ImageEnd(0, 1), 0);
            changes(newcomer, 0, 5);
            newcomer.snapshot(1, 0);
            newcomer.processElement(new CommitItem.Refused(refused(6)), 0);
            complete(newcomer, 1);
            newcomer.snapshot(2, 0);
            complete(newcomer, 2);
        }
        try (Connection connection = store.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select array_agg(record_offset)::text from " + store.schema() + ".quarantine")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("{6}");
        }
    }

    private static QuarantineEntry refused(long offset) {
        return new QuarantineEntry(
                "rating.web",
                0,
                offset,
                1,
                1,
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

    private static RuleBook otherRules() {
        return RuleBook.single(new Rules("other-1", 0, 3, 4));
    }

    private static OneInputStreamOperatorTestHarness<CommitItem, String> committer(
            StoreAddress store, Decisions decisions) throws Exception {
        return committer(store, decisions, "run-of-" + store.schema());
    }

    private static OneInputStreamOperatorTestHarness<CommitItem, String> committer(
            StoreAddress store, Decisions decisions, String run) throws Exception {
        return committer(store, decisions, run, false);
    }

    private static OneInputStreamOperatorTestHarness<CommitItem, String> committer(
            StoreAddress store, Decisions decisions, String run, boolean bounded) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new CommitOperator(
                store, SETTINGS, decisions, run, "test", CommitListener.none(), RefusedRecords.none(), bounded));
    }

    private static void changes(
            OneInputStreamOperatorTestHarness<CommitItem, String> committer, long before, long after) throws Exception {
        TopicPartition source = new TopicPartition("rating.web", 0);
        committer.processElement(
                new CommitItem.Progress(new PartitionProgress(source, 0, after, after, 0, PartitionProgress.NO_TICK)),
                0);
        committer.processElement(new CommitItem.Row(new RowUpdate(ROW, counted(after), counted(before))), 0);
    }

    private static Tally counted(long records) {
        return Tally.of(Figure.COUNTED, records);
    }

    /** The store of a name, the same one each time. */
    private static StoreAddress store(String name) throws SQLException {
        StoreAddress store = STORES.get(name);
        if (store == null) {
            store = address(postgres.copyOf("migrated", url -> address(url).migrate()));
            STORES.put(name, store);
        }
        return store;
    }

    private static StoreAddress address(String url) {
        return new StoreAddress(url, postgres.user(), postgres.password(), "s");
    }

    private static Map<RowKey, Tally> rows(StoreAddress store) throws Exception {
        try (Connection connection = store.connect()) {
            return StoredRows.read(connection, store.schema());
        }
    }

    private static long cuts(StoreAddress store) throws Exception {
        try (Connection connection = store.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + store.schema() + ".cut")) {
            row.next();
            return row.getLong(1);
        }
    }
}
