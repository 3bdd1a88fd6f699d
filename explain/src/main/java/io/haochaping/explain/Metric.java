package io.haochaping.explain;

import io.haochaping.configuration.NearestName;
import io.haochaping.domain.tally.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A figure by its name in the views of the store: a column, a count that adds columns up, or a rate, which is explained by both its numbers.
 *
 * @param measures by name, each a sum of figures with their weights; empty: every figure of the row by itself
 */
record Metric(String name, Map<String, SortedMap<Integer, Long>> measures) {
    static final Metric EVERY_FIGURE = new Metric("", Map.of());

    private static final Map<String, SortedMap<Integer, Long>> COUNTS = new LinkedHashMap<>();
    /** Counts that the rules of a row decide about; the views have a column for each. */
    private static final Set<String> RULED =
            Set.of("good", "active_good", "neutral", "satisfaction_ratings", "satisfaction_good");

    private static final Map<String, List<String>> RATES = new LinkedHashMap<>();

    static {
        for (Figure figure : Figure.values()) {
            if (standsInHours(figure.number())) {
                COUNTS.put(figure.column(), weights(1, figure));
            }
        }
        count("ratings", 1, 5, true, true);
        count("good", 3, 5, true, true);
        count("neutral", 3, 3, true, true);
        count("satisfaction_ratings", 1, 5, true, true);
        count("satisfaction_good", 3, 5, true, true);
        count("bad", 1, 2, true, true);
        count("active_ratings", 1, 5, true, false);
        count("active_good", 3, 5, true, false);
        count("active_bad", 1, 2, true, false);
        count("defaults", 1, 5, false, true);
        SortedMap<Integer, Long> unrated = weights(1, Figure.COMPLETED);
        unrated.putAll(weights(-1, Figure.RATED_CASES));
        COUNTS.put("unrated_cases", unrated);
        SortedMap<Integer, Long> notRead = weights(1, Figure.COMPLETED);
        notRead.putAll(weights(-1, Figure.LIMITS_READ));
        COUNTS.put("limits_not_read", notRead);
        RATES.put("satisfaction_rate", List.of("satisfaction_good", "satisfaction_ratings"));
        RATES.put("good_rate", List.of("good", "ratings"));
        RATES.put("bad_rate", List.of("bad", "ratings"));
        RATES.put("active_good_rate", List.of("active_good", "active_ratings"));
        RATES.put("active_share", List.of("active_ratings", "ratings"));
        RATES.put("participation", List.of("rated_cases", "completed"));
        RATES.put("unrated_rate", List.of("unrated_cases", "completed"));
        RATES.put("calendar_mean_seconds", List.of("calendar_seconds", "timed"));
        RATES.put("working_mean_seconds", List.of("working_seconds", "working_timed"));
        RATES.put("rerated_good_rate", List.of("order_rerated_good", "order_rerated"));
        RATES.put("promised_rate", List.of("promised_met", "promised_decided"));
        RATES.put("statutory_rate", List.of("statutory_met", "statutory_decided"));
        RATES.put("compression_rate", List.of("promised_length", "statutory_length"));
        RATES.put("within_day_rate", List.of("within_day", "day_timed"));
        RATES.put("acceptance_rate", List.of("complaint_acceptance_met", "complaint_acceptance_due"));
        RATES.put("completion_rate", List.of("complaint_completion_met", "complaint_completion_due"));
        RATES.put("simple_rate", List.of("complaint_simple_met", "complaint_simple_due"));
        RATES.put("satisfied_rate", List.of("complaint_reply_satisfied", "complaint_reply_rated"));
        RATES.put("contact_rate", List.of("order_contact_met", "order_contact_due"));
        RATES.put("rectify_rate", List.of("order_rectify_met", "order_rectify_due"));
        RATES.put("reply_rate", List.of("order_reply_met", "order_reply_due"));
        RATES.put("revisit_rate", List.of("order_revisit_met", "order_revisit_due"));
        RATES.put("mean_days", List.of("complaint_seconds", "complaint_timed"));
    }

    private static void count(String name, int from, int to, boolean active, boolean defaults) {
        SortedMap<Integer, Long> weights = new TreeMap<>();
        for (int level = from; level <= to; level++) {
            if (active) {
                weights.put(Figure.level(level).number(), 1L);
            }
            if (defaults) {
                weights.put(Figure.defaultLevel(level).number(), 1L);
            }
        }
        COUNTS.put(name, weights);
    }

