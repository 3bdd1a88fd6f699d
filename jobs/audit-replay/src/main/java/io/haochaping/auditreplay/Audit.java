package io.haochaping.auditreplay;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.store.RowComparison;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoredCut;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;

/**
 * Replays the cut that readers see, or that of a snapshot, and compares its rows with those that the store had at that very cut, while the live job goes on. Of the live store it only reads.
 *
 * @param into schema of the replay; the copy of the audited rows lies beside it
 * @param keep whether both stay
 */
record Audit(LiveConfig config, Decisions decisions, ReplayRun runner, String into, boolean keep) {
    private static final String COPY = "_stored";

    /** @param scopeText names the rows to people */
    AuditReport run(AuditedRows rows, String scopeText) throws Refusal, SQLException, ConfigProblem {
        try (ScratchSchema replayed = ScratchSchema.hold(schema(into));
                ScratchSchema stored = ScratchSchema.hold(schema(into + COPY))) {
            AuditReport report = run(rows, scopeText, replayed, stored);
            if (!keep) {
                replayed.remove();
                stored.remove();
            }
            return report;
        }
    }

    private StoreAddress schema(String name) throws Refusal {
        return schema(config.store(), name);
    }

    /** The store's own address with another schema. */
    static StoreAddress schema(StoreAddress store, String name) throws Refusal {
        if (name.equals(store.schema())) {
            throw Refusal.wrongUse(
                    name + " 是正式存储的模式，不会写入", name + " is the schema of the live store: nothing is written into it");
        }
        try {
            return new StoreAddress(store.url(), store.user(), store.password(), name);
        } catch (IllegalArgumentException e) {
            throw Refusal.wrongUse("“" + name + "” 不能作为模式名", "\"" + name + "\" cannot name a schema");
        }
    }

    private AuditReport run(AuditedRows audited, String scopeText, ScratchSchema replayed, ScratchSchema stored)
            throws Refusal, SQLException, ConfigProblem {
        List<Text> remarks = new ArrayList<>();
        stored.startOver("rows as they were audited");
        AuditedRows.Taken taken = audited.take(stored, remarks);
        StoredCut cut = taken.cut();
        ReplayPlan plan = new ReplayPlan(
                config, decisions, bounds(cut), OptionalLong.of(cut.completeThrough()), CommitListener.none());
        plan.bounds().missing().forEach(gone -> runner.err().println(gone.text().lines()));
        StoredCut end = runner.run(plan, replayed);

        List<RowComparison.Difference> differences = new ArrayList<>();
        RowComparison.Summary summary;
        try (Connection connection = config.store().connect()) {
            summary = taken.compare(
                    connection, stored.address().schema(), replayed.address().schema(), differences::add);
        }
        List<AuditReport.DifferingRow> rows = explained(differences, taken, end, plan);
        if (rows.isEmpty()) {
            Causes.missingRecords(cut, end, plan.bounds()).forEach(cause -> remarks.add(cause.text()));
        }
        return new AuditReport(scopeText, cut, summary, rows, remarks, taken.snapshot());
    }

    private ReplayBounds bounds(StoredCut cut) throws ConfigProblem {
        return bounds(config, cut);
    }

    static ReplayBounds bounds(LiveConfig config, StoredCut cut) throws ConfigProblem {
        List<TopicPartition> partitions =
                cut.partitions().stream().map(PartitionProgress::source).toList();
        try (SourceGate gate = SourceGate.open(config)) {
            return ReplayBounds.ofCut(cut, gate.logStarts(partitions), gate.logEnds(partitions));
        }
    }

    private List<AuditReport.DifferingRow> explained(
            List<RowComparison.Difference> differences, AuditedRows.Taken taken, StoredCut end, ReplayPlan plan)
            throws Refusal {
        if (differences.isEmpty()) {
            return List.of();
        }
        Set<RowKey> keys = new HashSet<>();
        differences.forEach(difference -> keys.add(difference.key()));
        Map<RowKey, SortedSet<RecordPosition>> records = new RecordScan(plan, runner.patience()).of(keys);
        List<Cause> committed = Causes.ofCommittedRows(taken.cut(), end, plan.bounds());
        List<AuditReport.DifferingRow> rows = new ArrayList<>();
        for (RowComparison.Difference difference : differences) {
            rows.add(new AuditReport.DifferingRow(
                    difference.key(),
                    difference.id(),
                    difference.stored().isPresent(),
                    difference.replayed().isPresent(),
                    Cell.differing(figures(difference.stored()), figures(difference.replayed())),
                    taken.causesOf(difference, committed),
                    records.getOrDefault(difference.key(), Collections.emptySortedSet())));
        }
        return rows;
    }

    private static Tally figures(Optional<RowComparison.Side> side) {
        return side.map(RowComparison.Side::figures).orElse(Tally.ZERO);
    }
}
