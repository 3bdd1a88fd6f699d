package io.haochaping.domain.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Remembers the strings of codes that come again and again (departments, items, channels), so that a record costs no new ones.
 *
 * <p>A cache, never a dictionary: nothing stored or sent refers to a place in it, so what it holds cannot change a result. Bounded: a new
 * string takes the slot of an older one with the same hash.
 */
public final class Symbols {
    private static final int LONGEST = 96;
    private final byte[][] encoded;
    private final String[] decoded;
    private final int mask;

    /** @param slots how many strings at most; rounded up to a power of two */
    public Symbols(int slots) {
        int size = Integer.highestOneBit(Math.max(2, slots - 1)) << 1;
        encoded = new byte[size][];
        decoded = new String[size];
        mask = size - 1;
    }

    public String at(byte[] bytes, int offset, int count) {
        if (count == 0) {
            return "";
        }
        if (count > LONGEST) {
            return new String(bytes, offset, count, StandardCharsets.UTF_8);
        }
        int slot = (int) Hash64.of(bytes, offset, count, 0) & mask;
        byte[] known = encoded[slot];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, offset, offset + count)) {
            return decoded[slot];
        }
        String text = new String(bytes, offset, count, StandardCharsets.UTF_8);
        encoded[slot] = Arrays.copyOfRange(bytes, offset, offset + count);
        decoded[slot] = text;
        return text;
    }
}
