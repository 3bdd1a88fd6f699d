package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.NINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Law 4: a reader sees whole cuts, and none older after a newer one. */
class ConsistentCutTest {
    private static final int CUTS = 200;

    private final Database database = Database.ofItsOwn();
    private final AtomicBoolean ended = new AtomicBoolean();

    private record Seen(
            long epoch, long ratings, long counted, long leafRatings, long equationCounted, boolean oneEpoch) {}

    @Test
    void aReaderWhoPollsSeesOnlyWholeCutsInTheirOrder() throws Exception {
        CompletableFuture<List<Seen>> reader = CompletableFuture.supplyAsync(this::poll);
        try {
            commitCuts();
        } finally {
            ended.set(true);
        }
        List<Seen> seen = reader.get(60, TimeUnit.SECONDS);

        assertThat(seen).extracting(Seen::epoch).isSorted();
        assertThat(seen.stream().map(Seen::epoch).distinct().count())
                .as("the reader did look while cuts came")
                .isGreaterThan(10);
        assertThat(seen).allSatisfy(cut -> {
            assertThat(cut.leafRatings).isEqualTo(cut.ratings);
            assertThat(cut.equationCounted).isEqualTo(cut.counted);
            assertThat(cut.oneEpoch).as("a row of a later cut is never seen").isTrue();
        });
        assertThat(seen.get(seen.size() - 1).epoch).isEqualTo(CUTS);
    }

    private void commitCuts() throws Exception {
        Random random = new Random(7);
        Map<RowKey, Tally> rows = new HashMap<>();
        try (StoreCommitter store = new StoreCommitter(database.address(), StoreCommitterTest.SETTINGS)) {
            for (int i = 1; i <= CUTS; i++) {
                List<RowUpdate> updates = new ArrayList<>();
                for (int change = 0; change < 40; change++) {
                    long hour = NINE + random.nextInt(5) * Rows.HOUR;
                    RowKey key = Rows.hour(hour, "d" + random.nextInt(20), Part.of(random.nextInt(2)));
                    set(rows, key, Tally.of(Figure.LEVEL_5, random.nextInt(4)), updates);
                }
                long ratings = rows.values().stream().mapToLong(Tally::ratings).sum();
                RowKey equation = Rows.equation("rating.web", 0);
                Tally before = rows.getOrDefault(equation, Tally.ZERO);
                updates.add(new RowUpdate(equation, Tally.of(Figure.COUNTED, ratings), before));
                Cut cut = cut("a/" + i)
                        .after(i == 1 ? "" : "a/" + (i - 1))
                        .through(NINE)
                        .rows(updates)
                        .totals(new Totals(ratings, ratings, 0, ratings, ratings))
                        .draw();
                assertThat(store.commit(cut)).isEqualTo(StoreCommitter.Outcome.COMMITTED);
            }
        }
    }

    private static void set(Map<RowKey, Tally> rows, RowKey key, Tally after, List<RowUpdate> updates) {
        Tally before = rows.put(key, after);
        updates.add(new RowUpdate(key, after, before == null ? Tally.ZERO : before));
    }

    private List<Seen> poll() {
        List<Seen> seen = new ArrayList<>();
        try (Connection connection = database.address().connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            boolean last;
            do {
                last = ended.get();
                look(statement, seen);
                connection.commit();
            } while (!last);
            return seen;
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Several statements in one transaction, the cut first and the rows after it. */
    private void look(Statement statement, List<Seen> seen) throws java.sql.SQLException {
        String schema = database.address().schema();
        long[] cut = numbers(statement, "select epoch, total_ratings, total_counted from " + schema + ".v_cut");
        if (cut == null) {
            return;
        }
        long leaves = numbers(statement, "select coalesce(sum(ratings), 0) from " + schema + ".v_hour")[0];
        long counted = numbers(statement, "select counted from " + schema + ".v_equation where grain = 'total'")[0];
        long newest = numbers(
                statement,
                "select greatest((select max(epoch) from " + schema + ".hour_leaf), (select max(epoch) from " + schema
                        + ".equation_row))")[0];
        seen.add(new Seen(cut[0], cut[1], cut[2], leaves, counted, newest <= cut[0]));
    }

    private static long[] numbers(Statement statement, String sql) throws java.sql.SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                return null;
            }
            long[] numbers = new long[row.getMetaData().getColumnCount()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = row.getLong(i + 1);
            }
            return numbers;
        }
    }
}
