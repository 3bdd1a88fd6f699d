package io.haochaping.dashboard.api;

import io.haochaping.dashboard.figures.Count;
import io.haochaping.dashboard.figures.Figures;
import io.haochaping.dashboard.figures.Share;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** In which order rows stand. Rows without a value come last in both directions, and equal ones stand by key, so that pages neither overlap nor leave one out. */
final class RowOrder {
    static final String KEY = "key";

    private static final Map<String, ToDoubleFunction<Figures>> MEASURES = measures();

    private RowOrder() {}

    static List<String> words() {
        return Stream.concat(Stream.of(KEY), MEASURES.keySet().stream()).toList();
    }

    static List<FiguresTable.Row> sort(List<FiguresTable.Row> rows, String word, boolean descending) {
        Comparator<FiguresTable.Row> byKey = Comparator.comparing(FiguresTable.Row::key);
        if (word.equals(KEY)) {
            return rows.stream().sorted(descending ? byKey.reversed() : byKey).toList();
        }
        ToDoubleFunction<Figures> measure = MEASURES.get(word);
        double sign = descending ? -1 : 1;
        // Measured once a row and not once a comparison. NaN is greater than any number to Double.compare, and stays
        // NaN whatever its sign.
        return rows.stream()
                .map(row -> new Measured(sign * measure.applyAsDouble(row.figures()), row))
                .sorted(Comparator.comparingDouble(Measured::by).thenComparing(Measured::row, byKey))
                .map(Measured::row)
                .toList();
    }

    private record Measured(double by, FiguresTable.Row row) {}

    private static Map<String, ToDoubleFunction<Figures>> measures() {
        Map<String, ToDoubleFunction<Figures>> measures = new LinkedHashMap<>();
        for (Count count : List.of(
                Count.RATINGS,
                Count.BAD,
                Count.ACTIVE_RATINGS,
                Count.ACTIVE_BAD,
                Count.DEFAULTS,
                Count.COMPLETED,
                Count.COMPLAINTS)) {
            measures.put(count.word(), count::of);
        }
        for (Share share : Share.values()) {
            measures.put(share.word(), share::value);
        }
        measures.put("p50Seconds", figures -> seconds(figures, 500));
        measures.put("p90Seconds", figures -> seconds(figures, 900));
        return measures;
    }

    private static double seconds(Figures figures, int perMille) {
        long seconds = figures.percentileSeconds(perMille);
        return seconds < 0 ? Double.NaN : seconds;
    }
}
