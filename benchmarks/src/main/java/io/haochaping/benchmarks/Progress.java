package io.haochaping.benchmarks;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Lines for who waits; figures go to standard output. */
public final class Progress {
    private Progress() {}

    public static void say(String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
