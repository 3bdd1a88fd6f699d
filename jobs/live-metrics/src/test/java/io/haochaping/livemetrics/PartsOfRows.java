package io.haochaping.livemetrics;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Hour leaves as texts, under the names of the built-in rules: which of them were counted under some version, and what their parts add up to. */
final class PartsOfRows {
    /** Figures by the key of the row. */
    private final SortedMap<String, SortedMap<String, Long>> rows = new TreeMap<>();
    /** Keys without their part of rows that the version had a hand in. */
    private final Set<String> touched = new TreeSet<>();

    /** @param version whose rows are looked at apart, without its day */
    PartsOfRows(Map<String, String> texts, String version) {
        texts.forEach((key, figures) -> {
            if (key.startsWith("hour|")) {
                String named = key.replaceAll("\\|[a-z]+@[0-9-]+\\|", "|builtin-1|");
                if (key.contains("|" + version + "@")) {
                    touched.add(withoutPart(named));
                }
                add(rows.computeIfAbsent(named, row -> new TreeMap<>()), figures);
            }
        });
    }

    Set<String> touched() {
        return touched;
    }

    /** Rows whose key without part is one of these, or is none of them. */
    SortedMap<String, SortedMap<String, Long>> rows(Predicate<String> chosen) {
        return rows.entrySet().stream()
                .filter(row -> chosen.test(withoutPart(row.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    /** In time and correction in one, a dated count apart from others. */
    SortedMap<String, SortedMap<String, Long>> sums(Predicate<String> chosen) {
        SortedMap<String, SortedMap<String, Long>> sums = new TreeMap<>();
        rows(chosen).forEach((key, figures) -> {
            String kind = key.substring(key.lastIndexOf('|') + 1).startsWith("dated") ? "|dated" : "|";
            figures.forEach((figure, amount) -> sums.computeIfAbsent(withoutPart(key) + kind, row -> new TreeMap<>())
                    .merge(figure, amount, Long::sum));
        });
        sums.values().forEach(figures -> figures.values().removeIf(amount -> amount == 0));
        sums.values().removeIf(Map::isEmpty);
        return sums;
    }

    private static void add(SortedMap<String, Long> into, String figures) {
        for (String figure : figures.split(",")) {
            int at = figure.indexOf('=');
            into.merge(figure.substring(0, at), Long.parseLong(figure.substring(at + 1)), Long::sum);
        }
    }

    private static String withoutPart(String key) {
        return key.substring(0, key.lastIndexOf('|'));
    }
}
