package io.haochaping.benchmarks;

import java.time.Duration;

/**
 * One run of one contender.
 *
 * @param records read, ticks not among them
 * @param elapsed from the start of the process to its last committed row
 * @param cpu of the contender's process alone: broker and database serve both alike
 * @param databaseCpu of the PostgreSQL server meanwhile
 * @param peakBytes resident; -1: not known
 * @param rows distinct rows in the store
 * @param load one-minute load average of the machine at the end
 */
record Measurement(
        Contender contender,
        int repeat,
        long records,
        Duration elapsed,
        Duration cpu,
        Duration databaseCpu,
        long peakBytes,
        long rows,
        double load) {

    double seconds() {
        return elapsed.toMillis() / 1000.0;
    }

    double recordsPerSecond() {
        return records / seconds();
    }

    double cpuSecondsPerMillion() {
        return perMillion(cpu);
    }

    double databaseCpuSecondsPerMillion() {
        return perMillion(databaseCpu);
    }

    private double perMillion(Duration time) {
        return time.toMillis() / 1000.0 / (records / 1e6);
    }
}
