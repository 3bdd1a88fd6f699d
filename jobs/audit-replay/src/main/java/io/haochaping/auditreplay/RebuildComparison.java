package io.haochaping.auditreplay;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.store.RowComparison;
import io.haochaping.store.RowScope;
import io.haochaping.store.StoredCut;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares what readers see with what they would see at the very same cut under the decisions of a rebuild. The rebuild itself never stands at that cut, for both jobs go on; so the cut
 * is replayed under its decisions, which by law 5 gives the rows that the rebuild has there.
 *
 * @param config of the rebuild
 * @param shown schema of the store that readers see
 */
record RebuildComparison(LiveConfig config, Decisions decisions, String shown, ReplayRun runner) {
    private static final String REPLAYED = "_compared";
    private static final String COPY = "_shown";

    /** What was found. */
    record Result(StoredCut cut, List<FigureDifferences.Moved> moved, FigureDifferences rows, List<Cause> causes) {}

    Result run() throws Refusal, SQLException, ConfigProblem {
        String own = config.store().schema();
        try (ScratchSchema replayed = ScratchSchema.hold(Audit.schema(config.store(), own + REPLAYED));
                ScratchSchema stored = ScratchSchema.hold(Audit.schema(config.store(), own + COPY))) {
            Result result = run(replayed, stored);
            remember(result);
            replayed.remove();
            stored.remove();
            return result;
        }
    }

    private Result run(ScratchSchema replayed, ScratchSchema stored) throws Refusal, SQLException, ConfigProblem {
        stored.startOver("rows that readers see");
        StoredCut cut = copy(stored.address().schema());
        ReplayPlan plan = new ReplayPlan(
                config, decisions, bounds(cut), OptionalLong.of(cut.completeThrough()), CommitListener.none());
        StoredCut end = runner.run(plan, replayed);
        try (Connection connection = config.store().connect()) {
            FigureDifferences differences = new FigureDifferences(
                    cut.completeThrough(),
                    FigureDifferences.Scale.of(connection, shown),
                    FigureDifferences.Scale.of(connection, replayed.address().schema()));
            RowComparison.compare(
                    connection,
                    stored.address().schema(),
                    replayed.address().schema(),
                    RowScope.EVERYTHING,
                    differences::differs);
            RowComparison.forEachLeaf(connection, stored.address().schema(), differences::shown);
            RowComparison.forEachLeaf(connection, replayed.address().schema(), differences::rebuilt);
            return new Result(cut, differences.moved(), differences, Causes.ofCommittedRows(cut, end, plan.bounds()));
        }
    }

    /** Cut and rows of one moment. */
    private StoredCut copy(String into) throws SQLException, Refusal {
        try (Connection connection = config.store().connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            StoredCut cut = StoredCut.head(connection, shown)
                    .orElseThrow(() -> Refusal.failure(shown + " 中还没有切面", shown + " has no cut yet"));
            RowComparison.takeCopy(connection, shown, into, RowScope.EVERYTHING);
            connection.commit();
            return cut;
        }
    }

    /** The offsets of the cut, and whatever lies in topics that the rebuild reads in addition: a copy that is to join. */
    private ReplayBounds bounds(StoredCut cut) throws ConfigProblem, Refusal {
        ReplayBounds ofCut = Audit.bounds(config, cut);
        if (!ofCut.missing().isEmpty()) {
            Text gone = ofCut.missing().get(0).text();
            throw Refusal.failure(gone.chinese(), gone.english());
        }
        SortedMap<TopicPartition, Long> from = new TreeMap<>(ofCut.from());
        SortedMap<TopicPartition, Long> until = new TreeMap<>(ofCut.until());
        try (SourceGate gate = SourceGate.open(config)) {
            SortedMap<TopicPartition, Long> added = new TreeMap<>(gate.check().firstOffsets());
            added.keySet().removeAll(from.keySet());
            from.putAll(added);
            until.putAll(gate.logEnds(added.keySet()));
        }
        return new ReplayBounds(from, until, List.of());
    }

    private void remember(Result result) throws SQLException {
        try (Connection connection = config.store().connect();
                PreparedStatement update = connection.prepareStatement("update "
                        + config.store().schema()
                        + ".rebuild set compared_at = now(), compared_epoch = ?, shown_decisions = ?,"
                        + " rebuilt_decisions = ?, differing_figures = ?")) {
            update.setLong(1, result.cut().epoch());
            update.setString(2, result.cut().decisionSetDigest());
            update.setString(3, decisions.decisionSet().digest());
            update.setLong(4, result.moved().size());
            update.executeUpdate();
            connection.commit();
        }
    }
}
