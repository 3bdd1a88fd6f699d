package io.haochaping.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How rate and memory go as the state grows: the same benchmark at several numbers of cases, each on servers of its own. The contenders say where their state stands (docs/decisions/0108). Exit codes: 0 fine, 1 rows differ or something failed, 2 wrong use.
 */
public final class ScaleCurve {
    private static final String CASES = "--cases";
    private static final String STANDARD = "1000000,5000000,20000000,50000000";
    private static final String QUICK = "2000,20000";

    private ScaleCurve() {}

    public static void main(String[] arguments) throws IOException {
        List<String> rest = new ArrayList<>(List.of(arguments));
        BenchmarkOptions options;
        List<Long> sizes;
        try {
            sizes = sizes(rest);
            options = BenchmarkOptions.of(rest);
        } catch (IllegalArgumentException wrongUse) {
            System.err.println("bench scale: " + wrongUse.getMessage());
            System.err.println(
                    "Usage: bench scale [--quick] [--cases N,N,...] [--contenders LIST] [--heap SIZE] [--data DIR]");
            System.exit(2);
            return;
        }
        System.exit(run(options, sizes) ? 0 : 1);
    }

    /** Takes the sizes out of the arguments. */
    static List<Long> sizes(List<String> arguments) {
        String text = arguments.contains("--quick") ? QUICK : STANDARD;
        int at = arguments.indexOf(CASES);
        if (at >= 0) {
            arguments.remove(at);
            if (at == arguments.size()) {
                throw new IllegalArgumentException(CASES + " needs a value");
            }
            text = arguments.remove(at);
        }
        List<Long> sizes = new ArrayList<>();
        for (String size : text.split(",")) {
            String digits = size.strip().replace("_", "");
            if (!digits.matches("[1-9][0-9]{0,8}")) {
                throw new IllegalArgumentException(
                        CASES + " takes numbers from 1 to 999,999,999 with commas between, not \"" + text + "\"");
            }
            sizes.add(Long.parseLong(digits));
        }
        return sizes;
    }

    private static boolean run(BenchmarkOptions options, List<Long> sizes) throws IOException {
        boolean fine = true;
        StringBuilder table = new StringBuilder(
                "| contender | cases | records | records/s | of its rate at the first size | of the fold's rate | peak RSS MiB"
                        + " | checkpoints | p50 ms | p99 ms | max ms | MiB of state |\n"
                        + "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        Optional<Report> first = Optional.empty();
        for (long cases : sizes) {
            Path folder = OwnFolder.in(options.data());
            try {
                Report report = new RunBenchmarks(options.withRecords(SourceVolume.recordsOf(cases)), folder)
                        .run("./haochaping bench scale");
                first = first.or(() -> Optional.of(report));
                fine &= report.allCount();
                Report smallest = first.get();
                report.runs().stream()
                        .filter(Measurement::counts)
                        .forEach(run -> table.append(line(cases, run, report, smallest)));
            } catch (Exception e) {
                System.err.println("bench scale: " + e.getMessage());
                fine = false;
            } finally {
                OwnFolder.delete(folder);
            }
        }
        System.out.print(table);
        System.out.println(Machine.ofThis().inWords() + "; heap " + options.heap());
        return fine;
    }

    private static String line(long cases, Measurement run, Report ofThisSize, Report smallest) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,.0f | %.2f | %.2f | %,d | %s | %,d |%n",
                run.contender().label(),
                cases,
                run.records(),
                run.recordsPerSecond(),
                run.recordsPerSecond() / smallest.rate(run.contender()),
                run.recordsPerSecond() / ofThisSize.rate(Contender.FOLD),
                run.peakBytes() >> 20,
                run.checkpoints().durations(0).cells(),
                run.checkpoints().mebibytes());
    }
}
