package io.haochaping.auditreplay;

import io.haochaping.store.RowComparison;
import io.haochaping.store.StoredCut;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a replay is held against: the live rows of a period and scope, or those of a snapshot. */
interface AuditedRows {
    /**
     * Copies the rows, and the cut they are of, in one transaction that is over before the replay begins.
     *
     * @param remarks takes what an auditor should know of them
     */
    Taken take(ScratchSchema into, List<Text> remarks) throws SQLException, Refusal;

    /** What was there when the audit began. */
    interface Taken {
        StoredCut cut();

        RowComparison.Summary compare(
                Connection connection, String stored, String replayed, Consumer<RowComparison.Difference> differences)
                throws SQLException;

        /** @param committed the causes that hold for every row that the committer wrote */
        List<Cause> causesOf(RowComparison.Difference row, List<Cause> committed);

        /** Empty: live rows were audited. */
        Optional<AuditReport.AuditedSnapshot> snapshot();
    }
}
