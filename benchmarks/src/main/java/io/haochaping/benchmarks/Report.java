package io.haochaping.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures of a benchmark, as a table for people and as JSON for machines. */
record Report(List<Measurement> runs, int cores, long memoryBytes, String java, String command) {
    private static final String HEAD =
            "| contender | run | records | seconds | records/s | CPU s per M | database CPU s per M | peak RSS MiB | distinct rows | load |\n"
                    + "|---|---|---|---|---|---|---|---|---|---|\n";

    String table() {
        StringBuilder text = new StringBuilder(HEAD);
        runs.forEach(run -> text.append(line(run)));
        text.append(String.format(Locale.ROOT, "%n%s: %.2f of the fold's rate%n", "Haochaping", ratio()));
        text.append(String.format(Locale.ROOT, "%d cores, %d MiB memory, Java %s%n", cores, memoryBytes >> 20, java));
        return text.append(command).append(System.lineSeparator()).toString();
    }

    private static String line(Measurement run) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %,d | %.1f | %,.0f | %.1f | %.1f | %s | %,d | %.1f |%n",
                run.contender().label(),
                run.repeat(),
                run.records(),
                run.seconds(),
                run.recordsPerSecond(),
                run.cpuSecondsPerMillion(),
                run.databaseCpuSecondsPerMillion(),
                run.peakBytes() < 0 ? "—" : String.format(Locale.ROOT, "%,d", run.peakBytes() >> 20),
                run.rows(),
                run.load());
    }

    /** Rate of the job over that of the fold, over all repeats. */
    double ratio() {
        return rate(Contender.JOB) / rate(Contender.FOLD);
    }

    private double rate(Contender contender) {
        List<Measurement> own =
                runs.stream().filter(run -> run.contender() == contender).toList();
        long records = own.stream().mapToLong(Measurement::records).sum();
        Duration elapsed = own.stream().map(Measurement::elapsed).reduce(Duration.ZERO, Duration::plus);
        return records * 1000.0 / elapsed.toMillis();
    }

    String json() {
        String lines = runs.stream().map(Report::json).collect(Collectors.joining(",\n    "));
        return String.format(
                Locale.ROOT,
                "{%n  \"ratio\": %.4f,%n  \"cores\": %d,%n  \"memoryBytes\": %d,%n  \"java\": \"%s\",%n  \"command\": \"%s\",%n  \"runs\": [%n    %s%n  ]%n}%n",
                ratio(),
                cores,
                memoryBytes,
                escaped(java),
                escaped(command),
                lines);
    }

    private static String json(Measurement run) {
        return String.format(
                Locale.ROOT,
                "{\"contender\": \"%s\", \"repeat\": %d, \"records\": %d, \"seconds\": %.3f, \"recordsPerSecond\": %.1f,"
                        + " \"cpuSecondsPerMillion\": %.3f, \"databaseCpuSecondsPerMillion\": %.3f, \"peakBytes\": %d,"
                        + " \"distinctRows\": %d, \"load\": %.2f}",
                run.contender().label(),
                run.repeat(),
                run.records(),
                run.seconds(),
                run.recordsPerSecond(),
                run.cpuSecondsPerMillion(),
                run.databaseCpuSecondsPerMillion(),
                run.peakBytes(),
                run.rows(),
                run.load());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
