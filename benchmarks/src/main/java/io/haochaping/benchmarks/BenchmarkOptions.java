package io.haochaping.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a benchmark was asked for.
 *
 * @param records at least so many, ticks not among them
 * @param repeats how often both run; the order alternates
 * @param heap of each contender, as {@code -Xmx} takes it
 * @param json where the figures go besides the table
 * @param where everything is written, and removed at the end; empty: where the system has temporary files
 * @param profile folder for a flight recording of each run
 */
record BenchmarkOptions(
        long records,
        int repeats,
        String heap,
        Optional<Path> json,
        Optional<Path> data,
        Optional<Path> profile,
        boolean help) {
    static final String HELP = """
            Usage: bench [--quick] [--records N] [--repeats N] [--heap SIZE] [--json FILE] [--data DIR] [--profile DIR]

              --quick    300,000 records, one repeat: shows that all is well, not how fast it is
              --records  records to write and read (default: 20,000,000)
              --repeats  how often both run, in alternating order (default: 1)
              --heap     heap of each contender (default: 6g; with --quick 1g)
              --json     also write the figures to this file
              --data     where Kafka, PostgreSQL and checkpoints write; removed at the end (default: temporary files)
              --profile  folder for flight recordings of every run
              --help     this text

            Exit codes: 0 fine, 1 the contenders differ or one failed, 2 wrong use.
            """;

    private static final long QUICK = 300_000;
    private static final long FULL = 20_000_000;
    private static final Set<String> WITH_VALUE =
            Set.of("--records", "--repeats", "--heap", "--json", "--data", "--profile");

    /** @throws IllegalArgumentException for wrong use, with what is wrong about it */
    static BenchmarkOptions of(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (WITH_VALUE.contains(name) && i + 1 < arguments.size()) {
                given.put(name, arguments.get(++i));
            } else if (name.equals("--quick") || name.equals("--help")) {
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
                given.getOrDefault("--heap", quick ? "1g" : "6g"),
                Optional.ofNullable(given.get("--json")).map(Path::of),
                Optional.ofNullable(given.get("--data")).map(Path::of),
                Optional.ofNullable(given.get("--profile")).map(Path::of),
                given.containsKey("--help"));
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
