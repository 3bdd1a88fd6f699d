package io.haochaping.auditreplay;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.store.ShownStore;
import io.haochaping.schemas.store.StoreMigrations;
import io.haochaping.store.Snapshot;
import io.haochaping.store.SnapshotTable;
import io.haochaping.store.StoredCut;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Freezes a month as readers see it: cut and rows of one moment, into the schema that readers know, whichever store it shows.
 *
 * @param by office that publishes; empty: the role of the database alone is kept
 * @param reason empty: none was given
 * @param allowProvisional whether the month may still be open
 */
record SnapshotTake(LiveConfig config, YearMonth month, String by, String reason, boolean allowProvisional) {

    /** The rows of a province's month, sorted and inserted by one statement, take minutes on slow disks. */
    private static final Duration STATEMENT = Duration.ofHours(6);

    /** @param isNew false: one with the same rows stood already, and is left alone */
    record Taken(Snapshot snapshot, boolean isNew) {}

    Taken run() throws Refusal, SQLException {
        String name = config.shownAs();
        try (Connection connection = config.store().connect(STATEMENT)) {
            String store = new ShownStore(connection, name).schema();
            LiveRows.headCut(connection, store);
            try (Alone alone = new Alone(connection, name)) {
                alone.require();
                requireTables(connection, name);
                connection.commit();
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                Taken taken = take(connection, name);
                connection.commit();
                return taken;
            }
        }
    }

    /**
     * Taken before the transaction that reads, which would not see what another command has added meanwhile. It is given back before the command ends: a server that is busy notices some time later that a
     * connection is gone, and the next command would be refused.
     */
    private record Alone(Connection connection, String name) implements AutoCloseable {
        void require() throws SQLException, Refusal {
            if (!answer("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
                throw Refusal.wrongUse(
                        "另一条命令正在为 " + name + " 取快照：请稍后重试",
                        "another command is just taking a snapshot of " + name + ": try again when it is done");
            }
        }

        private boolean answer(String sql) throws SQLException {
            try (PreparedStatement lock = connection.prepareStatement(sql)) {
                lock.setString(1, "haochaping snapshot of " + name);
                try (ResultSet row = lock.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            answer("select pg_advisory_unlock(hashtextextended(?, 0))");
            connection.commit();
        }
    }

    private static void requireTables(Connection connection, String name) throws SQLException, Refusal {
        if (!StoreMigrations.addSnapshots(connection, name)) {
            throw Refusal.wrongUse(
                    "模式 " + name + " 属于尚无快照的版本：请先以本版本启动作业一次，再取快照",
                    "schema " + name + " is of a version without snapshots: start the job of this version once, then"
                            + " take it");
        }
    }

    private Taken take(Connection connection, String name) throws SQLException, Refusal {
        String store = new ShownStore(connection, name).schema();
        StoredCut cut = LiveRows.headCut(connection, store);
        if (LiveRows.isRestored(connection, store)) {
            throw Refusal.wrongUse(
                    "存储曾被恢复且尚未完整：请等到视图 v_cut 的 restored 为 false 后再取快照",
                    "the store was put back and is not whole yet: take it when restored in the view v_cut is false");
        }
        requireNoGap(connection, store);
        SnapshotTable snapshots = new SnapshotTable(connection, name);
        Optional<Instant> cutOff = snapshots.cutOff(store, month);
        boolean provisional =
                cutOff.isEmpty() || cut.completeThrough() < cutOff.get().toEpochMilli();
        if (provisional && !allowProvisional) {
            throw open(cutOff, cut);
        }
        SnapshotTable.Draft draft = snapshots.draft(store, month.atDay(1), month.atEndOfMonth());
        requireAsCommitted(draft);
        requireRows(draft);
        Optional<Snapshot> same =
                draft.standing().filter(it -> it.digest().equals(draft.digest()) && (provisional || !it.provisional()));
        if (same.isPresent()) {
            return new Taken(same.get(), false);
        }
        requireReason(draft, snapshots);
        return new Taken(snapshots.keep(draft, cut, cutOff, provisional, by, reason), true);
    }

    private static void requireNoGap(Connection connection, String store) throws SQLException, Refusal {
        String sql = "select concat_ws('-', topic, partition), gap from " + store + ".v_equation where gap <> 0"
                + " union all select 'ratings', rating_gap from " + store + ".v_cut where rating_gap <> 0"
                + " order by 1 desc limit 1";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (row.next()) {
                String where = row.getString(1).isEmpty() ? "total" : row.getString(1);
                throw Refusal.wrongUse(
                        "闭合等式在 " + where + " 有差额 " + row.getLong(2) + "：这是故障，请先用 ./haochaping doctor 与 audit 查明",
                        "an equation has a gap of " + row.getLong(2) + " at " + where
                                + ": that is a fault; find it with ./haochaping doctor and audit first");
            }
        }
    }

    private Refusal open(Optional<Instant> cutOff, StoredCut cut) {
        String through = cut.completeThrough() < 0
                ? "–"
                : Instant.ofEpochMilli(cut.completeThrough()).toString();
        return cutOff.map(closes -> Refusal.wrongUse(
                        month + " 于 " + closes + " 截止，而切面完整至 " + through + "：请届时再取，或加 --provisional 取暂定快照",
                        month + " closes at " + closes + ", and the cut is complete through " + through
                                + ": take it then, or a provisional one with --provisional"))
                .orElseGet(() -> Refusal.wrongUse(
                        "工作日历尚不知道 " + month + " 的截止时间：请以新的日历重启作业，或加 --provisional 取暂定快照",
                        "no calendar of working days says yet when " + month
                                + " closes: let the job start with one that does, or take a provisional one with"
                                + " --provisional"));
    }

    private void requireAsCommitted(SnapshotTable.Draft draft) throws Refusal {
        if (draft.changedByHand() > 0) {
            String first = AuditReport.shown(draft.firstChanged().orElseThrow());
            throw Refusal.wrongUse(
                    month + " 有 " + draft.changedByHand() + " 行在提交程序之外被改动，首个为 " + first
                            + "：请运行 ./haochaping audit --month " + month,
                    draft.changedByHand() + " rows of " + month + " were changed outside the committer, the first is "
                            + first + ": run ./haochaping audit --month " + month);
        }
    }

    private void requireRows(SnapshotTable.Draft draft) throws Refusal {
        if (draft.rows() == 0) {
            throw Refusal.wrongUse(
                    month + " 没有任何行，不取空快照：请核对 --month 与 --config；如该月本应有数据，请运行 ./haochaping audit --month " + month,
                    month + " has no row, and nothing is published of nothing: check --month and --config; where the"
                            + " month should have rows, run ./haochaping audit --month " + month);
        }
    }

    /** Behind provisional ones alone nothing was published yet that could be restated. */
    private void requireReason(SnapshotTable.Draft draft, SnapshotTable snapshots) throws Refusal, SQLException {
        if (reason.isEmpty()
                && snapshots.latestSettled(draft.firstDay(), draft.lastDay()).isPresent()) {
            long standing = draft.standing().get().number();
            throw Refusal.wrongUse(
                    month + " 已有快照 " + standing + "，其中 " + draft.differing() + " 行已不同；重述须用 --reason 说明原因",
                    month + " has the snapshot " + standing + " already, and " + draft.differing()
                            + " rows differ from it; a restatement says why with --reason");
        }
    }
}
