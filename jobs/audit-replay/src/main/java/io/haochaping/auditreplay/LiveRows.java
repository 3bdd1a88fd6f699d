package io.haochaping.auditreplay;

import io.haochaping.domain.row.RowKind;
import io.haochaping.store.RowComparison;
import io.haochaping.store.RowScope;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoredCut;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of a scope at the cut that readers see when the audit begins. */
record LiveRows(StoreAddress store, RowScope scope) implements AuditedRows {
    @Override
    public Taken take(ScratchSchema into, List<Text> remarks) throws SQLException, Refusal {
        String live = store.schema();
        try (Connection connection = store.connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            StoredCut cut = headCut(connection, live);
            RowComparison.takeCopy(connection, live, into.address().schema(), scope);
            if (isRestored(connection, live)) {
                remarks.add(new Text(
                        "存储曾被恢复且尚未完整，数值可能较旧",
                        "the store was put back and is not whole yet: its rows may be older than the cut"));
            }
            Taken taken = new Copied(scope, cut, RowComparison.ratings(connection, live));
            connection.commit();
            return taken;
        }
    }

    /** @param ratings over all hour leaves that the store held */
    private record Copied(RowScope scope, StoredCut cut, long ratings) implements Taken {
        @Override
        public RowComparison.Summary compare(
                Connection connection, String stored, String replayed, Consumer<RowComparison.Difference> differences)
                throws SQLException {
            return RowComparison.compare(connection, stored, replayed, scope, differences);
        }

        @Override
        public List<Cause> causesOf(RowComparison.Difference row, List<Cause> committed) {
            if (row.changedByHand()) {
                return List.of(Causes.changedOutside());
            }
            boolean removed = row.stored().isEmpty()
                    && row.replayed().orElseThrow().figures().ratings() != 0;
            return removed && row.kind() == RowKind.HOUR && ratings != cut.ratings()
                    ? List.of(Causes.removedOutside(cut.ratings(), ratings))
                    : committed;
        }

        @Override
        public Optional<AuditReport.AuditedSnapshot> snapshot() {
            return Optional.empty();
        }
    }

    /** The cut that readers of this schema see. */
    static StoredCut headCut(Connection connection, String schema) throws SQLException, Refusal {
        if (!isTrue(connection, "select to_regclass('" + schema + ".store_head') is not null")) {
            throw Refusal.wrongUse("没有存储模式 " + schema, "there is no store in schema " + schema);
        }
        return StoredCut.head(connection, schema)
                .orElseThrow(() -> Refusal.failure(
                        "存储 " + schema + " 中还没有切面", "the store in schema " + schema + " has no cut yet"));
    }

    static boolean isRestored(Connection connection, String schema) throws SQLException {
        return isTrue(connection, "select coalesce(bool_or(restored), false) from " + schema + ".store_head");
    }

    static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
