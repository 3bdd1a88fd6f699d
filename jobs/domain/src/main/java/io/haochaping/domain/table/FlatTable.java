package io.haochaping.domain.table;

import io.haochaping.domain.bytes.ByteReader;
import java.util.Arrays;

/**
 * One layer of a {@link ByteTable}: a map from 128-bit keys to short byte strings in two flat arrays, linear probing over the keys, values in one arena. A key may also stand here as gone, to hide what a layer
 * below has of it.
 *
 * <p>Key and place of a value lie side by side: a job has a thousand tables that no cache holds, and what a probe costs is the lines of memory that it touches.
 */
final class FlatTable {
    /** A slot is three numbers: both halves of the key, then where the value lies and how long it is. */
    private static final int WIDTH = 3;

    private static final int LOW = 1;
    private static final int PLACE = 2;

    private static final long EMPTY = -1;
    private static final int SMALLEST = 8;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;
    /** Count of a key that stands here as gone. */
    private static final int GONE = -1;

    private long[] slots;
    private int mask;
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
        int room = SMALLEST;
        while (entries * 4L > room * 3L) {
            room *= 2;
        }
        allocate(room);
        arena = new byte[(int) Math.min(MOST_BYTES, Math.max(SMALLEST, bytes))];
    }

    private FlatTable(FlatTable from) {
        slots = from.slots.clone();
        mask = from.mask;
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
        return slots[slot + PLACE] == EMPTY ? -1 : slot;
    }

    boolean isGone(int slot) {
        return countAt(slot) == GONE;
    }

    void read(int slot, ByteReader into) {
        into.reset(arena, offsetAt(slot), countAt(slot));
    }

    void visit(int slot, ByteTable.Visitor visitor) {
        visitor.entry(slots[slot], slots[slot + LOW], arena, offsetAt(slot), countAt(slot));
    }

    /** Lets the key stand here as gone. */
    void putGone(long high, long low) {
        int slot = put(high, low, arena, 0, 0);
        slots[slot + PLACE] = place(offsetAt(slot), GONE);
    }

    /** Sets the value of the key and tells its slot. The source must not be this table's own arena. */
    int put(long high, long low, byte[] source, int offset, int count) {
        int slot = slotOf(high, low);
        long place = slots[slot + PLACE];
        if (place == EMPTY) {
            slots[slot] = high;
            slots[slot + LOW] = low;
            slots[slot + PLACE] = place(0, 0);
            size++;
        } else if (count <= (int) place) {
            int at = offsetAt(slot);
            System.arraycopy(source, offset, arena, at, count);
            garbage += (int) place - count;
            slots[slot + PLACE] = place(at, count);
            return slot;
        } else {
            garbage += Math.max(0, (int) place);
            slots[slot + PLACE] = place(0, 0);
        }
        ensureArena(count);
        System.arraycopy(source, offset, arena, used, count);
        slots[slot + PLACE] = place(used, count);
        used += count;
        if (size * 4L > (mask + 1) * 3L) {
            grow();
            return slotOf(high, low);
        }
        return slot;
    }

    void remove(long high, long low) {
        int removed = slotOf(high, low);
        if (slots[removed + PLACE] == EMPTY) {
            return;
        }
        garbage += Math.max(0, countAt(removed));
        size--;
        int hole = removed / WIDTH;
        for (int next = hole + 1 & mask; slots[next * WIDTH + PLACE] != EMPTY; next = next + 1 & mask) {
            int home = home(slots[next * WIDTH], slots[next * WIDTH + LOW]);
            if ((next - home & mask) >= (next - hole & mask)) {
                System.arraycopy(slots, next * WIDTH, slots, hole * WIDTH, WIDTH);
                hole = next;
            }
        }
        slots[hole * WIDTH + PLACE] = EMPTY;
    }

    /** Visits every entry that is not gone and that the layer above does not have. */
    void forEach(FlatTable above, ByteTable.Visitor visitor) {
        boolean hidden = above != null && above.size > 0;
        for (int slot = 0; slot < slots.length; slot += WIDTH) {
            if (slots[slot + PLACE] != EMPTY
                    && countAt(slot) != GONE
                    && !(hidden && above.find(slots[slot], slots[slot + LOW]) >= 0)) {
                visit(slot, visitor);
            }
        }
    }

    private static long place(int offset, int count) {
        return (long) offset << 32 | count & 0xFFFF_FFFFL;
    }

    private int offsetAt(int slot) {
        return (int) (slots[slot + PLACE] >>> 32);
    }

    private int countAt(int slot) {
        return (int) slots[slot + PLACE];
    }

    /** Where the key stands or may be put. */
    private int slotOf(long high, long low) {
        int number = home(high, low);
        int slot = number * WIDTH;
        while (slots[slot + PLACE] != EMPTY && (slots[slot + LOW] != low || slots[slot] != high)) {
            number = number + 1 & mask;
            slot = number * WIDTH;
        }
        return slot;
    }

    /**
     * Keys of one table share the bits that chose the table, so the home is taken from all of them, mixed. Mixed differently at each size: entries that
     * come in the order of a larger table would otherwise all meet at the front of a smaller one, and filling it would take quadratic time.
     */
    private int home(long high, long low) {
        long mixed = (high ^ low) * (0x9E3779B97F4A7C15L + 2L * mask);
        return (int) (mixed >>> 32) & mask;
    }

    private void grow() {
        long[] old = slots;
        allocate((mask + 1) * 2);
        for (int from = 0; from < old.length; from += WIDTH) {
            if (old[from + PLACE] != EMPTY) {
                System.arraycopy(old, from, slots, slotOf(old[from], old[from + LOW]), WIDTH);
            }
        }
    }

    private void allocate(int room) {
        slots = new long[room * WIDTH];
        mask = room - 1;
        Arrays.fill(slots, EMPTY);
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
        for (int slot = 0; slot < slots.length; slot += WIDTH) {
            if (slots[slot + PLACE] != EMPTY) {
                int count = countAt(slot);
                System.arraycopy(arena, offsetAt(slot), fresh, end, Math.max(0, count));
                slots[slot + PLACE] = place(end, count);
                end += Math.max(0, count);
            }
        }
        arena = fresh;
        used = end;
        garbage = 0;
    }
}
