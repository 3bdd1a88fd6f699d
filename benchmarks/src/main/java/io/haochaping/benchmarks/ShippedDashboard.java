package io.haochaping.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** How the launcher starts the dashboard, in its own words: what is measured is what runs. */
public final class ShippedDashboard {
    private static final String JVM = "haochaping.dashboard.jvm";

    private ShippedDashboard() {}

    /** Flags of its JVM but the heap; none where the launcher did not say. */
    public static List<String> jvmFlags() {
        return Stream.of(System.getProperty(JVM, "").split(" "))
                .filter(flag -> !flag.isBlank())
                .toList();
    }
}
