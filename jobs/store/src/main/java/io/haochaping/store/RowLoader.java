package io.haochaping.store;

import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes rows set-wise inside the caller's transaction: COPY into a temporary table, one merge per kind of row. */
public final class RowLoader {
    private static final int CHUNK = 1 << 16;
    private static final int HASH_BYTES = 16;

    private final Connection connection;
    private final String schema;
    private final MessageDigest sha256;
    private final CopyLines lines = new CopyLines();

    public RowLoader(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Brings the rows to their state after the cut; those that became zero go. */
    public void apply(Collection<RowUpdate> updates, long epoch) throws SQLException {
        Map<RowKind, List<RowUpdate>> byKind = byKind(updates);
        for (Map.Entry<RowKind, List<RowUpdate>> entry : byKind.entrySet()) {
            RowTable table = RowTable.of(entry.getKey());
            List<UUID> gone = stage(table, entry.getValue(), epoch);
            merge(table);
            delete(table, gone);
        }
    }

    /** Makes the rows all that there is, but for hour leaves before {@code openFrom}, which are final. */
    public void restate(Collection<RowUpdate> updates, long epoch, long openFrom) throws SQLException {
        Map<RowKind, List<RowUpdate>> byKind = byKind(updates);
        for (RowTable table : RowTable.values()) {
            stage(table, byKind.getOrDefault(table.kind(), List.of()), epoch);
            merge(table);
            try (PreparedStatement delete = connection.prepareStatement(table.deleteUnstaged(schema))) {
                if (table.kind() == RowKind.HOUR) {
                    delete.setLong(1, openFrom);
                }
                delete.executeUpdate();
            }
        }
    }

    private static Map<RowKind, List<RowUpdate>> byKind(Collection<RowUpdate> updates) {
        Map<RowKind, List<RowUpdate>> byKind = new EnumMap<>(RowKind.class);
        for (RowUpdate update : updates) {
            byKind.computeIfAbsent(update.key().kind(), kind -> new ArrayList<>())
                    .add(update);
        }
        return byKind;
    }

    /** Copies what stands into the staging table; returns the ids of what is gone. */
    private List<UUID> stage(RowTable table, List<RowUpdate> updates, long epoch) throws SQLException {
        List<UUID> gone = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(table.createStage());
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyIntoStage());
        try {
            lines.clear();
            for (RowUpdate update : updates) {
                String key = update.key().toString();
                if (update.after().isZero()) {
                    gone.add(id(key));
                    continue;
                }
                writeLine(table, update, key, epoch);
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
        return gone;
    }

    private void writeLine(RowTable table, RowUpdate update, String key, long epoch) {
        lines.text(id(key).toString());
        for (Object part : update.key().parts()) {
            writePart(part);
        }
        Tally figures = update.after();
        for (Figure figure : table.figures()) {
            long amount = figures.get(figure);
            if (amount == 0) {
                lines.nothing();
            } else {
                lines.number(amount);
            }
        }
        if (table.hasBuckets()) {
            writeBuckets(figures, Figure.CALENDAR_BUCKETS);
            writeBuckets(figures, Figure.WORKING_BUCKETS);
        }
        lines.number(epoch).bytes(rowHash(key, figures, epoch), HASH_BYTES).endLine();
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

    private void writeBuckets(Tally figures, int first) {
        StringBuilder buckets = new StringBuilder("{");
        StringBuilder counts = new StringBuilder("{");
        for (int i = 0; i < figures.size(); i++) {
            int number = figures.number(i);
            if (number >= first && number < first + Figure.BUCKET_SPACE) {
                String comma = buckets.length() == 1 ? "" : ",";
                buckets.append(comma).append(number - first);
                counts.append(comma).append(figures.amount(i));
            }
        }
        if (buckets.length() == 1) {
            lines.nothing().nothing();
        } else {
            lines.literal(buckets.append('}')).literal(counts.append('}'));
        }
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

    /** First 128 bits of the SHA-256 of the key's text, so that anyone can find a row's id by the text alone. */
    private UUID id(String keyText) {
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest(keyText.getBytes(StandardCharsets.UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }

    /** Hash of key, figures and epoch: a row that was changed by hand no longer fits it. */
    byte[] rowHash(String keyText, Tally figures, long epoch) {
        String text = keyText + "\n" + figures + "\n" + epoch;
        return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
