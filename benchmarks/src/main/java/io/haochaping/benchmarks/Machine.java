package io.haochaping.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What it ran on.
 *
 * @param memoryBytes -1: not known
 */
record Machine(int cores, long memoryBytes, String java) {
    static Machine ofThis() {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : -1;
        return new Machine(Runtime.getRuntime().availableProcessors(), memory, System.getProperty("java.version"));
    }

    String inWords() {
        return String.format(Locale.ROOT, "%d cores, %d MiB memory, Java %s", cores, memoryBytes >> 20, java);
    }
}
