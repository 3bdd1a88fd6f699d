package io.haochaping.store;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.row.RowText;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes rows set-wise inside the caller's transaction: COPY into a temporary table, one merge per kind of row; new rows of some kinds by COPY into their table. */
public final class RowLoader {
    private static final Logger LOG = LoggerFactory.getLogger(RowLoader.class);
    private static final int CHUNK = 1 << 16;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final String schema;
    private final RowDigest digest = new RowDigest();
    private final CopyRows rows = new CopyRows();
    private final ByteWriter text = new ByteWriter(512);
    private final ByteReader reader = new ByteReader();
    private final Set<UUID> leaves = new HashSet<>();

    public RowLoader(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** Brings the rows to their state after the cut; those that became zero go. */
    public void apply(Collection<RowUpdate> updates, long epoch) throws SQLException {
        Map<RowKind, List<RowUpdate>> byKind = byKind(updates);
        for (Map.Entry<RowKind, List<RowUpdate>> entry : byKind.entrySet()) {
            RowTable table = RowTable.of(entry.getKey());
            List<RowUpdate> others = entry.getValue();
            if (table.takesNewRowsDirectly()) {
                List<RowUpdate> fresh = others.stream().filter(RowLoader::isNew).toList();
                if (!fresh.isEmpty() && insert(table, fresh, epoch)) {
                    others = others.stream().filter(update -> !isNew(update)).toList();
                }
            }
            List<UUID> gone = stage(table, others, epoch);
            merge(table);
            delete(table, gone);
        }
    }

    /** Makes the rows all that there is, but for hour leaves, tag rows and flags of {@code finalThrough} (milliseconds) or before. */
    public void restate(Collection<RowUpdate> updates, long epoch, long finalThrough) throws SQLException {
        Map<RowKind, List<RowUpdate>> byKind = byKind(updates);
        for (RowTable table : RowTable.values()) {
            stage(table, byKind.getOrDefault(table.kind(), List.of()), epoch);
            merge(table);
            try (PreparedStatement delete = connection.prepareStatement(table.deleteUnstaged(schema))) {
                if (table.becomesFinal()) {
                    delete.setLong(1, finalThrough);
                }
                delete.executeUpdate();
            }
        }
    }

    /**
     * Of two updates of one row the later holds: figures are absolute, and a merge refuses to touch a row twice. In the order of their keys, so that rows of one hour or minute, which lie side by side in every index
     * (docs/decisions/0094), come one behind the other.
     */
    private static Map<RowKind, List<RowUpdate>> byKind(Collection<RowUpdate> updates) {
        Map<RowKey, RowUpdate> latest = new HashMap<>(updates.size() * 2);
        updates.forEach(update -> latest.put(update.key(), update));
        Map<RowKind, List<RowUpdate>> byKind = new EnumMap<>(RowKind.class);
        for (RowUpdate update : updates) {
            if (latest.get(update.key()) == update) {
                byKind.computeIfAbsent(update.key().kind(), kind -> new ArrayList<>())
                        .add(update);
            }
        }
        byKind.values().forEach(ofKind -> ofKind.sort(Comparator.comparing(RowUpdate::key)));
        return byKind;
    }

    /** Hour leaves that were written and stand. */
    public Set<UUID> leaves() {
        return leaves;
    }

    private static boolean isNew(RowUpdate update) {
        return update.before().isZero() && !update.after().isZero();
    }

    /** False: the table has one of them already, which no cut wrote; nothing was inserted, and a merge replaces it as it always did. */
    private boolean insert(RowTable table, List<RowUpdate> fresh, long epoch) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            UsedColumns used = UsedColumns.of(table, fresh);
            copy(
                    table.copyNew(schema, used.figures(), used.buckets()),
                    fresh,
                    update -> writeRow(table, used, update, epoch));
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException refused) {
            if (!UNIQUE_VIOLATION.equals(refused.getSQLState())) {
                throw refused;
            }
            connection.rollback(before);
            LOG.warn("{}.{} holds a row that no cut has written; this cut replaces it", schema, table.table());
            return false;
        }
    }

    private void copy(String sql, Collection<RowUpdate> updates, Consumer<RowUpdate> write) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            rows.begin();
            for (RowUpdate update : updates) {
                write.accept(update);
                if (rows.length() >= CHUNK) {
                    copy.writeToCopy(rows.array(), 0, rows.length());
                    rows.clear();
                }
            }
            rows.end();
            copy.writeToCopy(rows.array(), 0, rows.length());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Copies what stands into the staging table; returns the ids of what is gone. */
    private List<UUID> stage(RowTable table, Collection<RowUpdate> updates, long epoch) throws SQLException {
        List<UUID> gone = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(table.createStage());
        }
        UsedColumns used = UsedColumns.of(table, updates);
        copy(table.copyIntoStage(used.figures(), used.buckets()), updates, update -> {
            if (update.after().isZero()) {
                gone.add(digest.id(update.key()));
            } else {
                writeRow(table, used, update, epoch);
            }
        });
        return gone;
    }

    private void writeRow(RowTable table, UsedColumns used, RowUpdate update, long epoch) {
        RowKey key = update.key();
        RowText.write(key, text.clear());
        rows.row(table.copiedColumns(used));
        UUID id = digest.id(key, text.array(), text.length());
        rows.id(id);
        if (table == RowTable.HOUR_LEAF) {
            leaves.add(id);
        }
        writeKey(table, key);
        Tally figures = update.after();
        int written = writeFigures(used.figures(), figures);
        if (used.buckets()) {
            written += writeBuckets(figures, Figure.CALENDAR_BUCKETS) + writeBuckets(figures, Figure.WORKING_BUCKETS);
        }
        if (written != figures.size()) {
            throw new IllegalStateException(
                    "table " + table.table() + " has no column for a figure of the row " + key + ": " + figures);
        }
        byte[] hash = digest.hash(text, figures, epoch);
        rows.bigint(epoch).bytes(hash, 0, hash.length);
    }

    /** Texts of hours and minutes, which are nearly all rows, go from the key's bytes to the copied ones. */
    private void writeKey(RowTable table, RowKey key) {
        ByteReader in = reader.reset(key.bytes(), 1, key.bytes().length - 1);
        switch (key.kind()) {
            case HOUR -> {
                rows.smallint(in.readByte()).instant(key.time());
                in.readInt();
                writeTexts(key.bytes(), in);
            }
            case MINUTE -> {
                rows.instant(key.time());
                in.readInt();
                writeTexts(key.bytes(), in);
            }
            default -> {
                List<Object> parts = key.parts();
                for (int i = 0; i < parts.size(); i++) {
                    writePart(table.keys().get(i).copied(), parts.get(i));
                }
            }
        }
    }

    private void writeTexts(byte[] key, ByteReader in) {
        while (in.hasMore()) {
            int count = in.readCount();
            rows.text(key, in.position(), count);
            in.skip(count);
        }
    }

    private void writePart(RowTable.Copied type, Object part) {
        switch (type) {
            case TEXT -> rows.text((String) part);
            case FLAG -> rows.flag((Boolean) part);
            case SMALLINT -> rows.smallint(((Number) part).intValue());
            case INT -> rows.integer(((Number) part).intValue());
            case BIGINT -> rows.bigint(((Number) part).longValue());
            case INSTANT -> rows.instant(((Number) part).longValue());
        }
    }

    /** Both rise by figure number. Returns how many columns are not null. */
    private int writeFigures(List<Figure> columns, Tally figures) {
        int written = 0;
        int at = 0;
        for (Figure figure : columns) {
            while (at < figures.size() && figures.number(at) < figure.number()) {
                at++;
            }
            if (at < figures.size() && figures.number(at) == figure.number()) {
                rows.bigint(figures.amount(at));
                written++;
            } else {
                rows.nothing();
            }
        }
        return written;
    }

    /** Returns how many buckets there were. */
    private int writeBuckets(Tally figures, int first) {
        int from = 0;
        while (from < figures.size() && figures.number(from) < first) {
            from++;
        }
        int to = from;
        while (to < figures.size() && figures.number(to) < first + Figure.BUCKET_SPACE) {
            to++;
        }
        if (from == to) {
            rows.nothing().nothing();
            return 0;
        }
        rows.integers(to - from);
        for (int i = from; i < to; i++) {
            rows.integer(figures.number(i) - first);
        }
        rows.bigints(to - from);
        for (int i = from; i < to; i++) {
            rows.bigint(figures.amount(i));
        }
        return to - from;
    }

    private void merge(RowTable table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(table.mergeStage(schema));
        }
    }

    private void delete(RowTable table, List<UUID> gone) throws SQLException {
        if (gone.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(table.deleteByIds(schema))) {
            statement.setArray(1, connection.createArrayOf("uuid", gone.toArray()));
            statement.executeUpdate();
        }
    }
}
