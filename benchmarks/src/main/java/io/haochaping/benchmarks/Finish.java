package io.haochaping.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a contender says of itself in its last line.
 *
 * @param committedAt when its last row was committed, milliseconds since 1970
 * @param cpuMillis processor time of the process
 * @param peakBytes largest resident size; -1 where the system does not tell
 */
public record Finish(long committedAt, long cpuMillis, long peakBytes) {
    private static final String WORD = "finished";

    public static Finish now(long committedAt) {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new Finish(committedAt, cpu.toMillis(), peakResident());
    }

    public String line() {
        return WORD + " " + committedAt + " " + cpuMillis + " " + peakBytes;
    }

    static Optional<Finish> of(String line) {
        String[] words = line.split(" ");
        if (words.length != 4 || !words[0].equals(WORD)) {
            return Optional.empty();
        }
        return Optional.of(new Finish(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])));
    }

    private static long peakResident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }
}
