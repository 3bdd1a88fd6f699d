package io.haochaping.dashboard.cut;

import io.haochaping.dashboard.figures.Count;
import io.haochaping.dashboard.figures.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The same figures as the views give them, in the same text as those from memory. */
final class Views {
    /** In the order of {@link Count}. */
    private static final List<String> COLUMNS = List.of(
            "ratings",
            "good",
            "bad",
            "active_ratings",
            "active_good",
            "active_bad",
            "defaults",
            "generated_defaults",
            "real_name_bad",
            "unmatched",
            "accepted",
            "served",
            "completed",
            "rated_cases",
            "unrated_cases",
            "timed",
            "order_opened",
            "order_rectified",
            "voids",
            "complaints",
            "neutral",
            "satisfaction_ratings",
            "satisfaction_good");

    private Views() {}

    static String sums(boolean perMinute) {
        Stream<String> counts = COLUMNS.stream()
                .map(column -> perMinute && column.equals("generated_defaults")
                        ? "0"
                        : "coalesce(sum(" + column + "), 0)::bigint");
        Stream<String> percentiles = Stream.of("0.50", "0.90", "0.95")
                .map(share -> perMinute
                        ? "null"
                        : "$.percentile_of($.merge_buckets(calendar_buckets, calendar_counts), " + share + ")");
        return Stream.concat(counts, percentiles).collect(Collectors.joining(", "));
    }

    static String text(Figures figures) {
        List<String> cells = new ArrayList<>();
        for (Count count : Count.values()) {
            cells.add(Long.toString(count.of(figures)));
        }
        for (int perMille : new int[] {500, 900, 950}) {
            long seconds = figures.percentileSeconds(perMille);
            cells.add(seconds < 0 ? "-" : Long.toString(seconds));
        }
        return String.join("|", cells);
    }

    static boolean isZero(String text) {
        return text.replaceAll("[0|-]", "").isEmpty();
    }

    static String rowsOf(Period period, long completeThrough) {
        String from = instant(period.from(completeThrough));
        return switch (period) {
            case NOW -> " from $.v_live_minute where minute >= " + from + " and minute <= " + instant(completeThrough);
            case HOUR -> " from $.v_hour where hour = " + from;
            case TODAY -> " from $.v_hour where day = (" + from + " at time zone 'Asia/Shanghai')::date";
            case MONTH ->
                " from $.v_hour where month = (" + from + " at time zone 'Asia/Shanghai')::date and day <= ("
                        + instant(completeThrough) + " at time zone 'Asia/Shanghai')::date";
        };
    }

    static String instant(long millis) {
        return "to_timestamp(" + millis + " / 1000.0)";
    }
}
