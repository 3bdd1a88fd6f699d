package io.haochaping.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** How fast rows go in. Not among the tests that run by themselves: {@code mvn -pl jobs/store -am test -Dtest=RowLoaderSpeed}. */
class RowLoaderSpeed {
    private static final int ROWS = 200_000;

    @Test
    void newAndChangedHourLeaves() throws Exception {
        List<RowKey> keys = keys();
        for (int round = 1; round <= 3; round++) {
            Database database = Database.fresh();
            try (Connection connection = database.address().connect()) {
                RowLoader loader = new RowLoader(connection, database.address().schema());
                time("new", loader, connection, updates(keys, round, false), 1);
                time("changed", loader, connection, updates(keys, round + 10, true), 2);
                time("one row of ten gone", loader, connection, gone(keys), 3);
            }
            assertThat(database.one("select count(*) from $.hour_leaf")).isEqualTo(String.valueOf(ROWS - ROWS / 10));
        }
    }

    private static void time(String what, RowLoader loader, Connection connection, List<RowUpdate> updates, long epoch)
            throws Exception {
        Path session = Path.of("/proc/" + connection.unwrap(PGConnection.class).getBackendPID() + "/stat");
        long ticks = ticks(session);
        long ownTicks = ticks(Path.of("/proc/self/stat"));
        long start = System.nanoTime();
        loader.apply(updates, epoch);
        long applied = System.nanoTime();
        connection.commit();
        long committed = System.nanoTime();
        System.out.printf(
                "%-20s %,9d rows: processor time a row %.1f µs here, %.1f µs in the database's session; %,6d ms, commit %,4d ms, %,8.0f rows/s%n",
                what,
                updates.size(),
                (ticks(Path.of("/proc/self/stat")) - ownTicks) * 1e4 / updates.size(),
                (ticks(session) - ticks) * 1e4 / updates.size(),
                (applied - start) / 1_000_000,
                (committed - applied) / 1_000_000,
                updates.size() * 1e9 / (committed - start));
    }

    /** Hundredths of a second of processor time, behind the name in brackets. */
    private static long ticks(Path stat) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static List<RowKey> keys() {
        Random random = new Random(1);
        List<RowKey> keys = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Dimensions at = new Dimensions(
                    "4401" + (10_000_000 + random.nextInt(200)),
                    "11440100007482" + (100 + i % 800) + "L",
                    "hall-" + i % 3_000,
                    "11440100007482532L" + (1_000_000_000_000L + i),
                    "web",
                    "");
            keys.add(RowKey.hour(new ByteWriter(64), Rows.NINE - i % 2_000 * Rows.HOUR, Part.IN_TIME, at, "builtin-1"));
        }
        return keys;
    }

    private static List<RowUpdate> updates(List<RowKey> keys, int seed, boolean known) {
        Tally before = known ? Rows.tally(Figure.LEVEL_5, 1) : Tally.ZERO;
        Random random = new Random(seed);
        List<RowUpdate> updates = new ArrayList<>();
        for (RowKey key : keys) {
            Tally after = Rows.tally(
                    Figure.LEVEL_5,
                    1 + random.nextInt(9),
                    Figure.ACCEPTED,
                    1 + random.nextInt(9),
                    Figure.COMPLETED,
                    1 + random.nextInt(9),
                    Figure.RATED_CASES,
                    1,
                    Figure.TIMED,
                    1,
                    Figure.CALENDAR_SECONDS,
                    1 + random.nextInt(999_999),
                    Figure.CALENDAR_BUCKETS + random.nextInt(2_000),
                    1,
                    Figure.CALENDAR_BUCKETS + random.nextInt(2_000),
                    1);
            updates.add(new RowUpdate(key, after, before));
        }
        return updates;
    }

    private static List<RowUpdate> gone(List<RowKey> keys) {
        List<RowUpdate> gone = new ArrayList<>();
        for (int i = 0; i < keys.size(); i += 10) {
            gone.add(new RowUpdate(keys.get(i), Tally.ZERO, Rows.tally(Figure.LEVEL_5, 1)));
        }
        return gone;
    }
}
