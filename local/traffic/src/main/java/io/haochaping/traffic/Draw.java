package io.haochaping.traffic;

import java.util.List;

/**
 * Seeded draws (SplitMix64). Written out here, and without floating point, so that a seed gives the same traffic on every Java
 * version; golden fingerprints depend on it.
 */
final class Draw {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    Draw(long seed) {
        state = seed;
    }

    /** A stream of its own for one part of the whole, so that adding a draw in one case leaves all other cases as they are. */
    static Draw of(long seed, long part) {
        return new Draw(mixed(mixed(seed + STEP) + part * STEP));
    }

    long next() {
        state += STEP;
        return mixed(state);
    }

    /** 0 … bound − 1. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** from … to − 1. */
    long between(long from, long to) {
        if (to <= from) {
            throw new IllegalArgumentException("nothing lies between " + from + " and " + to);
        }
        return from + Long.remainderUnsigned(next(), to - from);
    }

    boolean oneIn(int n) {
        return below(n) == 0;
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** Index drawn with probability weight / Σ weights. */
    int weighted(int... weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int left = below(sum);
        int index = 0;
        while (left >= weights[index]) {
            left -= weights[index++];
        }
        return index;
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }

    static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
