package io.haochaping.benchmarks;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Lines for who waits; figures go to standard output. */
final class Progress {
    private Progress() {}

    static void say(String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
