package io.haochaping.witness;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.stack.Await;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoredRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The store as a reader finds it, over one connection that is opened anew after a failure. For one thread at a time. */
public final class StoreView implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String HEAD_CUT = "from cut where epoch = (select epoch from store_head)";

    /** Closing equation per partition, per topic and in total, and effective ratings = counted + generated. */
    private static final String GAPS = """
            select grain || ' ' || coalesce(topic, '') || '-' || coalesce(partition::text, '') || ': gap ' || gap
            from v_equation where gap <> 0
            union all
            select 'ratings: gap ' || rating_gap from v_cut where rating_gap <> 0
            """;

    private final StoreAddress address;
    private Connection connection;

    public StoreView(StoreAddress address) {
        this.address = address;
    }

    /**
     * What was read in one transaction: the rows, and what the very cut that holds them says of itself.
     *
     * @param received records but ticks
     * @param completeThrough milliseconds; −1: not known yet
     * @param gaps where either equation does not close, a line each
     */
    public record Copy(
            long epoch,
            SortedMap<TopicPartition, Long> starts,
            SortedMap<TopicPartition, Long> ends,
            SortedMap<TopicPartition, Long> received,
            long completeThrough,
            List<String> gaps,
            SortedMap<RowKey, Tally> rows) {}

    public Copy copy() throws SQLException {
        return inOneSnapshot(open -> {
            long epoch;
            long completeThrough;
            SortedMap<TopicPartition, Long> starts = new TreeMap<>();
            SortedMap<TopicPartition, Long> ends = new TreeMap<>();
            SortedMap<TopicPartition, Long> received = new TreeMap<>();
            try (Statement statement = open.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select epoch, topics, partitions, start_offsets, end_offsets, received, complete_through "
                                    + HEAD_CUT)) {
                row.next();
                epoch = row.getLong(1);
                String[] topics = (String[]) row.getArray(2).getArray();
                Integer[] numbers = (Integer[]) row.getArray(3).getArray();
                Long[] from = (Long[]) row.getArray(4).getArray();
                Long[] to = (Long[]) row.getArray(5).getArray();
                Long[] taken = (Long[]) row.getArray(6).getArray();
                Timestamp through = row.getTimestamp(7);
                completeThrough = through == null ? -1 : through.getTime();
                for (int i = 0; i < topics.length; i++) {
                    TopicPartition source = new TopicPartition(topics[i], numbers[i]);
                    starts.put(source, from[i]);
                    ends.put(source, to[i]);
                    received.put(source, taken[i]);
                }
            }
            SortedMap<RowKey, Tally> rows = StoredRows.read(open, address.schema());
            return new Copy(epoch, starts, ends, received, completeThrough, texts(open, GAPS), rows);
        });
    }

    public SortedMap<RowKey, Tally> rows() throws SQLException {
        return inOneSnapshot(open -> StoredRows.read(open, address.schema()));
    }

    /** The one number a query gives; −1 where it gives none or NULL. Unqualified names are the store's. */
    public long number(String sql) throws SQLException {
        return inOneSnapshot(open -> {
            try (Statement statement = open.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                if (!row.next()) {
                    return -1L;
                }
                long number = row.getLong(1);
                return row.wasNull() ? -1L : number;
            }
        });
    }

    public List<String> texts(String sql) throws SQLException {
        return inOneSnapshot(open -> texts(open, sql));
    }

    private static List<String> texts(Connection open, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = open.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    public void execute(String sql) throws SQLException {
        inOneSnapshot(open -> {
            try (Statement statement = open.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    public long epoch() throws SQLException {
        return number("select epoch from store_head");
    }

    public long restatements() throws SQLException {
        return number("select count(*) from cut where restatement");
    }

    public boolean markedRestored() throws SQLException {
        return number("select count(*) from store_head where restored") == 1;
    }

    /** Waits until the head holds so many records and is complete through this instant. */
    public void awaitReceived(long records, long completeThrough, Runnable check) {
        String sql = "select count(*) " + HEAD_CUT + " and total_received >= " + records
                + " and coalesce(extract(epoch from complete_through) * 1000, -1) >= " + completeThrough;
        Await.until("a cut with " + records + " records, complete through " + completeThrough, PATIENCE, () -> {
            check.run();
            return number(sql) == 1;
        });
    }

    /** Waits until the head has read so many offsets of all partitions together. */
    public void awaitOffsets(long offsets, Runnable check) {
        Await.until("a cut with " + offsets + " offsets", PATIENCE, () -> {
            check.run();
            return offsets() >= offsets;
        });
    }

    /** End offsets of the head, all partitions together; −1: there is no cut. */
    public long offsets() throws SQLException {
        return number("select sum(o) from cut, unnest(end_offsets) o where epoch = (select epoch from store_head)");
    }

    /** Refused records per partition as topic-partition count: what the index holds, and what the equation says. */
    public List<String> quarantineIndex() throws SQLException {
        return texts("select topic || '-' || partition || ' ' || count(*) from quarantine group by topic, partition"
                + " order by topic, partition");
    }

    public List<String> quarantineInEquation() throws SQLException {
        return texts("select topic || '-' || partition || ' ' || sum(quarantined) from equation_row"
                + " where quarantined <> 0 group by topic, partition order by topic, partition");
    }

    public interface Look<T> {
        T at(Connection open) throws SQLException;
    }

    public <T> T inOneSnapshot(Look<T> look) throws SQLException {
        try {
            if (connection == null) {
                connection = address.connect();
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setSchema(address.schema());
            }
            T seen = look.at(connection);
            connection.commit();
            return seen;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is broken, which is why it is closed.
            }
            connection = null;
        }
    }
}
