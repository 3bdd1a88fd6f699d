package io.haochaping.rulesshadow;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code rules shadow} was asked for.
 *
 * @param rules where the comparison starts from; empty: what the configuration names
 * @param under the others
 * @param mostRecords how many records of cases may be held at once; empty: what half the heap has room for
 */
record ShadowOptions(
        Path config,
        List<String> rules,
        List<String> under,
        YearMonth month,
        boolean json,
        Optional<Integer> mostRecords) {
    private static final Set<String> WITH_VALUE = Set.of("--config", "--rules", "--under", "--month", "--most-records");

    /** @throws IllegalArgumentException for wrong use, with what is wrong about it */
    static ShadowOptions of(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--json")) {
                given.put(name, "");
            } else if (WITH_VALUE.contains(name) && i + 1 < arguments.size()) {
                given.put(name, arguments.get(++i));
            } else {
                throw new IllegalArgumentException(
                        WITH_VALUE.contains(name) ? name + " needs a value" : "unknown option " + name);
            }
        }
        for (String name : List.of("--config", "--under", "--month")) {
            if (!given.containsKey(name)) {
                throw new IllegalArgumentException(name + " is missing");
            }
        }
        return new ShadowOptions(
                Path.of(given.get("--config")),
                given.containsKey("--rules") ? List.of(given.get("--rules").split(",")) : List.of(),
                List.of(given.get("--under").split(",")),
                month(given.get("--month")),
                given.containsKey("--json"),
                Optional.ofNullable(given.get("--most-records")).map(ShadowOptions::number));
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below, as what is no number of records either.
        }
        throw new IllegalArgumentException("--most-records takes a whole number of at least 1, not " + text);
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException noMonth) {
            throw new IllegalArgumentException("--month takes a month such as 2023-07", noMonth);
        }
    }
}
