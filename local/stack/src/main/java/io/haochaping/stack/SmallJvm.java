package io.haochaping.stack;

import java.util.ArrayList;
import java.util.List;

/** Options of JVMs of which several share a desk machine: they start fast, stay small and do little. */
public final class SmallJvm {

    /** What the second compiler makes faster has mostly ended before it has paid. */
    public static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", FIRST_COMPILER, "-Xss512k", "-XX:ReservedCodeCacheSize=64m");

    /**
     * Where this system property of the starting JVM is {@code true}, every program of the stack starts with {@link #OPTIONS}. Tests
     * set it: their processes live for half a minute, most of which went into compiling what ended before it paid.
     */
    static final String EVERYWHERE = "haochaping.stack.small";

    private SmallJvm() {}

    /** Whether the programs of this JVM are to start fast rather than to run fast. */
    public static boolean isAskedFor() {
        return Boolean.getBoolean(EVERYWHERE);
    }

    /** @param heap as after {@code -Xmx}, for instance {@code 64m} */
    public static List<String> withHeap(String heap) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.add("-Xmx" + heap);
        return options;
    }
}
