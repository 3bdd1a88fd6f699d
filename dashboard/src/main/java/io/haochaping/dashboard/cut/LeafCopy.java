package io.haochaping.dashboard.cut;

import io.haochaping.dashboard.figures.CodeBook;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.TallyAccumulator;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads many leaves in the binary form of COPY. A year is some millions of rows of thirty columns, most of them zero: as objects of the driver they cost five times
 * what they cost as bytes.
 *
 * <p>Columns: where leaves are read one by one, the hour in seconds as bigint and the id; region, department, venue, channel as text; figures as bigint; buckets as int[] and their counts as bigint[], both of them null where there are none.
 */
final class LeafCopy {
    /** Eleven fixed bytes, a word of flags and a word with the length of the extension, which is empty. */
    private static final int HEADER_BYTES = 19;

    private static final long MILLIS_PER_SECOND = 1_000;
    private static final short END = -1;

    private final CodeBook codes;
    private final List<Column> columns;
    private final TextsOnce texts = new TextsOnce();

    LeafCopy(CodeBook codes, List<Column> columns) {
        this.codes = codes;
        this.columns = columns;
    }

    /** What becomes of a row. */
    private interface Row {
        void read(ByteBuffer in);
    }

    /**
     * Adds leaves up to cells.
     *
     * @param query of the columns above but the id; it takes no parameters, as COPY takes none
     */
    void read(Connection connection, String query, Map<Long, TallyAccumulator> sums) throws SQLException {
        read(connection, query, in -> {
            long cell = readCell(in);
            addFigures(in, sums.computeIfAbsent(cell, first -> new TallyAccumulator()));
        });
    }

    /** Leaves one by one, by the start of their hour in milliseconds. */
    Map<Long, Map<UUID, HeldLeaves.Leaf>> leaves(Connection connection, String query) throws SQLException {
        Map<Long, Map<UUID, HeldLeaves.Leaf>> leaves = new HashMap<>();
        TallyAccumulator figures = new TallyAccumulator();
        read(connection, query, in -> {
            in.getInt();
            long hour = in.getLong() * MILLIS_PER_SECOND;
            in.getInt();
            UUID id = new UUID(in.getLong(), in.getLong());
            long cell = readCell(in);
            addFigures(in, figures);
            leaves.computeIfAbsent(hour, first -> new HashMap<>())
                    .put(id, new HeldLeaves.Leaf(cell, figures.toTally()));
            figures.clear();
        });
        return leaves;
    }

    private void read(Connection connection, String query, Row each) throws SQLException {
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (" + query + ") to stdout (format binary)");
        try {
            boolean first = true;
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                ByteBuffer in = ByteBuffer.wrap(row);
                if (first) {
                    // The header comes in front of the first row, or of the end.
                    in.position(HEADER_BYTES);
                    first = false;
                }
                if (in.hasRemaining() && in.getShort() != END) {
                    each.read(in);
                }
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private long readCell(ByteBuffer in) {
        String region = texts.read(in);
        String department = texts.read(in);
        String venue = texts.read(in);
        return codes.key(department, venue, texts.read(in), region);
    }

    private void addFigures(ByteBuffer in, TallyAccumulator sum) {
        for (Column column : columns) {
            long amount = in.getInt() < 0 ? 0 : in.getLong();
            if (amount != 0) {
                sum.add(column.number(), amount);
            }
        }
        addBuckets(in, sum);
    }

    /** An array: how many dimensions, whether it holds nulls, the type, then length and lower bound of each dimension, then its elements with their lengths. */
    private static void addBuckets(ByteBuffer in, TallyAccumulator sum) {
        int bucketBytes = in.getInt();
        if (bucketBytes < 0) {
            skip(in, in.getInt());
            return;
        }
        ByteBuffer buckets = in.slice(in.position(), bucketBytes);
        skip(in, bucketBytes);
        ByteBuffer counts = in.slice(in.position() + Integer.BYTES, in.getInt(in.position()));
        skip(in, in.getInt());
        int size = size(buckets);
        if (size(counts) != size) {
            throw new IllegalStateException("A leaf has " + size + " buckets and not as many counts");
        }
        for (int i = 0; i < size; i++) {
            buckets.getInt();
            counts.getInt();
            sum.add(Figure.CALENDAR_BUCKETS + buckets.getInt(), counts.getLong());
        }
    }

    private static int size(ByteBuffer array) {
        int dimensions = array.getInt();
        array.getInt();
        array.getInt();
        if (dimensions == 0) {
            return 0;
        }
        int size = array.getInt();
        array.getInt();
        return size;
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + Math.max(0, bytes));
    }
}
