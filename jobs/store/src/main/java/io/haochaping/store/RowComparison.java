package io.haochaping.store;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Compares canonical rows of two stores, key and figures, row by row: both sides are read in the order of their ids, so that their number is not limited by memory.
 */
public final class RowComparison {
    private RowComparison() {}

    /**
     * A row on one side.
     *
     * @param fits whether its id and hash are those that the committer gives such a row
     */
    public record Side(RowKey key, Tally figures, boolean fits) {
        private boolean sameAs(Side other) {
            return key.equals(other.key) && figures.equals(other.figures);
        }
    }

    /**
     * A row that is not the same on both sides, or that was changed outside of the committer on the audited one without a difference in its figures.
     *
     * @param id of the row in the store
     * @param stored empty: only the replay has it
     * @param replayed empty: only the store has it
     */
    public record Difference(RowKind kind, UUID id, Optional<Side> stored, Optional<Side> replayed) {
        /** The key under which the committer knows the row, where the replay has it; else the one that stands in the store. */
        public RowKey key() {
            return replayed.or(() -> stored).orElseThrow().key();
        }

        /** True for a row that the committer did not write as it stands there. */
        public boolean changedByHand() {
            return stored.isPresent() && !stored.get().fits();
        }
    }

    /**
     * What was compared.
     *
     * @param rows of both sides together, each row once
     * @param digest SHA-256 over the replayed rows in the order of their ids, a line for the key and one for the figures
     */
    public record Summary(long rows, long differing, String digest) {}

    /**
     * Copies the rows of a scope, hashes and all, into tables of the same names. The caller's transaction decides of which moment they are.
     *
     * @param into a schema without such tables
     */
    public static void takeCopy(Connection connection, String schema, String into, RowScope scope) throws SQLException {
        for (RowTable table : RowTable.values()) {
            try (Statement create = connection.createStatement()) {
                create.execute(
                        "create table " + into + "." + table.table() + " (like " + schema + "." + table.table() + ")");
            }
            Optional<String> within = table.within(scope);
            if (within.isPresent()) {
                try (PreparedStatement insert = connection.prepareStatement("insert into " + into + "." + table.table()
                        + " select * from " + schema + "." + table.table() + " where " + within.get())) {
                    scope.bind(table, insert);
                    insert.executeUpdate();
                }
            }
        }
    }

    /** @param differences takes each as it is found */
    public static Summary compare(
            Connection connection, String stored, String replayed, RowScope scope, Consumer<Difference> differences)
            throws SQLException {
        return compare(
                connection, table -> RowStream.ofTable(connection, table, stored, scope), replayed, scope, differences);
    }

    /**
     * The same with the rows of a snapshot on the left.
     *
     * @param copied schema that {@link SnapshotCopy#copyTexts} copied them into
     * @param scope of the snapshot
     */
    public static Summary compareTexts(
            Connection connection, String copied, String replayed, RowScope scope, Consumer<Difference> differences)
            throws SQLException {
        return compare(connection, table -> RowStream.ofTexts(connection, table, copied), replayed, scope, differences);
    }

    private interface Stored {
        RowStream of(RowTable table) throws SQLException;
    }

    private static Summary compare(
            Connection connection, Stored stored, String replayed, RowScope scope, Consumer<Difference> differences)
            throws SQLException {
        Merge merge = new Merge(differences);
        for (RowTable table : RowTable.values()) {
            if (table.within(scope).isPresent()) {
                try (RowStream left = stored.of(table);
                        RowStream right = RowStream.ofTable(connection, table, replayed, scope)) {
                    merge.run(table.kind(), left, right);
                }
            }
        }
        return merge.summary();
    }

    /** Each hour leaf of a store, in no order that means anything. */
    public static void forEachLeaf(Connection connection, String schema, Consumer<Side> leaves) throws SQLException {
        try (RowStream rows = RowStream.ofTable(connection, RowTable.HOUR_LEAF, schema, RowScope.EVERYTHING)) {
            for (; rows.there(); rows.advance()) {
                leaves.accept(rows.row());
            }
        }
    }

    /** Effective ratings over all hour leaves of a store, as they stand there; the committer's own count stands in the cut. */
    public static long ratings(Connection connection, String schema) throws SQLException {
        String sum = RowTable.HOUR_LEAF.figures().stream()
                .filter(figure -> figure.number() <= Figure.DEFAULT_5.number())
                .map(figure -> "coalesce(sum(" + figure.column() + "), 0)")
                .collect(Collectors.joining(" + "));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + sum + " from " + schema + ".hour_leaf")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Number and digest of the rows of one store. */
    public static Summary digest(Connection connection, String schema, RowScope scope) throws SQLException {
        Merge merge = new Merge(none -> {});
        for (RowTable table : RowTable.values()) {
            if (table.within(scope).isPresent()) {
                try (RowStream rows = RowStream.ofTable(connection, table, schema, scope)) {
                    for (; rows.there(); rows.advance()) {
                        merge.digest(rows.row());
                    }
                }
            }
        }
        return merge.summary();
    }

    private static final class Merge {
        private final Consumer<Difference> differences;
        private final MessageDigest sha256;
        private long rows;
        private long differing;

        Merge(Consumer<Difference> differences) {
            this.differences = differences;
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        void run(RowKind kind, RowStream stored, RowStream replayed) throws SQLException {
            while (stored.there() || replayed.there()) {
                int order = order(stored, replayed);
                UUID id = order <= 0 ? stored.id() : replayed.id();
                Optional<Side> left = order <= 0 ? Optional.of(stored.row()) : Optional.empty();
                Optional<Side> right = order >= 0 ? Optional.of(replayed.row()) : Optional.empty();
                take(new Difference(kind, id, left, right));
                if (order <= 0) {
                    stored.advance();
                }
                if (order >= 0) {
                    replayed.advance();
                }
            }
        }

        void digest(Side row) {
            rows++;
            sha256.update((row.key() + "\n" + row.figures() + "\n").getBytes(StandardCharsets.UTF_8));
        }

        Summary summary() {
            return new Summary(rows, differing, HexFormat.of().formatHex(sha256.digest()));
        }

        private static int order(RowStream left, RowStream right) throws SQLException {
            if (!left.there() || !right.there()) {
                return left.there() ? -1 : 1;
            }
            return compareAsTheServer(left.id(), right.id());
        }

        private void take(Difference row) {
            row.replayed().ifPresentOrElse(this::digest, () -> rows++);
            boolean same = row.stored().isPresent()
                    && row.replayed().isPresent()
                    && row.stored().get().sameAs(row.replayed().get());
            if (!same || row.changedByHand()) {
                differing++;
                differences.accept(row);
            }
        }
    }

    /** PostgreSQL orders ids by their bytes without sign; {@link UUID#compareTo} does not. */
    private static int compareAsTheServer(UUID left, UUID right) {
        int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }
}
