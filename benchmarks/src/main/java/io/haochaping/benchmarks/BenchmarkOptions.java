package io.haochaping.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a benchmark was asked for.
 *
 * @param records at least so many, ticks not among them
 * @param repeats how often each runs; the order alternates
 * @param contenders in the order of the first repeat; the fold is always the first of them
 * @param heap of each contender, as {@code -Xmx} takes it
 * @param json where the figures go besides the table
 * @param plot where the drawing goes
 * @param data where everything is written, and removed at the end; empty: where the system has temporary files
 * @param profile folder for a flight recording of each run
 * @param flags whether ratings say who gave them, and the live job runs with flags of suspicion, too
 */
record BenchmarkOptions(
        long records,
        int repeats,
        List<Contender> contenders,
        String heap,
        Optional<Path> json,
        Optional<Path> plot,
        Optional<Path> data,
        Optional<Path> profile,
        boolean flags,
        boolean help) {
    static final String HELP = """
            Usage: bench [--quick] [--records N] [--repeats N] [--contenders LIST] [--heap SIZE] [--json FILE] [--plot FILE]
                         [--data DIR] [--profile DIR] [--flags]

              --quick       200,000 records, one repeat: shows that all is well, not how fast it is
              --records     records to write and read (default: 20,000,000)
              --repeats     how often each runs, in alternating order (default: 1)
              --contenders  %s
                            (default: %s); the fold always runs, the others are compared with it; sparse: a cut every 30 s
              --heap        heap of each contender (default: 9g; with --quick 1g)
              --json        also write the figures to this file
              --plot        also draw the rates into this file, as SVG
              --data        where Kafka, PostgreSQL and checkpoints write; removed at the end (default: temporary files)
              --profile     folder for flight recordings of every run
              --flags       ratings say who gave them, and the live job runs a second time with flags of suspicion
              --help        this text

            Exit codes: 0 fine, 1 a contender differs or failed, 2 wrong use.
            """.formatted(
            Contender.words(), Contender.all().stream().map(Contender::word).collect(Collectors.joining(",")));

    private static final long QUICK = 200_000;
    private static final long FULL = 20_000_000;
    private static final Set<String> WITH_VALUE =
            Set.of("--records", "--repeats", "--contenders", "--heap", "--json", "--plot", "--data", "--profile");

    /** @throws IllegalArgumentException for wrong use, with what is wrong about it */
    static BenchmarkOptions of(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (WITH_VALUE.contains(name) && i + 1 < arguments.size()) {
                given.put(name, arguments.get(++i));
            } else if (List.of("--quick", "--help", "--flags").contains(name)) {
                given.put(name, "");
            } else {
                throw new IllegalArgumentException(
                        WITH_VALUE.contains(name) ? name + " needs a value" : "unknown option " + name);
            }
        }
        boolean quick = given.containsKey("--quick");
        return new BenchmarkOptions(
                number(given, "--records", quick ? QUICK : FULL),
                (int) number(given, "--repeats", 1),
                contenders(given.get("--contenders"), given.containsKey("--flags")),
                given.getOrDefault("--heap", quick ? "1g" : "9g"),
                path(given, "--json"),
                path(given, "--plot"),
                path(given, "--data"),
                path(given, "--profile"),
                given.containsKey("--flags"),
                given.containsKey("--help"));
    }

    BenchmarkOptions withRecords(long other) {
        return new BenchmarkOptions(other, repeats, contenders, heap, json, plot, data, profile, flags, help);
    }

    private static Optional<Path> path(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name)).map(Path::of);
    }

    /** With flags the live job runs next to itself without, so that the two meet the same machine. */
    private static List<Contender> contenders(String list, boolean flags) {
        List<Contender> asked = new ArrayList<>(contenders(list));
        if (flags) {
            asked.remove(Contender.LIVE);
            asked.addAll(1, List.of(Contender.LIVE, Contender.LIVE_FLAGS));
        }
        return List.copyOf(asked);
    }

    private static List<Contender> contenders(String list) {
        if (list == null) {
            return Contender.all();
        }
        List<Contender> asked = new ArrayList<>(List.of(Contender.FOLD));
        for (String word : list.split(",")) {
            Contender contender = Contender.named(word.strip())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no contender is called \"" + word.strip() + "\", there are " + Contender.words()));
            if (!asked.contains(contender)) {
                asked.add(contender);
            }
        }
        return List.copyOf(asked);
    }

    private static long number(Map<String, String> given, String name, long otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.replace("_", "").replace(",", ""));
            if (value >= 1 && value <= 1_000_000_000L) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw new IllegalArgumentException(name + " takes a number from 1 to 1,000,000,000, not \"" + text + "\"");
    }
}
