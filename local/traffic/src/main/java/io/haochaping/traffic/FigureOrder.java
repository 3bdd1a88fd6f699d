package io.haochaping.traffic;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The order of figures in a row as text (docs/counting.md, sections 6 and 8). */
final class FigureOrder {
    private static final List<String> NAMES = List.of(
            "level_1",
            "level_2",
            "level_3",
            "level_4",
            "level_5",
            "default_1",
            "default_2",
            "default_3",
            "default_4",
            "default_5",
            "generated_defaults",
            "real_name_bad",
            "unmatched",
            "shared_ratings",
            "accepted",
            "served",
            "completed",
            "shared_completed",
            "rated_cases",
            "timed",
            "calendar_seconds",
            "calendar",
            "working_timed",
            "working_seconds",
            "working",
            "order_opened",
            "order_contacted",
            "order_rectified",
            "order_replied",
            "order_revisited",
            "order_rerated",
            "order_rerated_good",
            "voids",
            "complaints",
            "tagged",
            "counted",
            "duplicate",
            "superseded",
            "voided",
            "excluded",
            "quarantined",
            "open",
            "complaint_accepted",
            "complaint_completed",
            "complaint_replied",
            "complaint_reply_rated",
            "complaint_reply_satisfied",
            "complaint_timed",
            "complaint_seconds",
            "complaint_acceptance_due",
            "complaint_acceptance_met",
            "complaint_completion_due",
            "complaint_completion_met",
            "complaint_simple_due",
            "complaint_simple_met",
            "limits_read",
            "day_timed",
            "within_day",
            "promised",
            "promised_decided",
            "promised_met",
            "promised_unknown_days",
            "statutory",
            "statutory_decided",
            "statutory_met",
            "statutory_unknown_days",
            "lengths_compared",
            "lengths_mixed",
            "promised_length",
            "statutory_length",
            "order_contact_due",
            "order_contact_met",
            "order_contact_unknown_days",
            "order_contact_unknown_severity",
            "order_rectify_due",
            "order_rectify_met",
            "order_rectify_unknown_days",
            "order_rectify_unknown_severity",
            "order_reply_due",
            "order_reply_met",
            "order_reply_unknown_days",
            "order_reply_unknown_severity",
            "order_revisit_due",
            "order_revisit_met",
            "order_revisit_unknown_days",
            "order_revisit_unknown_severity");
    private static final Map<String, Integer> RANK = ranks();
    private static final Comparator<Map.Entry<String, Long>> ORDER = Comparator.<Map.Entry<String, Long>>comparingInt(
                    figure -> RANK.get(name(figure.getKey())))
            .thenComparingInt(figure -> bucket(figure.getKey()));

    private FigureOrder() {}

    /** Empty where nothing but zeros is left. */
    static String text(Map<String, Long> figures) {
        return figures.entrySet().stream()
                .filter(figure -> figure.getValue() != 0)
                .sorted(ORDER)
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(","));
    }

    static long ratings(Map<String, Long> figures) {
        return figures.entrySet().stream()
                .filter(figure ->
                        figure.getKey().startsWith("level_") || figure.getKey().startsWith("default_"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static String name(String figure) {
        int at = figure.indexOf('@');
        return at < 0 ? figure : figure.substring(0, at);
    }

    private static int bucket(String figure) {
        int at = figure.indexOf('@');
        return at < 0 ? -1 : Integer.parseInt(figure.substring(at + 1));
    }

    private static Map<String, Integer> ranks() {
        Map<String, Integer> ranks = new HashMap<>();
        NAMES.forEach(name -> ranks.put(name, ranks.size()));
        return ranks;
    }
}
