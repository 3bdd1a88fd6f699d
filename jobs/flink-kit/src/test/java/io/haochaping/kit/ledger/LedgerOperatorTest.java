package io.haochaping.kit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.tally.Figure;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Buckets;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.StateBackends;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.wire.RowDelta;
import io.haochaping.kit.wire.WireTypes;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger in the hands of the engine: what it leaves in a checkpoint. */
@SuppressWarnings("try") // The harness closes with any exception, an interruption among them.
class LedgerOperatorTest {
    private static final CaseKey CASE = new CaseKey(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);
    private static final int FORM_OF_CASES = 4;

    /** Every version since the first reads that byte and refuses what it does not know: one that knows lengths of four bytes alone would take short ones for others. */
    @Test
    void aCheckpointSaysThatItsCasesAreNotForAnOlderVersion() throws Exception {
        OperatorSubtaskState checkpoint;
        try (var ledger = ledger()) {
            ledger.open();
            ledger.processElement(rating());
            checkpoint = ledger.snapshot(1, 1);
        }

        byte[] bucket = new ByteWriter(32)
                .writeByte(FORM_OF_CASES)
                .writeInt(1)
                .writeLong(CASE.high())
                .writeLong(CASE.low())
                .toBytes();
        assertThat(latin(stateIn(checkpoint))).containsOnlyOnce(latin(bucket));
    }

    @ParameterizedTest
    @ValueSource(strings = {StrictEnvironment.HASHMAP, StrictEnvironment.ROCKSDB})
    void aRestoredLedgerKnowsItsCases(String backend) throws Exception {
        OperatorSubtaskState checkpoint;
        try (var ledger = ledger(backend)) {
            ledger.open();
            ledger.processElement(rating());
            checkpoint = ledger.snapshot(1, 1);
        }

        try (var ledger = ledger(backend)) {
            ledger.initializeState(checkpoint);
            ledger.open();
            ledger.processElement(rating());
            ledger.prepareSnapshotPreBarrier(2);

            long duplicates = ledger.getOutput().stream()
                    .map(out -> ((StreamRecord<?>) out).getValue())
                    .mapToLong(delta -> ((RowDelta) delta).change().get(Figure.DUPLICATE))
                    .sum();
            assertThat(duplicates).isPositive();
        }
    }

    private static byte[] stateIn(OperatorSubtaskState checkpoint) throws Exception {
        ByteWriter all = new ByteWriter(4_096);
        for (KeyedStateHandle handle : checkpoint.getManagedKeyedState()) {
            try (var in = ((StreamStateHandle) handle).openInputStream()) {
                byte[] bytes = in.readAllBytes();
                all.writeBytes(bytes, 0, bytes.length);
            }
        }
        return all.toBytes();
    }

    /** A character a byte, to search in. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static StreamRecord<Fact> rating() {
        Fact.Builder fact = new Fact.Builder();
        fact.key = CASE;
        fact.kind = FactKind.RATING;
        fact.level = 5;
        fact.ownTime = 1_790_000_000_000L;
        fact.appendedAt = 1_790_000_060_000L;
        fact.topic = "rating.web";
        fact.content = 0xC0FFEEL;
        fact.dimensions = new Dimensions("440106000000", "11440106007482532K", "", "item-1", "web", "");
        return new StreamRecord<>(fact.build());
    }

    private static KeyedOneInputStreamOperatorTestHarness<Integer, Fact, RowDelta> ledger() throws Exception {
        return ledger(StrictEnvironment.HASHMAP);
    }

    private static KeyedOneInputStreamOperatorTestHarness<Integer, Fact, RowDelta> ledger(String backend)
            throws Exception {
        Decisions decisions = Decisions.builtIn(SourceTopics.standard(Set.of()), Limits.STANDARD);
        var harness = new KeyedOneInputStreamOperatorTestHarness<Integer, Fact, RowDelta>(
                new LedgerOperator(decisions, Long.MIN_VALUE, false),
                LedgerOperator.byCase(),
                Types.INT,
                Buckets.MAX_PARALLELISM,
                1,
                0);
        harness.setStateBackend(StateBackends.named(backend));
        harness.setup(WireTypes.ROW_DELTA.createSerializer(new ExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
