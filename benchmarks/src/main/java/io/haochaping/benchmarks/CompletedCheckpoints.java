package io.haochaping.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkpoints that a job has completed, by what the engine's coordinator says of each in the job's log. */
public final class CompletedCheckpoints {
    private static final Pattern COMPLETED =
            Pattern.compile("Completed checkpoint \\d+ for job \\S+ \\((\\d+) bytes, checkpointDuration=(\\d+) ms");

    private final List<String> lines;

    private CompletedCheckpoints(List<String> lines) {
        this.lines = lines;
    }

    public static CompletedCheckpoints in(Path log) throws IOException {
        return new CompletedCheckpoints(Files.readAllLines(log, StandardCharsets.UTF_8));
    }

    static CompletedCheckpoints in(List<String> lines) {
        return new CompletedCheckpoints(lines);
    }

    public int count() {
        return (int) completed().count();
    }

    /**
     * From the trigger to the last acknowledgement.
     *
     * @param known how many of the first are left out
     */
    public Latencies durations(int known) {
        Latencies durations = new Latencies();
        completed().skip(known).forEach(line -> durations.add(Long.parseLong(line.group(2))));
        return durations;
    }

    /** Size in MiB of all state that the last one names, what it shares with earlier ones among it; 0 where there is none. */
    public long mebibytes() {
        return completed()
                .reduce((earlier, later) -> later)
                .map(line -> Long.parseLong(line.group(1)) >> 20)
                .orElse(0L);
    }

    private Stream<Matcher> completed() {
        return lines.stream().map(COMPLETED::matcher).filter(Matcher::find);
    }
}
