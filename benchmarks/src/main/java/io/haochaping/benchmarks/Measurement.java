package io.haochaping.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * One run of one contender.
 *
 * @param records read, ticks not among them
 * @param elapsed from the start of the process to its last committed row
 * @param cpu of the contender's process
 * @param brokerCpu of the Kafka broker meanwhile
 * @param databaseCpu of the PostgreSQL server meanwhile
 * @param peakBytes resident; -1: not known
 * @param rows distinct rows in the store
 * @param rowWrites rows inserted, changed and deleted on the way there, in every table of the contender's schema
 * @param checkpoints that the engine completed on the way; none: it makes none, or does not say so
 * @param load one-minute load average of the machine at the end
 * @param differences from the plan or from the fold's rows; the time counts only where there are none
 */
record Measurement(
        Contender contender,
        int repeat,
        long records,
        Duration elapsed,
        Duration cpu,
        Duration brokerCpu,
        Duration databaseCpu,
        long peakBytes,
        long rows,
        long rowWrites,
        CompletedCheckpoints checkpoints,
        double load,
        List<String> differences) {

    boolean counts() {
        return differences.isEmpty();
    }

    double seconds() {
        return elapsed.toMillis() / 1000.0;
    }

    double recordsPerSecond() {
        return records / seconds();
    }

    double cpuSecondsPerMillion() {
        return perMillion(cpu);
    }

    double brokerCpuSecondsPerMillion() {
        return perMillion(brokerCpu);
    }

    double databaseCpuSecondsPerMillion() {
        return perMillion(databaseCpu);
    }

    /** How often a row that stands in the end was written; 1: once. */
    double writesPerRow() {
        return (double) rowWrites / rows;
    }

    /** Contender, broker and database. */
    double allCpuSecondsPerMillion() {
        return perMillion(cpu.plus(brokerCpu).plus(databaseCpu));
    }

    private double perMillion(Duration time) {
        return time.toMillis() / 1000.0 / (records / 1e6);
    }
}
