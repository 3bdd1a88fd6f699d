package io.haochaping.auditreplay;

import io.haochaping.store.RowComparison;
import io.haochaping.store.Snapshot;
import io.haochaping.store.SnapshotCopy;
import io.haochaping.store.SnapshotTable;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoredCut;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The rows of a snapshot, at the cut that it was taken of.
 *
 * @param name schema that readers know
 */
record FrozenRows(StoreAddress store, String name, long number) implements AuditedRows {
    @Override
    public Taken take(ScratchSchema into, List<Text> remarks) throws SQLException, Refusal {
        try (Connection connection = store.connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Snapshot snapshot = find(connection, name, number);
            SnapshotTable snapshots = new SnapshotTable(connection, name);
            boolean isWhole = snapshots.isWhole(snapshot);
            OptionalLong unread = SnapshotCopy.copyTexts(
                    connection, name, number, into.address().schema());
            if (unread.isPresent()) {
                throw unread(number, unread.getAsLong(), isWhole);
            }
            connection.commit();
            return new Copied(snapshot, isWhole);
        }
    }

    /** The text itself is not told: whoever changed it wrote whatever they liked. */
    static Refusal unread(long number, long position, boolean isWhole) {
        return isWhole
                ? Refusal.failure(
                        "快照 " + number + " 完好，但第 " + position + " 行的格式本版本不能读取：请用取得该快照的版本（见 snapshot show）核对",
                        "snapshot " + number + " is whole, but its row " + position
                                + " is of a form this version does not read: audit it with the version that took it"
                                + " (snapshot show)")
                : Refusal.failure(
                        "快照 " + number + " 被改动：第 " + position + " 行不是规范的行；" + SnapshotReport.RESTORE.chinese(),
                        "snapshot " + number + " was changed by hand: its row " + position + " is no canonical row; "
                                + SnapshotReport.RESTORE.english());
    }

    static Snapshot find(Connection connection, String name, long number) throws SQLException, Refusal {
        return LiveRows.isTrue(connection, "select to_regclass('" + name + ".snapshot') is not null")
                ? new SnapshotTable(connection, name).of(number).orElseThrow(() -> none(number))
                : refuse(number);
    }

    private static Snapshot refuse(long number) throws Refusal {
        throw none(number);
    }

    private static Refusal none(long number) {
        return Refusal.wrongUse(
                "没有快照 " + number + "（见 ./haochaping snapshot list）",
                "there is no snapshot " + number + " (see ./haochaping snapshot list)");
    }

    /** @param isWhole whether the rows were those of the digest */
    private record Copied(Snapshot frozen, boolean isWhole) implements Taken {
        @Override
        public StoredCut cut() {
            return frozen.cut();
        }

        @Override
        public RowComparison.Summary compare(
                Connection connection, String stored, String replayed, Consumer<RowComparison.Difference> differences)
                throws SQLException {
            return RowComparison.compareTexts(connection, stored, replayed, frozen.scope(), differences);
        }

        @Override
        public List<Cause> causesOf(RowComparison.Difference row, List<Cause> committed) {
            if (row.changedByHand()) {
                return List.of(Causes.changedOutside());
            }
            return isWhole ? committed : List.of(Causes.snapshotChanged());
        }

        @Override
        public Optional<AuditReport.AuditedSnapshot> snapshot() {
            return Optional.of(new AuditReport.AuditedSnapshot(frozen.number(), frozen.digest(), isWhole));
        }
    }
}