    private static SortedMap<Integer, Long> weights(long weight, Figure figure) {
        SortedMap<Integer, Long> weights = new TreeMap<>();
        weights.put(figure.number(), weight);
        return weights;
    }

    static List<String> names() {
        List<String> names = new ArrayList<>(COUNTS.keySet());
        names.addAll(RATES.keySet());
        return names;
    }

    static Metric of(String name) throws Refusal {
        Map<String, SortedMap<Integer, Long>> measures = new LinkedHashMap<>();
        if (RATES.containsKey(name)) {
            RATES.get(name).forEach(count -> measures.put(count, COUNTS.get(count)));
        } else if (COUNTS.containsKey(name)) {
            measures.put(name, COUNTS.get(name));
        } else {
            measures.put(name, ofOneRow(name));
        }
        return new Metric(name, measures);
    }

    /** Buckets, and figures of rows without hours: tags, flags, classes of the equation, bad reviews. */
    private static SortedMap<Integer, Long> ofOneRow(String name) throws Refusal {
        int at = name.indexOf('@');
        if (at > 0 && name.substring(at + 1).matches("[0-9]{1,4}")) {
            int bucket = Integer.parseInt(name.substring(at + 1));
            String clock = name.substring(0, at);
            if (bucket < Figure.BUCKET_SPACE && (clock.equals("calendar") || clock.equals("working"))) {
                int first = clock.equals("calendar") ? Figure.CALENDAR_BUCKETS : Figure.WORKING_BUCKETS;
                return new TreeMap<>(Map.of(first + bucket, 1L));
            }
        }
        return Arrays.stream(Figure.values())
                .filter(figure -> figure.column().equals(name))
                .findFirst()
                .map(figure -> weights(1, figure))
                .orElseThrow(() -> {
                    String nearest = NearestName.to(name, names());
                    return Refusal.wrongUse(
                            "没有数字“" + name + "”，是否指 " + nearest + "？全部名称见 docs/store.md。",
                            "There is no figure \"" + name + "\"; did you mean " + nearest
                                    + "? All names stand in docs/store.md.");
                });
    }

    /** Whether the views of hours have it; the others are explained row by row. */
    boolean standsInHours() {
        return measures.values().stream()
                .flatMap(weights -> weights.keySet().stream())
                .allMatch(Metric::standsInHours);
    }

    private static boolean standsInHours(int figure) {
        return figure <= Figure.COMPLAINTS.number() || figure >= Figure.COMPLAINT_ACCEPTED.number();
    }

    /** Whether the views of figures have it; those of complaints, of limits and of deadlines have views of their own, which lack venue and app. */
    static boolean standsInViewsOfFigures(int figure) {
        return figure <= Figure.COMPLAINTS.number();
    }

    /** Whether the view of minutes has it: minutes keep no distribution of durations. */
    boolean standsInMinutes() {
        return standsInHours()
                && measures.values().stream()
                        .flatMap(weights -> weights.keySet().stream())
                        .allMatch(figure -> standsInViewsOfFigures(figure)
                                && !Figure.isCalendarBucket(figure)
                                && !Figure.isWorkingBucket(figure));
    }

    /** Whether the rules of a row decide what of its levels is added. */
    static boolean isRuled(String measure) {
        return RULED.contains(measure);
    }

    boolean isRuled() {
        return measures.keySet().stream().anyMatch(Metric::isRuled);
    }

    /**
     * Adds an amount of a figure to the sums of the measures it belongs to; 0 is added too, to show that it was looked at.
     *
     * @param rules of the row
     */
    void add(SortedMap<String, Long> sums, int figure, long amount, RowRules rules) {
        if (measures.isEmpty()) {
            sums.merge(Figure.text(figure), amount, Math::addExact);
            return;
        }
        measures.forEach((measure, weights) -> {
            Long weight = weights.get(figure);
            if (weight != null && counts(measure, figure, rules)) {
                sums.merge(measure, weight * amount, Math::addExact);
            }
        });
    }

    private static boolean counts(String measure, int figure, RowRules rules) {
        boolean third = figure == Figure.LEVEL_3.number() || figure == Figure.DEFAULT_3.number();
        return switch (measure) {
            case "good", "active_good" -> !third || rules.goodFrom() <= 3;
            case "satisfaction_good" -> rules.inSatisfaction() && (!third || rules.goodFrom() <= 3);
            case "satisfaction_ratings" -> rules.inSatisfaction();
            case "neutral" -> rules.ternary();
            default -> true;
        };
    }
}
