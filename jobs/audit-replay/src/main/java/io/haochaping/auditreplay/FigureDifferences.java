package io.haochaping.auditreplay;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.store.RowComparison;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Adds two stores up by month, department and figure, as the monthly view would: a dated count from its time on, good and the satisfaction distribution by the rules of each row. Rows
 * that differ in their rules version alone add up to no difference.
 */
final class FigureDifferences {
    private static final long LAST_SECOND = 86_399_000L;

    private final long completeThrough;
    private final Map<String, Scale> shownRules;
    private final Map<String, Scale> rebuiltRules;
    private final SortedMap<Place, Sums> places = new TreeMap<>();
    private final Map<RowKind, Long> rows = new EnumMap<>(RowKind.class);

    FigureDifferences(long completeThrough, Map<String, Scale> shownRules, Map<String, Scale> rebuiltRules) {
        this.completeThrough = completeThrough;
        this.shownRules = shownRules;
        this.rebuiltRules = rebuiltRules;
    }

    /**
     * What a rules version calls good, and what its distribution leaves out.
     *
     * @param goodFrom level from which on a rating is good
     */
    record Scale(int goodFrom, Set<String> leftOut) {
        static final Scale BUILT_IN = new Scale(3, Set.of());

        static Map<String, Scale> of(Connection connection, String schema) throws SQLException {
            Map<String, Scale> scales = new HashMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select version, good_from, left_out from " + schema + ".rules_version")) {
                while (row.next()) {
                    Array leftOut = row.getArray(3);
                    scales.put(row.getString(1), new Scale(row.getInt(2), Set.of((String[]) leftOut.getArray())));
                }
            }
            return scales;
        }
    }

    private record Place(YearMonth month, String department) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::month)
                    .thenComparing(Place::department)
                    .compare(this, other);
        }
    }

    private static final class Sums {
        private final Map<String, long[]> byFigure = new TreeMap<>();
        private final SortedSet<String> shownVersions = new TreeSet<>();
        private final SortedSet<String> rebuiltVersions = new TreeSet<>();
    }

    /**
     * One figure of a month and department on both sides.
     *
     * @param shownVersions rules that its rows were counted under
     */
    record Moved(
            YearMonth month,
            String department,
            String figure,
            long shown,
            long rebuilt,
            SortedSet<String> shownVersions,
            SortedSet<String> rebuiltVersions) {}

    /** A row that is not the same on both sides: counted by its kind. */
    void differs(RowComparison.Difference row) {
        rows.merge(row.kind(), 1L, Long::sum);
    }

    /** A leaf of the shown store; those that do not differ belong to the sums as well. */
    void shown(RowComparison.Side leaf) {
        add(leaf, shownRules, 0);
    }

    void rebuilt(RowComparison.Side leaf) {
        add(leaf, rebuiltRules, 1);
    }

    private void add(RowComparison.Side row, Map<String, Scale> rules, int side) {
        List<Object> parts = row.key().parts();
        int part = (Integer) parts.get(0);
        long day = ShanghaiTime.dayIndex((Long) parts.get(1));
        boolean dated = part >= Part.DATED_IN_TIME.code();
        if (dated && ShanghaiTime.startOfDay(day) + LAST_SECOND > completeThrough) {
            return;
        }
        String version = (String) parts.get(8);
        Sums sums = places.computeIfAbsent(
                new Place(YearMonth.from(LocalDate.ofEpochDay(day)), (String) parts.get(3)), none -> new Sums());
        (side == 0 ? sums.shownVersions : sums.rebuiltVersions).add(version);
        Scale scale = rules.getOrDefault(version, Scale.BUILT_IN);
        boolean distributed = !scale.leftOut().contains((String) parts.get(6));
        Tally figures = row.figures();
        for (int i = 0; i < figures.size(); i++) {
            int number = figures.number(i);
            if (!Figure.isCalendarBucket(number) && !Figure.isWorkingBucket(number)) {
                long count = figures.get(number);
                put(sums, Figure.text(number), count, side);
                addRates(sums, number, count, scale.goodFrom(), distributed, side);
            }
        }
    }

    /** Levels and defaults lie in this order: 1 to 5, then 1 to 5. */
    private static void addRates(Sums sums, int number, long count, int goodFrom, boolean distributed, int side) {
        if (number < Figure.LEVEL_1.number() || number > Figure.DEFAULT_5.number()) {
            return;
        }
        boolean good = (number - 1) % 5 + 1 >= goodFrom;
        if (good) {
            put(sums, "good", count, side);
        }
        if (distributed) {
            put(sums, "satisfaction_ratings", count, side);
            if (good) {
                put(sums, "satisfaction_good", count, side);
            }
        }
    }

    private static void put(Sums sums, String figure, long count, int side) {
        sums.byFigure.computeIfAbsent(figure, none -> new long[2])[side] += count;
    }

    /** Figures whose sums differ, by month, department and figure. */
    List<Moved> moved() {
        List<Moved> moved = new ArrayList<>();
        places.forEach((place, sums) -> sums.byFigure.forEach((figure, sides) -> {
            if (sides[0] != sides[1]) {
                moved.add(new Moved(
                        place.month(),
                        place.department(),
                        figure,
                        sides[0],
                        sides[1],
                        sums.shownVersions,
                        sums.rebuiltVersions));
            }
        }));
        return moved;
    }

    /** How many rows of a kind are not the same on both sides, their rules version included. */
    long rows(RowKind kind) {
        return Optional.ofNullable(rows.get(kind)).orElse(0L);
    }
}
