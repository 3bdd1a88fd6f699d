package io.haochaping.auditreplay;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Tally;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.store.RowComparison;
import io.haochaping.store.RowScope;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoredCut;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
 * Replays the cut that readers see and compares its rows with those that the store had at that very cut, while the live job goes on. Of the live store it only reads.
 *
 * @param into schema of the replay; the copy of the audited rows lies beside it
 * @param keep whether both stay
 */
record Audit(LiveConfig config, Decisions decisions, ReplayRun runner, String into, boolean keep) {
    private static final String COPY = "_stored";

    /**
     * What was there when the audit began.
     *
     * @param ratings over all hour leaves that the store held
     */
    private record Audited(StoredCut cut, long ratings) {
        List<Cause> causesOf(RowComparison.Difference row, List<Cause> committed) {
            if (row.changedByHand()) {
                return List.of(Causes.changedOutside());
            }
            boolean removed = row.stored().isEmpty()
                    && row.replayed().orElseThrow().figures().ratings() != 0;
            return removed && row.kind() == RowKind.HOUR && ratings != cut.ratings()
                    ? List.of(Causes.removedOutside(cut.ratings(), ratings))
                    : committed;
        }
    }

    AuditReport run(RowScope scope, String scopeText) throws Refusal, SQLException, IOException, ConfigProblem {
        try (ScratchSchema replayed = ScratchSchema.hold(schema(into));
                ScratchSchema stored = ScratchSchema.hold(schema(into + COPY))) {
            AuditReport report = run(scope, scopeText, replayed, stored);
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

    private AuditReport run(RowScope scope, String scopeText, ScratchSchema replayed, ScratchSchema stored)
            throws Refusal, SQLException, IOException, ConfigProblem {
        List<Text> remarks = new ArrayList<>();
        stored.startOver("rows as they were audited");
        Audited audited = take(scope, stored, remarks);
        StoredCut cut = audited.cut();
        ReplayPlan plan = new ReplayPlan(
                config, decisions, bounds(cut), OptionalLong.of(cut.completeThrough()), CommitListener.none());
        plan.bounds().missing().forEach(gone -> runner.err().println(gone.text().lines()));
        StoredCut end = runner.run(plan, replayed);

        List<RowComparison.Difference> differences = new ArrayList<>();
        RowComparison.Summary summary;
        try (Connection connection = config.store().connect()) {
            summary = RowComparison.compare(
                    connection, stored.address().schema(), replayed.address().schema(), scope, differences::add);
        }
        List<AuditReport.DifferingRow> rows = explained(differences, audited, end, plan);
        if (rows.isEmpty()) {
            Causes.missingRecords(cut, end, plan.bounds()).forEach(cause -> remarks.add(cause.text()));
        }
        return new AuditReport(scopeText, cut, summary, rows, remarks);
    }

    /** Cut and rows of one moment, in one transaction that is over before the replay begins. */
    private Audited take(RowScope scope, ScratchSchema stored, List<Text> remarks) throws SQLException, Refusal {
        String live = config.store().schema();
        try (Connection connection = config.store().connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            StoredCut cut = headCut(connection, live);
            RowComparison.takeCopy(connection, live, stored.address().schema(), scope);
            if (isRestored(connection, live)) {
                remarks.add(new Text(
                        "存储曾被恢复且尚未完整，数值可能较旧",
                        "the store was put back and is not whole yet: its rows may be older than the cut"));
            }
            Audited audited = new Audited(cut, RowComparison.ratings(connection, live));
            connection.commit();
            return audited;
        }
    }

    private static StoredCut headCut(Connection connection, String live) throws SQLException, Refusal {
        if (!exists(connection, live)) {
            throw Refusal.wrongUse("没有存储模式 " + live, "there is no store in schema " + live);
        }
        return StoredCut.head(connection, live)
                .orElseThrow(() ->
                        Refusal.failure("存储 " + live + " 中还没有切面", "the store in schema " + live + " has no cut yet"));
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        return isTrue(connection, "select to_regclass('" + schema + ".store_head') is not null");
    }

    private static boolean isRestored(Connection connection, String schema) throws SQLException {
        return isTrue(connection, "select coalesce(bool_or(restored), false) from " + schema + ".store_head");
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
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
            List<RowComparison.Difference> differences, Audited audited, StoredCut end, ReplayPlan plan)
            throws Refusal {
        if (differences.isEmpty()) {
            return List.of();
        }
        Set<RowKey> keys = new HashSet<>();
        differences.forEach(difference -> keys.add(difference.key()));
        Map<RowKey, SortedSet<RecordPosition>> records = new RecordScan(plan, runner.patience()).of(keys);
        List<Cause> committed = Causes.ofCommittedRows(audited.cut(), end, plan.bounds());
        List<AuditReport.DifferingRow> rows = new ArrayList<>();
        for (RowComparison.Difference difference : differences) {
            rows.add(new AuditReport.DifferingRow(
                    difference.key(),
                    difference.id(),
                    difference.stored().isPresent(),
                    difference.replayed().isPresent(),
                    Cell.differing(figures(difference.stored()), figures(difference.replayed())),
                    audited.causesOf(difference, committed),
                    records.getOrDefault(difference.key(), Collections.emptySortedSet())));
        }
        return rows;
    }

    private static Tally figures(Optional<RowComparison.Side> side) {
        return side.map(RowComparison.Side::figures).orElse(Tally.ZERO);
    }
}
