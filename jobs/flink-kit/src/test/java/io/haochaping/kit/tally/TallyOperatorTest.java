package io.haochaping.kit.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.kit.Buckets;
import io.haochaping.kit.StateBackends;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.kit.wire.RowDelta;
import io.haochaping.kit.wire.WireTypes;
import io.haochaping.store.CutSettings;
import io.haochaping.store.RowUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tallies in the hands of the engine: which rows they let go, and when. */
@SuppressWarnings("try") // The harness closes with any exception, an interruption among them.
class TallyOperatorTest {
    private static final long NOON = Instant.parse("2026-10-03T04:00:00Z").toEpochMilli();
    private static final Duration FINALITY = Duration.ofDays(893);
    private static final CutSettings SETTINGS = new CutSettings(
            Limits.STANDARD.minuteRetention(), FINALITY.toMillis(), 1L << 40, 1L << 40, "review.bad", "alert");
    private static final RowKey FLAG = RowKey.suspect(
            new ByteWriter(64), "two-values", "s", "C1", 1, 7, NOON, "440106000000", "d", "web", "case", "");
    private static final RowKey CELL = RowKey.cell(new ByteWriter(64), "rater", "k1:00", NOON);
    private static final RowKey BAD_FLAG = RowKey.flag(new ByteWriter(64), "unknown-channel", "x");

    @Test
    void flagsOfSuspicionGoWithTheLeavesOfTheirTimeAndNotBefore() throws Exception {
        try (var tallies = tallies()) {
            tallies.open();
            told(tallies, 1);

            tallies.processWatermark(
                    NOON + FINALITY.toMillis() - Duration.ofDays(40).toMillis());
            assertThat(told(tallies, 2)).as("still known").containsOnly(1L);

            tallies.processWatermark(
                    NOON + FINALITY.toMillis() + Duration.ofDays(40).toMillis());
            List<Long> before = told(tallies, 3);
            assertThat(before).as("let go, but for the row without a time").containsExactlyInAnyOrder(0L, 0L, 2L);
        }
    }

    @Test
    void aChangeThatCameBeforeItsRowWasLetGoIsAddedToTheWholeRow() throws Exception {
        try (var tallies = tallies()) {
            tallies.open();
            told(tallies, 1);
            addOneToEach(tallies);

            tallies.processWatermark(
                    NOON + FINALITY.toMillis() + Duration.ofDays(40).toMillis());

            tallies.prepareSnapshotPreBarrier(2);
            assertThat(before(tallies)).containsOnly(1L);
        }
    }

    /** Where a partition that is not read yet holds completeThrough back, the cut still shows the minute. */
    @Test
    void aChangeThatCameBeforeItsMinuteWasLetGoIsAddedToTheWholeMinute() throws Exception {
        RowKey minute = RowKey.minute(new ByteWriter(64), NOON, new Dimensions("440106000000", "d", "", "", "web", ""));
        try (var tallies = tallies()) {
            tallies.open();
            tallies.processElement(new RowDelta(minute, Tally.of(Figure.RECORDS, 10)), 0);
            tallies.prepareSnapshotPreBarrier(1);
            tallies.getOutput().clear();
            tallies.processElement(new RowDelta(minute, Tally.of(Figure.RECORDS, 1)), 0);

            tallies.processWatermark(NOON + Duration.ofDays(40).toMillis());

            tallies.prepareSnapshotPreBarrier(2);
            assertThat(before(tallies)).containsExactly(10L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {StrictEnvironment.HASHMAP, StrictEnvironment.ROCKSDB})
    void restoredTalliesGoOnWhereTheyWere(String backend) throws Exception {
        RowKey minute = RowKey.minute(new ByteWriter(64), NOON, new Dimensions("440106000000", "d", "", "", "web", ""));
        OperatorSubtaskState checkpoint;
        try (var tallies = tallies(backend)) {
            tallies.open();
            told(tallies, 1);
            tallies.snapshot(1, 1);
            tallies.processElement(new RowDelta(minute, Tally.of(Figure.RECORDS, 10)), 0);
            told(tallies, 2);
            checkpoint = tallies.snapshot(2, 2);
        }

        try (var tallies = tallies(backend)) {
            tallies.initializeState(checkpoint);
            tallies.open();
            tallies.processElement(new RowDelta(minute, Tally.of(Figure.RECORDS, 1)), 0);
            addOneToEach(tallies);
            tallies.prepareSnapshotPreBarrier(3);
            assertThat(before(tallies)).containsExactlyInAnyOrder(2L, 2L, 2L, 10L);
        }
    }

    /** Adds one to each row; what each was before. */
    private static List<Long> told(
            KeyedOneInputStreamOperatorTestHarness<Integer, RowDelta, CommitItem> tallies, long checkpoint)
            throws Exception {
        addOneToEach(tallies);
        tallies.prepareSnapshotPreBarrier(checkpoint);
        return before(tallies);
    }

    private static void addOneToEach(KeyedOneInputStreamOperatorTestHarness<Integer, RowDelta, CommitItem> tallies)
            throws Exception {
        tallies.getOutput().clear();
        for (RowKey row : List.of(FLAG, CELL, BAD_FLAG)) {
            tallies.processElement(new RowDelta(row, Tally.of(Figure.RECORDS, 1)), 0);
        }
    }

    private static List<Long> before(KeyedOneInputStreamOperatorTestHarness<Integer, RowDelta, CommitItem> tallies) {
        List<Long> before = new ArrayList<>();
        for (Object out : tallies.getOutput()) {
            if (out instanceof StreamRecord<?> record && record.getValue() instanceof CommitItem.Row row) {
                RowUpdate update = row.update();
                before.add(update.before().get(Figure.RECORDS));
            }
        }
        return before;
    }

    private static KeyedOneInputStreamOperatorTestHarness<Integer, RowDelta, CommitItem> tallies() throws Exception {
        return tallies(StrictEnvironment.HASHMAP);
    }

    private static KeyedOneInputStreamOperatorTestHarness<Integer, RowDelta, CommitItem> tallies(String backend)
            throws Exception {
        TallyOperator operator = new TallyOperator(Limits.STANDARD, SETTINGS, "run", () -> "", false);
        var harness = new KeyedOneInputStreamOperatorTestHarness<Integer, RowDelta, CommitItem>(
                operator, TallyOperator.byRow(), Types.INT, Buckets.MAX_PARALLELISM, 1, 0);
        harness.setStateBackend(StateBackends.named(backend));
        harness.setup(WireTypes.COMMIT_ITEM.createSerializer(new ExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
