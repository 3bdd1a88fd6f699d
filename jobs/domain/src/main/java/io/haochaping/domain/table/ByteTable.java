package io.haochaping.domain.table;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A map from 128-bit keys to short byte strings, in four flat arrays: linear probing over the keys, values in one arena.
 *
 * <p>Flat, because the ledger of a city holds tens of millions of cases: an object a case would cost 100 bytes more each and a garbage collector that
 * walks them all. Copying one (for a checkpoint that runs on) is four array copies. Not thread-safe.
 */
public final class ByteTable {
    /** Takes one entry; the bytes are valid during the call only. */
    @FunctionalInterface
    public interface Visitor {
        void entry(long high, long low, byte[] bytes, int offset, int count);
    }

    private static final int EMPTY = -1;
    private static final int SMALLEST = 8;
    private static final int PIECE = 1 << 14;

    private long[] highs;
    private long[] lows;
    private int[] offsets;
    private int[] counts;
    private int size;
    private byte[] arena;
    private int used;
    private int garbage;

    public ByteTable() {
        allocate(SMALLEST);
        arena = new byte[256];
    }

    private ByteTable(ByteTable from) {
        highs = from.highs.clone();
        lows = from.lows.clone();
        offsets = from.offsets.clone();
        counts = from.counts.clone();
        size = from.size;
        arena = from.arena.clone();
        used = from.used;
        garbage = from.garbage;
    }

    public ByteTable copy() {
        return new ByteTable(this);
    }

    public int size() {
        return size;
    }

    /** Points the reader at the value of the key; false where there is none. Any later change of the table makes the reader void. */
    public boolean read(long high, long low, ByteReader into) {
        int slot = slotOf(high, low);
        if (offsets[slot] == EMPTY) {
            return false;
        }
        into.reset(arena, offsets[slot], counts[slot]);
        return true;
    }

    /** Sets the value of the key. The source must not be this table's own arena. */
    public void put(long high, long low, byte[] source, int offset, int count) {
        int slot = slotOf(high, low);
        if (offsets[slot] != EMPTY && count <= counts[slot]) {
            System.arraycopy(source, offset, arena, offsets[slot], count);
            garbage += counts[slot] - count;
            counts[slot] = count;
            return;
        }
        if (offsets[slot] != EMPTY) {
            garbage += counts[slot];
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

    public void remove(long high, long low) {
        int slot = slotOf(high, low);
        if (offsets[slot] == EMPTY) {
            return;
        }
        garbage += counts[slot];
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

    /** Visits every entry, in no order that means anything. The visitor must not change the table. */
    public void forEach(Visitor visitor) {
        for (int slot = 0; slot < offsets.length; slot++) {
            if (offsets[slot] != EMPTY) {
                visitor.entry(highs[slot], lows[slot], arena, offsets[slot], counts[slot]);
            }
        }
    }

    /** Size, then per entry high, low, length and bytes. Gathered into pieces: a checkpoint writes every case there is, and an output of the engine has its price per call. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(size);
        ByteWriter piece = new ByteWriter(PIECE);
        for (int slot = 0; slot < offsets.length; slot++) {
            if (offsets[slot] != EMPTY) {
                piece.writeLong(highs[slot]).writeLong(lows[slot]).writeInt(counts[slot]);
                piece.writeBytes(arena, offsets[slot], counts[slot]);
                if (piece.length() >= PIECE / 2) {
                    out.write(piece.array(), 0, piece.length());
                    piece.clear();
                }
            }
        }
        out.write(piece.array(), 0, piece.length());
    }

    public static ByteTable read(DataInput in) throws IOException {
        ByteTable table = new ByteTable();
        int entries = in.readInt();
        int slots = SMALLEST;
        while (entries * 4L > slots * 3L) {
            slots *= 2;
        }
        table.allocate(slots);
        byte[] value = new byte[256];
        for (int i = 0; i < entries; i++) {
            long high = in.readLong();
            long low = in.readLong();
            int count = in.readInt();
            value = value.length < count ? new byte[Math.max(count, value.length * 2)] : value;
            in.readFully(value, 0, count);
            table.put(high, low, value, 0, count);
        }
        return table;
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
        if (live > Integer.MAX_VALUE - 16) {
            throw new IllegalStateException("a bucket of state holds more than 2 GiB: raise the number of buckets");
        }
        // Room for a quarter more than lives, so that the work of compacting is spread over many changes.
        byte[] fresh = new byte[(int) Math.min(Integer.MAX_VALUE - 16, live + live / 4 + 64)];
        int end = 0;
        for (int slot = 0; slot < offsets.length; slot++) {
            if (offsets[slot] != EMPTY) {
                System.arraycopy(arena, offsets[slot], fresh, end, counts[slot]);
                offsets[slot] = end;
                end += counts[slot];
            }
        }
        arena = fresh;
        used = end;
        garbage = 0;
    }
}
