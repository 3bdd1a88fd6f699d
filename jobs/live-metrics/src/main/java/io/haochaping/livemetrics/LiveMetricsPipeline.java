package io.haochaping.livemetrics;

import io.haochaping.domain.fraud.Trace;
import io.haochaping.domain.record.Fact;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.commit.CommitOperator;
import io.haochaping.kit.fraud.FraudOperator;
import io.haochaping.kit.ledger.LedgerOperator;
import io.haochaping.kit.source.IntakeOperator;
import io.haochaping.kit.source.SourceRecords;
import io.haochaping.kit.tally.HeadSource;
import io.haochaping.kit.tally.TallyOperator;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.kit.wire.RowDelta;
import io.haochaping.kit.wire.WireTypes;
import io.haochaping.store.CutSettings;
import io.haochaping.store.StoreAddress;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Records → door → ledger (and cells of suspicion) → tallies → committer. The live job and every replay run this very pipeline; they differ in where the records begin and end and where the cuts go.
 *
 * @param records what is read
 * @param decisions what decides the figures
 * @param around what a live job has around it
 * @param store where the cuts go
 * @param settings what the committer must know
 * @param codeVersion stands in every cut
 * @param parallelism of door, ledger and tallies
 * @param minutesAfter minute rows up to this instant are not computed: on a replay, completeThrough − K of its cut, because that cut holds no earlier one and nobody reads those before
 *     it. {@link Long#MIN_VALUE}: all are computed, and the committer writes those that each cut holds
 */
public record LiveMetricsPipeline(
        SourceRecords records,
        Decisions decisions,
        Surroundings around,
        StoreAddress store,
        CutSettings settings,
        String codeVersion,
        int parallelism,
        long minutesAfter) {

    /** The live pipeline, or a replay that computes every minute on its way. */
    public LiveMetricsPipeline(
            SourceRecords records,
            Decisions decisions,
            Surroundings around,
            StoreAddress store,
            CutSettings settings,
            String codeVersion,
            int parallelism) {
        this(records, decisions, around, store, settings, codeVersion, parallelism, Long.MIN_VALUE);
    }

    /** The same for the replay of a cut, whose minute rows all lie after {@code completeThrough} − K. */
    public LiveMetricsPipeline ofCutCompleteThrough(long completeThrough) {
        return new LiveMetricsPipeline(
                records,
                decisions,
                around,
                store,
                settings,
                codeVersion,
                parallelism,
                completeThrough - settings.minuteRetention());
    }

    /** The streams that a job may attach something to. */
    public record Outputs(DataStream<CommitItem> told) {}

    public Outputs build(StreamExecutionEnvironment env) {
        return build(env, UnaryOperator.identity());
    }

    /** @param betweenDoorAndLedger what the facts pass through; a test drops one there to see the equation show it */
    Outputs build(StreamExecutionEnvironment env, UnaryOperator<DataStream<Fact>> betweenDoorAndLedger) {
        // Names every cut of this run; two runs never share one, whatever their checkpoint numbers.
        String run = UUID.randomUUID().toString();
        if (!isReplay()) {
            readToNoEnd(env);
        }
        SingleOutputStreamOperator<Fact> facts = door(env);
        DataStream<RowDelta> deltas = ledger(betweenDoorAndLedger.apply(facts))
                .union(facts.getSideOutput(IntakeOperator.DELTAS), fraud(facts.getSideOutput(IntakeOperator.TRACES)));
        DataStream<CommitItem> told = facts.getSideOutput(IntakeOperator.ITEMS);
        committer(tallies(deltas, run).union(told), run);
        return new Outputs(told);
    }

    /**
     * Nothing of a live job ends but by a stop, and then everything does. Told otherwise, the engine takes a reader that it has stopped already for one that has ended, and gives up the savepoint
     * because the others have not (docs/decisions/0057).
     */
    private static void readToNoEnd(StreamExecutionEnvironment env) {
        env.configure(new Configuration().set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, false));
    }

    private SingleOutputStreamOperator<Fact> door(StreamExecutionEnvironment env) {
        SingleOutputStreamOperator<RawRecord> raw =
                records.attach(env, decisions, parallelism, OperatorId.RECORDS.uid(), OperatorId.RECORDS.label());
        return raw.transform(
                        OperatorId.DOOR.label(),
                        WireTypes.FACT,
                        new IntakeOperator(
                                decisions,
                                records.from(),
                                records.topicIds(),
                                around.sources(),
                                around.pseudonyms(),
                                isReplay()))
                .uid(OperatorId.DOOR.uid())
                .setParallelism(raw.getParallelism());
    }

    private boolean isReplay() {
        return records.until().isPresent();
    }

    private DataStream<RowDelta> ledger(DataStream<Fact> facts) {
        return facts.keyBy(LedgerOperator.byCase(), Types.INT)
                .transform(
                        OperatorId.LEDGER.label(),
                        WireTypes.ROW_DELTA,
                        new LedgerOperator(decisions, minutesAfter, isReplay()))
                .uid(OperatorId.LEDGER.uid())
                .setParallelism(parallelism);
    }

    private DataStream<RowDelta> fraud(DataStream<Trace> traces) {
        return traces.keyBy(FraudOperator.byCell(), Types.INT)
                .transform(OperatorId.FRAUD.label(), WireTypes.ROW_DELTA, new FraudOperator(decisions, isReplay()))
                .uid(OperatorId.FRAUD.uid())
                .setParallelism(parallelism);
    }

    private DataStream<CommitItem> tallies(DataStream<RowDelta> deltas, String run) {
        TallyOperator operator =
                new TallyOperator(decisions.limits(), settings, run, HeadSource.of(store, settings), isReplay());
        return deltas.keyBy(TallyOperator.byRow(), Types.INT)
                .transform(OperatorId.TALLIES.label(), WireTypes.COMMIT_ITEM, operator)
                .uid(OperatorId.TALLIES.uid())
                .setParallelism(parallelism);
    }

    private void committer(DataStream<CommitItem> items, String run) {
        CommitOperator operator = new CommitOperator(
                store, settings, decisions, run, codeVersion, around.listener(), around.refused(), isReplay());
        items.transform(OperatorId.COMMITTER.label(), Types.STRING, operator)
                .uid(OperatorId.COMMITTER.uid())
                .setParallelism(1)
                .setMaxParallelism(1);
    }
}
