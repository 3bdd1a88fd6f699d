package io.haochaping.domain.personal;

import java.util.Arrays;

/** What the finders report, in the order of the text; overlapping reports become one of the kind that holds. */
final class Spans {
    private static final PersonalKind[] KINDS = PersonalKind.values();

    /** Start, end and kind in one number, so that sorting needs no objects: 28 bits each for the places. */
    private long[] packed = new long[16];

    private int count;

    void clear() {
        count = 0;
    }

    void add(PersonalKind kind, int from, int to) {
        if (count == packed.length) {
            packed = Arrays.copyOf(packed, 2 * count);
        }
        packed[count++] = (long) from << 32 | (long) to << 4 | kind.ordinal();
    }

    /** Sorts, and joins what overlaps. */
    void settle() {
        if (count < 2) {
            return;
        }
        Arrays.sort(packed, 0, count);
        int last = 0;
        for (int i = 1; i < count; i++) {
            if (from(i) < to(last)) {
                int kind = Math.min(kind(i).ordinal(), kind(last).ordinal());
                packed[last] = (long) from(last) << 32 | (long) Math.max(to(i), to(last)) << 4 | kind;
            } else {
                packed[++last] = packed[i];
            }
        }
        count = last + 1;
    }

    int count() {
        return count;
    }

    int from(int i) {
        return (int) (packed[i] >>> 32);
    }

    int to(int i) {
        return (int) (packed[i] >>> 4) & 0xFFFFFFF;
    }

    PersonalKind kind(int i) {
        return KINDS[(int) packed[i] & 15];
    }
}
