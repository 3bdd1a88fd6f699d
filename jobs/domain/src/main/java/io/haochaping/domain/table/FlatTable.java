package io.haochaping.domain.table;

import io.haochaping.domain.bytes.ByteReader;
import java.util.Arrays;

/**
 * One layer of a {@link ByteTable}: a map from 128-bit keys to short byte strings in four flat arrays, linear probing over the keys, values in one arena. A key may also stand here as gone, to hide what a layer
 * below has of it.
 */
final class FlatTable {
    private static final int EMPTY = -1;
    private static final int SMALLEST = 8;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;
    /** Count of a key that stands here as gone. */
    private static final int GONE = -1;

    private long[] highs;
    private long[] lows;
    private int[] offsets;
    private int[] counts;
    private int size;
    private byte[] arena;
    private int used;
    private int garbage;

    FlatTable() {
        allocate(SMALLEST);
        arena = new byte[SMALLEST];
    }

    /** @param entries for which there is to be room from the start, and bytes of their values */
    FlatTable(int entries, long bytes) {
        int slots = SMALLEST;
        while (entries * 4L > slots * 3L) {
            slots *= 2;
        }
        allocate(slots);
        arena = new byte[(int) Math.min(MOST_BYTES, Math.max(SMALLEST, bytes))];
    }

    private FlatTable(FlatTable from) {
        highs = from.highs.clone();
        lows = from.lows.clone();
        offsets = from.offsets.clone();
        counts = from.counts.clone();
        size = from.size;
        arena = from.arena.clone();
        used = from.used;
        garbage = from.garbage;
    }

    FlatTable copy() {
        return new FlatTable(this);
    }

    /** Entries, with those that stand here as gone. */
    int size() {
        return size;
    }

    /** Bytes of the values. */
    long bytes() {
        return (long) used - garbage;
    }

    /** Where the key stands, or −1. */
    int find(long high, long low) {
        int slot = slotOf(high, low);
        return offsets[slot] == EMPTY ? -1 : slot;
    }

    boolean isGone(int slot) {
        return counts[slot] == GONE;
    }

    void read(int slot, ByteReader into) {
        into.reset(arena, offsets[slot], counts[slot]);
    }

    /** Lets the key stand here as gone. */
    void putGone(long high, long low) {
        put(high, low, arena, 0, 0);
        counts[slotOf(high, low)] = GONE;
    }

    /** Sets the value of the key. The source must not be this table's own arena. */
    void put(long high, long low, byte[] source, int offset, int count) {
        int slot = slotOf(high, low);
        if (offsets[slot] != EMPTY && count <= counts[slot]) {
            System.arraycopy(source, offset, arena, offsets[slot], count);
            garbage += counts[slot] - count;
            counts[slot] = count;
            return;
        }
        if (offsets[slot] != EMPTY) {
            garbage += Math.max(0, counts[slot]);
            counts[slot] = 0;
        } else {
            highs[slot] = high;
            lows[slot] = low;
            counts[slot] = 0;
            offsets[slot] = 0;
            size++;
        }
        ensureArena(count);
        System.arraycopy(source, offset, arena, used, count);
        offsets[slot] = used;
        counts[slot] = count;
        used += count;
        if (size * 4L > offsets.length * 3L) {
            grow();
        }
    }

    void remove(long high, long low) {
        int slot = slotOf(high, low);
        if (offsets[slot] == EMPTY) {
            return;
        }
        garbage += Math.max(0, counts[slot]);
        size--;
        int mask = offsets.length - 1;
        int hole = slot;
        for (int next = hole + 1 & mask; offsets[next] != EMPTY; next = next + 1 & mask) {
            int home = home(highs[next], lows[next], mask);
            if ((next - home & mask) >= (next - hole & mask)) {
                move(next, hole);
                hole = next;
            }
        }
        offsets[hole] = EMPTY;
    }

    /** Visits every entry that is not gone and that the layer above does not have. */
    void forEach(FlatTable above, ByteTable.Visitor visitor) {
        boolean hidden = above != null && above.size > 0;
        for (int slot = 0; slot < offsets.length; slot++) {
            if (offsets[slot] != EMPTY
                    && counts[slot] != GONE
                    && !(hidden && above.find(highs[slot], lows[slot]) >= 0)) {
                visitor.entry(highs[slot], lows[slot], arena, offsets[slot], counts[slot]);
            }
        }
    }

    private int slotOf(long high, long low) {
        int mask = offsets.length - 1;
        int slot = home(high, low, mask);
        while (offsets[slot] != EMPTY && (lows[slot] != low || highs[slot] != high)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /**
     * Keys of one table share the bits that chose the table, so the home is taken from all of them, mixed. Mixed differently at each size: entries that
     * come in the order of a larger table would otherwise all meet at the front of a smaller one, and filling it would take quadratic time.
     */
    private static int home(long high, long low, int mask) {
        long mixed = (high ^ low) * (0x9E3779B97F4A7C15L + 2L * mask);
        return (int) (mixed >>> 32) & mask;
    }

    private void move(int from, int to) {
        highs[to] = highs[from];
        lows[to] = lows[from];
        offsets[to] = offsets[from];
        counts[to] = counts[from];
    }

    private void grow() {
        long[] oldHighs = highs;
        long[] oldLows = lows;
        int[] oldOffsets = offsets;
        int[] oldCounts = counts;
        allocate(oldOffsets.length * 2);
        for (int i = 0; i < oldOffsets.length; i++) {
            if (oldOffsets[i] != EMPTY) {
                int slot = slotOf(oldHighs[i], oldLows[i]);
                highs[slot] = oldHighs[i];
                lows[slot] = oldLows[i];
                offsets[slot] = oldOffsets[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    private void allocate(int slots) {
        highs = new long[slots];
        lows = new long[slots];
        offsets = new int[slots];
        counts = new int[slots];
        Arrays.fill(offsets, EMPTY);
    }

    private void ensureArena(int more) {
        if (arena.length - used >= more) {
            return;
        }
        long live = (long) used - garbage + more;
        if (live > MOST_BYTES) {
            throw new IllegalStateException("a bucket of state holds more than 2 GiB: raise the number of buckets");
        }
        // Room for a quarter more than lives, so that the work of compacting is spread over many changes.
        byte[] fresh = new byte[(int) Math.min(MOST_BYTES, live + live / 4 + 64)];
        int end = 0;
        for (int slot = 0; slot < offsets.length; slot++) {
            if (offsets[slot] != EMPTY) {
                int count = Math.max(0, counts[slot]);
                System.arraycopy(arena, offsets[slot], fresh, end, count);
                offsets[slot] = end;
                end += count;
            }
        }
        arena = fresh;
        used = end;
        garbage = 0;
    }
}
