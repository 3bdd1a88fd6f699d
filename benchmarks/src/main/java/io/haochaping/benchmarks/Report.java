package io.haochaping.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures of a benchmark, as tables for people and as JSON for machines. */
record Report(List<Measurement> runs, StateSizes sizes, Machine machine, String command) {
    private static final String RUNS =
            "| contender | run | records | seconds | records/s | CPU s per M | broker CPU s per M"
                    + " | database CPU s per M | peak RSS MiB | distinct rows | writes per row | load | same rows |\n"
                    + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
    private static final String CHECKPOINTS =
            "| contender | run | checkpoints | p50 ms | p99 ms | max ms | MiB of state |\n|---|---|---|---|---|---|---|\n";
    private static final String MEDIANS =
            "| contender | runs | records/s, median (lowest to highest) | records/s per core | CPU s per M, all processes | of the fold's rate |\n"
                    + "|---|---|---|---|---|---|\n";

    /** Contenders with a time that counts, in the order in which they first ran. */
    List<Contender> measured() {
        return runs.stream()
                .filter(Measurement::counts)
                .map(Measurement::contender)
                .distinct()
                .toList();
    }

    boolean allCount() {
        return runs.stream().allMatch(Measurement::counts);
    }

    String table() {
        StringBuilder text = new StringBuilder(RUNS);
        runs.forEach(run -> text.append(line(run)));
        text.append('\n').append(MEDIANS);
        measured().forEach(contender -> text.append(summary(contender)));
        text.append('\n').append(CHECKPOINTS);
        runs.stream().filter(run -> run.checkpoints().count() > 0).forEach(run -> text.append(checkpoints(run)));
        text.append(String.format(
                Locale.ROOT,
                "%nHaochaping's state: %.1f bytes of ledger a plain case, %.1f bytes a row of tallies%n",
                sizes.ledgerBytesPerPlainCase(),
                sizes.tallyBytesPerRow()));
        return text.append(machine.inWords())
                .append('\n')
                .append(command)
                .append('\n')
                .toString();
    }

    private static String line(Measurement run) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %,d | %.1f | %,.0f | %.1f | %.1f | %.1f | %s | %,d | %.2f | %.1f | %s |%n",
                run.contender().label(),
                run.repeat(),
                run.records(),
                run.seconds(),
                run.recordsPerSecond(),
                run.cpuSecondsPerMillion(),
                run.brokerCpuSecondsPerMillion(),
                run.databaseCpuSecondsPerMillion(),
                run.peakBytes() < 0 ? "—" : String.format(Locale.ROOT, "%,d", run.peakBytes() >> 20),
                run.rows(),
                run.writesPerRow(),
                run.load(),
                run.counts() ? "yes" : "no, it does not count");
    }

    private static String checkpoints(Measurement run) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %,d |%n",
                run.contender().label(),
                run.repeat(),
                run.checkpoints().durations(0).cells(),
                run.checkpoints().mebibytes());
    }

    private String summary(Contender contender) {
        double[] rates = sorted(contender, Measurement::recordsPerSecond);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %,.0f (%,.0f to %,.0f) | %,.0f | %.1f | %s |%n",
                contender.label(),
                rates.length,
                median(rates),
                rates[0],
                rates[rates.length - 1],
                median(rates) / machine.cores(),
                median(sorted(contender, Measurement::allCpuSecondsPerMillion)),
                measured().contains(Contender.FOLD) ? String.format(Locale.ROOT, "%.2f", ratio(contender)) : "—");
    }

    /** Median rate over that of the fold. */
    double ratio(Contender contender) {
        return rate(contender) / rate(Contender.FOLD);
    }

    /** Records a second, the median of the runs that count. */
    double rate(Contender contender) {
        return median(rates(contender));
    }

    /** Ascending. */
    double[] rates(Contender contender) {
        return sorted(contender, Measurement::recordsPerSecond);
    }

    private double[] sorted(Contender contender, ToDoubleFunction<Measurement> figure) {
        return runs.stream()
                .filter(run -> run.contender() == contender && run.counts())
                .mapToDouble(figure)
                .sorted()
                .toArray();
    }

    static double median(double[] ascending) {
        return Arrays.stream(ascending)
                .skip((ascending.length - 1) / 2)
                .limit(2 - ascending.length % 2)
                .average()
                .orElse(Double.NaN);
    }

    String json() {
        String medians = measured().stream()
                .map(contender -> String.format(
                        Locale.ROOT,
                        "{\"contender\": \"%s\", \"recordsPerSecond\": %.1f, \"ofTheFold\": %s}",
                        contender.word(),
                        rate(contender),
                        measured().contains(Contender.FOLD)
                                ? String.format(Locale.ROOT, "%.4f", ratio(contender))
                                : "null"))
                .collect(Collectors.joining(",\n    "));
        String lines = runs.stream().map(Report::json).collect(Collectors.joining(",\n    "));
        return String.format(
                Locale.ROOT,
                "{%n  \"cores\": %d,%n  \"memoryBytes\": %d,%n  \"java\": \"%s\",%n  \"command\": \"%s\",%n"
                        + "  \"ledgerBytesPerPlainCase\": %.2f,%n  \"tallyBytesPerRow\": %.2f,%n"
                        + "  \"medians\": [%n    %s%n  ],%n  \"runs\": [%n    %s%n  ]%n}%n",
                machine.cores(),
                machine.memoryBytes(),
                escaped(machine.java()),
                escaped(command),
                sizes.ledgerBytesPerPlainCase(),
                sizes.tallyBytesPerRow(),
                medians,
                lines);
    }

    private static String json(Measurement run) {
        return String.format(
                Locale.ROOT,
                "{\"contender\": \"%s\", \"repeat\": %d, \"records\": %d, \"seconds\": %.3f, \"recordsPerSecond\": %.1f,"
                        + " \"cpuSecondsPerMillion\": %.3f, \"brokerCpuSecondsPerMillion\": %.3f,"
                        + " \"databaseCpuSecondsPerMillion\": %.3f, \"peakBytes\": %d,"
                        + " \"distinctRows\": %d, \"rowWrites\": %d, \"checkpoints\": %d, \"checkpointMiB\": %d,"
                        + " \"load\": %.2f, \"counts\": %s}",
                run.contender().word(),
                run.repeat(),
                run.records(),
                run.seconds(),
                run.recordsPerSecond(),
                run.cpuSecondsPerMillion(),
                run.brokerCpuSecondsPerMillion(),
                run.databaseCpuSecondsPerMillion(),
                run.peakBytes(),
                run.rows(),
                run.rowWrites(),
                run.checkpoints().count(),
                run.checkpoints().mebibytes(),
                run.load(),
                run.counts());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
