package io.haochaping.dashboard.cut;

import io.haochaping.domain.calendar.ShanghaiTime;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Reads bad reviews by day, in the transaction of a connection. Codes that repeat are one object each, so that a year of them stays small. */
final class ReviewReader {
    private static final int ROWS_PER_FETCH = 10_000;
    private static final String COLUMNS = "rated_at, level, region, department, venue, item, channel, tags, real_name";

    private final String schema;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<List<String>, List<String>> tagLists = new HashMap<>();

    ReviewReader(String schema) {
        this.schema = schema;
    }

    /** All since an instant in milliseconds. */
    BadReviews since(Connection connection, long from) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select " + COLUMNS + " from " + schema + ".v_bad_review where rated_at >= ?")) {
            query.setTimestamp(1, new Timestamp(from));
            return new BadReviews(read(query));
        }
    }

    /** Those of before, but for days that cuts after an epoch changed, and for days before the first. */
    BadReviews changed(Connection connection, BadReviews before, long afterEpoch, long firstDay) throws SQLException {
        Set<Long> changed = changedDays(connection, afterEpoch, firstDay);
        if (changed.isEmpty() && before.days().headMap(firstDay).isEmpty()) {
            return before;
        }
        NavigableMap<Long, List<BadReview>> days = new TreeMap<>(before.days().tailMap(firstDay));
        days.keySet().removeAll(changed);
        if (!changed.isEmpty()) {
            try (PreparedStatement query = connection.prepareStatement(
                    "select " + COLUMNS + " from " + schema
                            + ".v_bad_review r join unnest(?, ?) as d (first, last) on r.rated_at >= d.first and r.rated_at < d.last")) {
                query.setArray(1, connection.createArrayOf("timestamptz", starts(changed, 0)));
                query.setArray(2, connection.createArrayOf("timestamptz", starts(changed, 1)));
                days.putAll(read(query));
            }
        }
        return new BadReviews(days);
    }

    private static Timestamp[] starts(Set<Long> days, int later) {
        return days.stream()
                .map(day -> new Timestamp(ShanghaiTime.startOfDay(day + later)))
                .toArray(Timestamp[]::new);
    }

    private Set<Long> changedDays(Connection connection, long afterEpoch, long firstDay) throws SQLException {
        Set<Long> changed = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select distinct day from " + schema + ".v_bad_review_change where epoch > ? and day >= ?")) {
            query.setLong(1, afterEpoch);
            query.setDate(2, Date.valueOf(LocalDate.ofEpochDay(firstDay)));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    changed.add(row.getObject(1, LocalDate.class).toEpochDay());
                }
            }
        }
        return changed;
    }

    private NavigableMap<Long, List<BadReview>> read(PreparedStatement query) throws SQLException {
        query.setFetchSize(ROWS_PER_FETCH);
        NavigableMap<Long, List<BadReview>> days = new TreeMap<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                BadReview review = review(row);
                days.computeIfAbsent(ShanghaiTime.dayIndex(review.ratedAt()), day -> new ArrayList<>())
                        .add(review);
            }
        }
        days.values().forEach(day -> day.sort(BadReview.ORDER));
        days.replaceAll((day, reviews) -> Collections.unmodifiableList(reviews));
        return days;
    }

    private BadReview review(ResultSet row) throws SQLException {
        List<String> tags = List.of((String[]) row.getArray(8).getArray());
        return BadReview.of(
                row.getTimestamp(1).getTime(),
                row.getInt(2),
                one(row.getString(3)),
                one(row.getString(4)),
                one(row.getString(5)),
                one(row.getString(6)),
                one(row.getString(7)),
                tagLists.computeIfAbsent(tags, same -> same),
                row.getBoolean(9));
    }

    private String one(String text) {
        return texts.computeIfAbsent(text, same -> same);
    }
}
