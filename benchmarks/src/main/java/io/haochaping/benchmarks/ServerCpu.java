package io.haochaping.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Processor time of a server, its workers and those that have ended, since a given moment. The kernel adds a worker's time to its parent's account when the worker ends, so nothing
 * is missed.
 */
final class ServerCpu {
    /** The unit of {@code /proc}, whatever the kernel's own clock is. */
    private static final Duration TICK = Duration.ofMillis(10);
    /** In {@code /proc/PID/stat} behind the name in brackets: own time in user and kernel mode, and that of ended children. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    private final ProcessHandle server;
    private final Duration before;

    private ServerCpu(ProcessHandle server) {
        this.server = server;
        this.before = total();
    }

    static ServerCpu of(long pid) {
        return new ServerCpu(ProcessHandle.of(pid).orElseThrow());
    }

    Duration spent() {
        return total().minus(before);
    }

    private Duration total() {
        return Stream.concat(Stream.of(server), server.descendants())
                .map(ServerCpu::ofOne)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration ofOne(ProcessHandle process) {
        try {
            return ofStat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
        } catch (IOException e) {
            // It has just ended, or the system has no /proc; then ended workers are missed.
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /** @param stat the line of {@code /proc/PID/stat}; the name of a process may hold blanks and brackets */
    static Duration ofStat(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return TICK.multipliedBy(ticks);
    }
}
