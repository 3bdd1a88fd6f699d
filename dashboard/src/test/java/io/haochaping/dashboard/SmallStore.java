package io.haochaping.dashboard;

import static io.haochaping.domain.tally.Figure.*;

import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.CompletionTimes;
import io.haochaping.domain.tally.Tally;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A few rows of three departments, read completely through 2026-11-20 10:17:30. Figures in tests are added up by hand from here. */
public final class SmallStore {
    public static final String THROUGH = "2026-11-20T10:17:30+08:00";

    private static final String TODAY = "2026-11-20T10:00:00+08:00";
    private static final String FIRST_OF_MONTH = "2026-11-02T09:00:00+08:00";
    private static final String SPRING = "2026-04-02T10:00:00+08:00";

    private SmallStore() {}

    public static TestStore fresh() throws SQLException {
        TestStore store = TestStore.fresh();
        store.commit(THROUGH, rows());
        return store;
    }

    private static Map<RowKey, Tally> rows() {
        Map<RowKey, Tally> rows = new HashMap<>();
        // Today: civil 7 of 8 good; tax nothing but defaults; housing completed one case and was never rated.
        rows.put(
                TestStore.hour(TODAY, "civil", "web"),
                TestStore.tally(LEVEL_5, 6, LEVEL_3, 1, LEVEL_1, 1, REAL_NAME_BAD, 1));
        rows.put(TestStore.hour(TODAY, "tax", "default"), TestStore.tally(DEFAULT_3, 2, GENERATED_DEFAULTS, 2));
        rows.put(
                TestStore.hour(TestStore.millis(TODAY), Part.IN_TIME, "housing", "hall-2", "on-site", "110101000000"),
                TestStore.tally(
                        ACCEPTED,
                        2,
                        COMPLETED,
                        1,
                        TIMED,
                        1,
                        CALENDAR_SECONDS,
                        3_600,
                        CALENDAR_BUCKETS + CompletionTimes.bucketOf(3_600),
                        1));
        rows.put(TestStore.hour(FIRST_OF_MONTH, "=cmd|' /C calc'!A0", "hall"), TestStore.tally(LEVEL_2, 1));
        rows.put(TestStore.hour(SPRING, "civil", "hall"), TestStore.tally(LEVEL_4, 5));
        rows.put(TestStore.minute("2026-11-20T10:17:00+08:00", "civil", "web"), TestStore.tally(LEVEL_5, 2));
        rows.put(TestStore.minute("2026-11-20T10:12:00+08:00", "civil", "web"), TestStore.tally(LEVEL_1, 1));
        rows.put(TestStore.bad("2026-11-20T10:05:00+08:00", "civil", "108;214"), Tally.of(OPEN, 1));
        rows.put(TestStore.bad("2026-11-02T09:05:00+08:00", "=cmd|' /C calc'!A0", ""), Tally.of(OPEN, 1));
        return rows;
    }
}
