package io.haochaping.benchmarks.latency;

import io.haochaping.kit.StrictEnvironment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of the way from a rating to the page.
 *
 * @param rates ratings a second, one after the other over the same state
 * @param seconds for how long each
 * @param warmUp for how many seconds each is sent before that
 * @param cases in the state before the first rating is sent
 * @param intervalMillis between two checkpoints
 * @param state backend of the job's state
 * @param heap of the job
 * @param data where everything is written, and removed at the end; empty: where the system has temporary files
 */
record LatencyOptions(
        List<Integer> rates,
        int seconds,
        int warmUp,
        int cases,
        int intervalMillis,
        String state,
        String heap,
        Optional<Path> data,
        boolean help) {
    static final String HELP = """
            Usage: bench latency [--quick] [--rate N,N,...] [--seconds N] [--warm-up N] [--cases N]
                                 [--interval MILLIS] [--state hashmap|rocksdb] [--heap SIZE] [--data DIR]

            See ./haochaping bench latency --help
            """;

    private static final List<String> WITH_VALUE =
            List.of("--rate", "--seconds", "--warm-up", "--cases", "--interval", "--state", "--heap", "--data");

    /** @throws IllegalArgumentException for wrong use, with what is wrong about it */
    static LatencyOptions of(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (WITH_VALUE.contains(option) && i + 1 < arguments.size()) {
                given.put(option, arguments.get(++i));
            } else if (option.equals("--quick") || option.equals("--help")) {
                given.put(option, "");
            } else {
                throw new IllegalArgumentException(
                        WITH_VALUE.contains(option) ? option + " needs a value" : "unknown option " + option);
            }
        }
        boolean quick = given.containsKey("--quick");
        return new LatencyOptions(
                numbers(given, "--rate", quick ? 100 : 1_000),
                number(given, "--seconds", quick ? 10 : 60),
                number(given, "--warm-up", quick ? 2 : 30),
                number(given, "--cases", quick ? 2_000 : 1_000_000),
                number(given, "--interval", 1_000),
                state(given.getOrDefault("--state", StrictEnvironment.HASHMAP)),
                given.getOrDefault("--heap", quick ? "1g" : "6g"),
                Optional.ofNullable(given.get("--data")).map(Path::of),
                given.containsKey("--help"));
    }

    private static String state(String named) {
        if (!StrictEnvironment.BACKENDS.contains(named)) {
            throw new IllegalArgumentException(
                    "--state is one of " + StrictEnvironment.BACKENDS + ", not \"" + named + "\"");
        }
        return named;
    }

    private static List<Integer> numbers(Map<String, String> given, String name, int otherwise) {
        String text = given.getOrDefault(name, Integer.toString(otherwise));
        return Arrays.stream(text.split(",", -1))
                .map(part -> number(Map.of(name, part), name, otherwise))
                .toList();
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String text = given.getOrDefault(name, Integer.toString(otherwise)).replaceAll("[_,]", "");
        if (!text.matches("[1-9][0-9]{0,7}")) {
            throw new IllegalArgumentException(
                    name + " takes a number from 1 to 99,999,999, not \"" + given.get(name) + "\"");
        }
        return Integer.parseInt(text);
    }
}
