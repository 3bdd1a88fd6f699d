package io.haochaping.dashboard.page;

import io.haochaping.dashboard.TestStore;
import io.haochaping.dashboard.cut.StoreAddress;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.CompletionTimes;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store in which ratings and completions are added up into rows, cut by cut. */
final class BusyStore {
    private final TestStore store = TestStore.fresh();
    private final Map<RowKey, Tally> standing = new HashMap<>();
    private final Set<RowKey> changed = new HashSet<>();
    private int badReviews;

    StoreAddress address() {
        return store.address();
    }

    /** Ratings that people gave, in the hour and the minute of that instant; each of levels 1 and 2 is a bad review. */
    BusyStore rate(Instant at, String department, String venue, String channel, int level, int times) {
        return rate(at, department, venue, channel, level, times, TestStore.REGION, "builtin-1");
    }

    /** The same in a region and, in the hour, under a version of the rules. */
    BusyStore rate(
            Instant at,
            String department,
            String venue,
            String channel,
            int level,
            int times,
            String region,
            String version) {
        Tally tally = Tally.of(Figure.level(level), times);
        long hour = at.truncatedTo(ChronoUnit.HOURS).toEpochMilli();
        add(TestStore.hour(hour, Part.IN_TIME, department, venue, channel, region, version), tally);
        long minute = at.truncatedTo(ChronoUnit.MINUTES).toEpochMilli();
        add(TestStore.minute(minute, department, channel, region), tally);
        for (int i = 0; level <= 2 && i < times; i++) {
            badReviews++;
            add(
                    RowKey.bad(
                            new ByteWriter(64),
                            "gd",
                            "case-" + badReviews,
                            1,
                            level,
                            at.toEpochMilli(),
                            where(department, venue, channel),
                            "115;209",
                            i % 2 == 0),
                    Tally.of(Figure.OPEN, 1));
        }
        return this;
    }

    /** Completed cases that took so many seconds each; nobody has rated them. */
    BusyStore complete(Instant at, String department, String venue, int cases, int seconds) {
        TallyAccumulator tally = new TallyAccumulator()
                .add(Figure.COMPLETED, cases)
                .add(Figure.TIMED, cases)
                .add(Figure.CALENDAR_SECONDS, (long) cases * seconds);
        add(minute(at, department, venue, "on-site"), tally.toTally());
        tally.add(Figure.CALENDAR_BUCKETS + CompletionTimes.bucketOf(seconds), cases);
        add(hour(at, department, venue, "on-site"), tally.toTally());
        return this;
    }

    private static RowKey hour(Instant at, String department, String venue, String channel) {
        long hour = at.truncatedTo(ChronoUnit.HOURS).toEpochMilli();
        return TestStore.hour(hour, Part.IN_TIME, department, venue, channel, TestStore.REGION);
    }

    private static RowKey minute(Instant at, String department, String venue, String channel) {
        long minute = at.truncatedTo(ChronoUnit.MINUTES).toEpochMilli();
        return RowKey.minute(new ByteWriter(64), minute, where(department, venue, channel));
    }

    private static Dimensions where(String department, String venue, String channel) {
        return new Dimensions(TestStore.REGION, department, venue, "item-1", channel, "");
    }

    private void add(RowKey key, Tally tally) {
        standing.merge(key, tally, Tally::plus);
        changed.add(key);
    }

    /** As the job does when it opens the store. */
    BusyStore under(RuleBook book) throws SQLException {
        store.under(book);
        return this;
    }

    /** Commits what was added since the last cut. */
    void commit(Instant completeThrough) throws SQLException {
        Map<RowKey, Tally> rows = new HashMap<>();
        changed.forEach(key -> rows.put(key, standing.get(key)));
        changed.clear();
        store.commit(completeThrough.toString(), rows);
    }

    /** As if so many records had been received that stand in no class. */
    void lose(int records) {
        store.execute("insert into $.equation_row values (gen_random_uuid(), 'rating.web', 7, 'rating', -" + records
                + ", 0, 0, 0, 0, 0, 0, '')");
    }

    void markRestored() {
        store.execute("select $.mark_restored()");
    }

    String epoch() {
        return rows("select epoch from $.v_cut").get(0).get(0);
    }

    /** All rows as text; {@code $.} stands for the schema. */
    List<List<String>> rows(String sql) {
        return store.rows(sql).stream()
                .map(row -> List.of(row.split("\\|", -1)))
                .toList();
    }
}
