package io.haochaping.benchmarks.dashboard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How hard the dashboard is pressed.
 *
 * @param rate requests a second
 * @param seconds for how long
 * @param heap of the dashboard's process, as {@code -Xmx} takes it
 */
record LoadOptions(int units, int days, int streams, int rate, int seconds, String heap) {
    static final String HELP = """
            Usage: DashboardLoad [--units N] [--days N] [--streams N] [--rate N] [--seconds N] [--heap SIZE]

            Fills a store with a row of ratings and one of completions per unit and day, runs the dashboard over it as a process of its own, opens event streams,
            commits a cut every 5 s and sends requests at a fixed rate, whether or not the earlier ones have been answered.

              --units    departments (default: 5918)
              --days     (default: 366)
              --streams  event streams that are open all the time (default: 1000)
              --rate     requests a second (default: 200)
              --seconds  of requests (default: 60)
              --heap     of the dashboard (default: 2g)

            Exit codes: 0 fine, 1 a request failed or an event was lost, 2 wrong use.
            """;

    /** @throws IllegalArgumentException for wrong use, with what is wrong about it */
    static LoadOptions of(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!List.of("--units", "--days", "--streams", "--rate", "--seconds", "--heap")
                            .contains(arguments.get(i))
                    || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(arguments.get(i) + " is no option with a value");
            }
            given.put(arguments.get(i), arguments.get(i + 1));
        }
        return new LoadOptions(
                number(given, "--units", 5_918),
                number(given, "--days", 366),
                number(given, "--streams", 1_000),
                number(given, "--rate", 200),
                number(given, "--seconds", 60),
                given.getOrDefault("--heap", "2g"));
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String text = given.getOrDefault(name, Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException(name + " takes a number from 1 to 9999999, not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }
}
