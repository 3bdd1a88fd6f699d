package io.haochaping.benchmarks.dashboard;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How hard the dashboard is pressed.
 *
 * @param rate requests a second
 * @param seconds for how long
 * @param heap of the dashboard's process, as {@code -Xmx} takes it
 * @param data where the store is kept and found again; empty: a new one that is deleted at the end
 * @param profile where a flight recording of the dashboard goes
 */
record LoadOptions(
        int units,
        int days,
        int streams,
        int rate,
        int seconds,
        String heap,
        Optional<Path> data,
        Optional<Path> profile) {
    private static final String QUICK = "--quick";
    private static final List<String> WITH_VALUE =
            List.of("--units", "--days", "--streams", "--rate", "--seconds", "--heap", "--data", "--profile");

    static final String HELP = """
            Usage: bench dashboard [--quick] [--units N] [--days N] [--streams N] [--rate N] [--seconds N] [--heap SIZE] [--data DIR] [--profile FILE]

            See ./haochaping bench dashboard --help
            """;

    /** @throws IllegalArgumentException for wrong use, with what is wrong about it */
    static LoadOptions of(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        boolean quick = false;
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals(QUICK)) {
                quick = true;
            } else if (!WITH_VALUE.contains(option)) {
                throw new IllegalArgumentException("unknown option " + option);
            } else if (++i == arguments.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            } else {
                given.put(option, arguments.get(i));
            }
        }
        return new LoadOptions(
                number(given, "--units", quick ? 500 : 5_918),
                number(given, "--days", quick ? 60 : 366),
                number(given, "--streams", quick ? 100 : 1_000),
                number(given, "--rate", quick ? 100 : 200),
                number(given, "--seconds", quick ? 20 : 60),
                heap(given),
                path(given, "--data"),
                path(given, "--profile"));
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String text = given.getOrDefault(name, Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException(name + " takes a number from 1 to 9999999, not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    private static String heap(Map<String, String> given) {
        String text = given.getOrDefault("--heap", "2g");
        if (!text.matches("[1-9][0-9]{0,8}[kmgKMG]?")) {
            throw new IllegalArgumentException("--heap takes a size such as 2g, not \"" + text + "\"");
        }
        return text;
    }

    private static Optional<Path> path(Map<String, String> given, String name) {
        try {
            return Optional.ofNullable(given.get(name))
                    .map(text -> Path.of(text).toAbsolutePath());
        } catch (InvalidPathException noPath) {
            throw new IllegalArgumentException(name + " takes a path, not \"" + given.get(name) + "\"", noPath);
        }
    }
}
