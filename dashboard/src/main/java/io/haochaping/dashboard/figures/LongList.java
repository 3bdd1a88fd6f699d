package io.haochaping.dashboard.figures;

import java.util.Arrays;

/** Numbers in an array that grows; boxed, those of a month of cells would be the larger part of the work. */
final class LongList {
    private long[] values;
    private int size;

    LongList(int expected) {
        values = new long[Math.max(expected, 1)];
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    long[] sorted() {
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted;
    }
}
