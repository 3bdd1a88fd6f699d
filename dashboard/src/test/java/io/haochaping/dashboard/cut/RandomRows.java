package io.haochaping.dashboard.cut;

import static io.haochaping.domain.tally.Figure.*;

import io.haochaping.dashboard.TestStore;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.CompletionTimes;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows that come, change and go, most of them of late, over a time that crosses hours, days and a month. */
final class RandomRows {
    private static final String[] DEPARTMENTS = {"civil", "tax", "housing", "", "公安局"};
    private static final String[] VENUES = {"hall-1", "hall-2", ""};
    private static final String[] CHANNELS = {"web", "hall", "online", "default"};
    private static final String[] REGIONS = {"440111000000", "440100000000", "110101000000"};
    /** One of which nobody tells the store what it means. */
    private static final String[] VERSIONS = {
        "builtin-1", "strict@2026-11-30", "ternary@2026-11-30", "nobody@2020-01-01"
    };

    private static final Figure[] RATINGS = {LEVEL_1, LEVEL_2, LEVEL_3, LEVEL_4, LEVEL_5, REAL_NAME_BAD, UNMATCHED};
    private static final Figure[] OTHERS = {ACCEPTED, SERVED, ORDER_OPENED, ORDER_RECTIFIED, VOIDS, COMPLAINTS};
    private static final int CHANGES = 60;

    private final Random random;
    private final List<RowKey> known = new ArrayList<>();
    private long through = TestStore.millis("2026-11-30T20:17:30+08:00");

    RandomRows(long seed) {
        random = new Random(seed);
    }

    String completeThrough() {
        return Instant.ofEpochMilli(through).toString();
    }

    void goOn() {
        long[] steps = {1, 20, 61, 61, 200};
        through += Duration.ofMinutes(steps[random.nextInt(steps.length)]).toMillis() + random.nextInt(30_000);
    }

    Map<RowKey, Tally> changes() {
        Map<RowKey, Tally> changes = new HashMap<>();
        for (int i = 0; i < CHANGES; i++) {
            RowKey key = known.isEmpty() || random.nextInt(3) > 0 ? key() : known.get(random.nextInt(known.size()));
            known.add(key);
            boolean dated = key.toString().contains("|dated-");
            changes.put(key, random.nextInt(5) == 0 ? Tally.ZERO : dated ? defaults() : figures(key));
        }
        return changes;
    }

    List<Selecting> selections() {
        return List.of(
                new Selecting(null, null, null, null),
                new Selecting(one(DEPARTMENTS), null, null, null),
                new Selecting(null, one(VENUES), null, null),
                new Selecting(null, null, one(CHANNELS), null),
                new Selecting(null, null, null, "440000000000"),
                new Selecting(one(DEPARTMENTS), one(VENUES), one(CHANNELS), null),
                new Selecting("nobody", null, null, null));
    }

    private RowKey key() {
        long time = through - age().toMillis();
        if (random.nextInt(3) == 0) {
            return TestStore.minute(time, one(DEPARTMENTS), one(CHANNELS), one(REGIONS));
        }
        Part part = Part.of(random.nextInt(4));
        if (part.code() > 1) {
            long lastHour = ShanghaiTime.endOfDayAfter(time, random.nextInt(2));
            return TestStore.hour(
                    lastHour, part, one(DEPARTMENTS), one(VENUES), "default", one(REGIONS), one(VERSIONS));
        }
        return TestStore.hour(time, part, one(DEPARTMENTS), one(VENUES), one(CHANNELS), one(REGIONS), one(VERSIONS));
    }

    private Duration age() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ofMinutes(random.nextInt(6));
            case 1 -> Duration.ofMinutes(random.nextInt(70));
            case 2 -> Duration.ofHours(random.nextInt(50));
            default -> Duration.ofDays(random.nextInt(400));
        };
    }

    private Tally defaults() {
        long count = 1 + random.nextInt(3);
        return TestStore.tally(DEFAULT_3, count, GENERATED_DEFAULTS, count);
    }

    private Tally figures(RowKey key) {
        TallyAccumulator tally = new TallyAccumulator();
        tally.add(RATINGS[random.nextInt(5)], 1 + random.nextInt(4));
        tally.add(RATINGS[random.nextInt(RATINGS.length)], random.nextInt(3));
        tally.add(OTHERS[random.nextInt(OTHERS.length)], random.nextInt(3));
        for (int i = random.nextInt(3); i > 0; i--) {
            long seconds = random.nextInt(400_000);
            tally.add(COMPLETED, 1).add(TIMED, 1).add(CALENDAR_SECONDS, seconds);
            if (key.toString().startsWith("hour")) {
                tally.add(CALENDAR_BUCKETS + CompletionTimes.bucketOf(seconds), 1);
            }
        }
        return tally.toTally();
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
