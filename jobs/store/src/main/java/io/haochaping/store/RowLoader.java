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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final long YEAR_10000 = 253_402_300_800_000L;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final String schema;
    private final RowDigest digest = new RowDigest();
    private final CopyLines lines = new CopyLines();
    private final ByteWriter text = new ByteWriter(512);
    private final ByteReader reader = new ByteReader();

    public RowLoader(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** Brings the rows to their state after the cut; those that became zero go. */
    public void apply(Collection<RowUpdate> updates, long epoch) throws SQLException {
        Map<RowKind, Collection<RowUpdate>> byKind = byKind(updates);
        for (Map.Entry<RowKind, Collection<RowUpdate>> entry : byKind.entrySet()) {
            RowTable table = RowTable.of(entry.getKey());
            Collection<RowUpdate> others = entry.getValue();
            if (table.takesNewRowsDirectly()) {
                List<RowUpdate> fresh =
                        others.stream().filter(RowLoader::goesDirectly).toList();
                if (!fresh.isEmpty() && insert(table, fresh, epoch)) {
                    others = others.stream()
                            .filter(update -> !goesDirectly(update))
                            .toList();
                }
            }
            List<UUID> gone = stage(table, others, epoch);
            merge(table);
            delete(table, gone);
        }
    }

    /** Makes the rows all that there is, but for hour leaves, tag rows and flags of {@code finalThrough} (milliseconds) or before. */
    public void restate(Collection<RowUpdate> updates, long epoch, long finalThrough) throws SQLException {
        Map<RowKind, Collection<RowUpdate>> byKind = byKind(updates);
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

    /** Of two updates of one row the later holds: figures are absolute, and a merge refuses to touch a row twice. */
    private static Map<RowKind, Collection<RowUpdate>> byKind(Collection<RowUpdate> updates) {
        Map<RowKey, RowUpdate> latest = new HashMap<>(updates.size() * 2);
        updates.forEach(update -> latest.put(update.key(), update));
        Map<RowKind, Collection<RowUpdate>> byKind = new EnumMap<>(RowKind.class);
        for (RowUpdate update : updates) {
            if (latest.get(update.key()) == update) {
                byKind.computeIfAbsent(update.key().kind(), kind -> new ArrayList<>())
                        .add(update);
            }
        }
        return byKind;
    }

    /** New, and of a time that Java and PostgreSQL write alike: a default due after a rating of the year 9999 is not. */
    private static boolean goesDirectly(RowUpdate update) {
        long time = update.key().time();
        return update.before().isZero() && !update.after().isZero() && time >= 0 && time < YEAR_10000;
    }

    /** False: the table has one of them already, which no cut wrote; nothing was inserted, and a merge replaces it as it always did. */
    private boolean insert(RowTable table, List<RowUpdate> fresh, long epoch) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            UsedColumns used = UsedColumns.of(table, fresh);
            copy(
                    table.copyNew(schema, used.figures(), used.buckets()),
                    fresh,
                    update -> writeLine(table, used, update, epoch, true));
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

    private void copy(String sql, Collection<RowUpdate> updates, Consumer<RowUpdate> line) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            lines.clear();
            for (RowUpdate update : updates) {
                line.accept(update);
                if (lines.length() >= CHUNK) {
                    copy.writeToCopy(lines.array(), 0, lines.length());
                    lines.clear();
                }
            }
            copy.writeToCopy(lines.array(), 0, lines.length());
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
                writeLine(table, used, update, epoch, false);
            }
        });
        return gone;
    }

    /** @param direct for the table itself, which has instants where the stage has milliseconds */
    private void writeLine(RowTable table, UsedColumns used, RowUpdate update, long epoch, boolean direct) {
        RowKey key = update.key();
        RowText.write(key, text.clear());
        lines.id(digest.id(key, text.array(), text.length()));
        writeKey(table, key, direct);
        Tally figures = update.after();
        int written = writeFigures(used.figures(), figures);
        if (used.buckets()) {
            written += writeBuckets(figures, Figure.CALENDAR_BUCKETS) + writeBuckets(figures, Figure.WORKING_BUCKETS);
        }
        if (written != figures.size()) {
            throw new IllegalStateException(
                    "table " + table.table() + " has no column for a figure of the row " + key + ": " + figures);
        }
        lines.number(epoch)
                .bytes(digest.hash(text.array(), text.length(), figures, epoch))
                .endLine();
    }

    /** Texts of hours and minutes, which are nearly all rows, go from the key's bytes to the line's. */
    private void writeKey(RowTable table, RowKey key, boolean direct) {
        ByteReader in = reader.reset(key.bytes(), 1, key.bytes().length - 1);
        switch (key.kind()) {
            case HOUR -> {
                lines.number(in.readByte());
                in.readInt();
                writeTime(key.time(), direct);
                writeTexts(key.bytes(), in);
            }
            case MINUTE -> {
                in.readInt();
                writeTime(key.time(), direct);
                writeTexts(key.bytes(), in);
            }
            default -> {
                List<Object> parts = key.parts();
                for (int i = 0; i < parts.size(); i++) {
                    if (direct && table.keys().get(i).isInstant()) {
                        writeTime((Long) parts.get(i), true);
                    } else {
                        writePart(parts.get(i));
                    }
                }
            }
        }
    }

    private void writeTime(long time, boolean direct) {
        if (direct) {
            lines.literal(Instant.ofEpochMilli(time).toString());
        } else {
            lines.number(time);
        }
    }

    private void writeTexts(byte[] key, ByteReader in) {
        while (in.hasMore()) {
            int count = in.readCount();
            lines.text(key, in.position(), count);
            in.skip(count);
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
                lines.number(figures.amount(at));
                written++;
            } else {
                lines.nothing();
            }
        }
        return written;
    }

    private void writePart(Object part) {
        if (part instanceof String text) {
            lines.text(text);
        } else if (part instanceof Boolean flag) {
            lines.flag(flag);
        } else {
            lines.number(((Number) part).longValue());
        }
    }

    /** Returns how many buckets there were. */
    private int writeBuckets(Tally figures, int first) {
        int written = 0;
        StringBuilder buckets = new StringBuilder("{");
        StringBuilder counts = new StringBuilder("{");
        for (int i = 0; i < figures.size(); i++) {
            int number = figures.number(i);
            if (number >= first && number < first + Figure.BUCKET_SPACE) {
                String comma = buckets.length() == 1 ? "" : ",";
                buckets.append(comma).append(number - first);
                counts.append(comma).append(figures.amount(i));
                written++;
            }
        }
        if (buckets.length() == 1) {
            lines.nothing().nothing();
        } else {
            lines.literal(buckets.append('}')).literal(counts.append('}'));
        }
        return written;
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
