package io.haochaping.stack;

import java.util.ArrayList;
import java.util.List;

/** Options of JVMs of which several share a desk machine: they start fast, stay small and do little. */
public final class SmallJvm {

    static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:ReservedCodeCacheSize=64m");

    /**
     * Where this system property of the starting JVM is {@code true}, every program of the stack starts with {@link #OPTIONS}. Tests
     * set it: their processes live for half a minute, most of which went into compiling what ended before it paid.
     */
    static final String EVERYWHERE = "haochaping.stack.small";

    private SmallJvm() {}

    static boolean isAskedFor() {
        return Boolean.getBoolean(EVERYWHERE);
    }

    /** @param heap as after {@code -Xmx}, for instance {@code 64m} */
    public static List<String> withHeap(String heap) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.add("-Xmx" + heap);
        return options;
    }
}
