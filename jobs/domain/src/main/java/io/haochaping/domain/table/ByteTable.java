package io.haochaping.domain.table;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A map from 128-bit keys to short byte strings, in flat arrays.
 *
 * <p>Flat, because the ledger of a city holds tens of millions of cases: an object a case would cost 100 bytes more each and a garbage collector that walks them all.
 *
 * <p>A checkpoint that runs on needs the table as it was, and it copies every table that is touched meanwhile, which is all of them. So a copy shares what was there before, for good, and both sides write what they
 * change into a layer of their own ({@link #copy}). Not thread-safe, but for one: a table that nobody changes any more may be read and copied at once.
 */
public final class ByteTable {
    /** Takes one entry; the bytes are valid during the call only. */
    @FunctionalInterface
    public interface Visitor {
        void entry(long high, long low, byte[] bytes, int offset, int count);
    }

    private static final int PIECE = 1 << 14;
    /**
     * An own layer of more than an eighth of what it lies on is merged at the next copy. A cut touches one or two cases of a hundred: a merge every ten cuts, and a sixteenth of the table copied at the others.
     */
    private static final int PARTS_OF_BASE = 8;

    /** A table of fewer entries is copied whole: a second layer costs a probe at every access. */
    private static final int WORTH_SHARING = 64;

    /** One reference, so that a thread which reads the table while another copies it sees both layers of one moment. */
    private Layers layers;

    private int size;

    /**
     * What a table consists of.
     *
     * @param base shared with copies and never changed; null: none
     * @param own what this table alone has, changed in place; it hides what {@code base} has of the same key
     */
    private record Layers(FlatTable base, FlatTable own) {}

    public ByteTable() {
        this(new Layers(null, new FlatTable()), 0);
    }

    private ByteTable(Layers layers, int size) {
        this.layers = layers;
        this.size = size;
    }

    /**
     * A table with the same entries; what happens to one of both does not show in the other. Costs a copy of what was changed since the copy before, and now and then one of everything.
     */
    public ByteTable copy() {
        Layers now = layers;
        FlatTable base = now.base;
        FlatTable own = now.own;
        if (base == null && own.size() < WORTH_SHARING) {
            return new ByteTable(new Layers(null, own.copy()), size);
        }
        if (base == null) {
            layers = new Layers(own, new FlatTable());
            return new ByteTable(new Layers(own, new FlatTable()), size);
        }
        if ((long) own.size() * PARTS_OF_BASE > base.size()) {
            return new ByteTable(new Layers(merged(), new FlatTable()), size);
        }
        return new ByteTable(new Layers(base, own.copy()), size);
    }

    private FlatTable merged() {
        FlatTable merged = new FlatTable(size, layers.base.bytes() + layers.own.bytes());
        forEach(merged::put);
        return merged;
    }

    public int size() {
        return size;
    }

    /** Points the reader at the value of the key; false where there is none. Any later change of the table makes the reader void. */
    public boolean read(long high, long low, ByteReader into) {
        Layers now = layers;
        FlatTable own = now.own;
        int slot = own.find(high, low);
        if (slot >= 0) {
            if (own.isGone(slot)) {
                return false;
            }
            own.read(slot, into);
            return true;
        }
        FlatTable base = now.base;
        int below = base == null ? -1 : base.find(high, low);
        if (below < 0) {
            return false;
        }
        base.read(below, into);
        return true;
    }

    private boolean holds(long high, long low) {
        int slot = layers.own.find(high, low);
        return slot >= 0 ? !layers.own.isGone(slot) : liesBelow(high, low);
    }

    private boolean liesBelow(long high, long low) {
        return layers.base != null && layers.base.find(high, low) >= 0;
    }

    /** Sets the value of the key. The source must not be this table's own memory. */
    public void put(long high, long low, byte[] source, int offset, int count) {
        if (!holds(high, low)) {
            size++;
        }
        layers.own.put(high, low, source, offset, count);
    }

    public void remove(long high, long low) {
        if (!holds(high, low)) {
            return;
        }
        size--;
        if (liesBelow(high, low)) {
            layers.own.putGone(high, low);
        } else {
            layers.own.remove(high, low);
        }
    }

    /** Visits every entry, in no order that means anything. The visitor must not change the table. */
    public void forEach(Visitor visitor) {
        Layers now = layers;
        now.own.forEach(null, visitor);
        if (now.base != null) {
            now.base.forEach(now.own, visitor);
        }
    }

    /** Size, then per entry high, low, length and bytes. Gathered into pieces: a checkpoint writes every case there is, and an output of the engine has its price per call. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(size);
        Pieces pieces = new Pieces(out);
        forEach(pieces::add);
        pieces.finish();
    }

    /** A visitor throws nothing, so the first failure is kept until the end. */
    private static final class Pieces {
        private final DataOutput out;
        private final ByteWriter piece = new ByteWriter(PIECE);
        private IOException failure;

        private Pieces(DataOutput out) {
            this.out = out;
        }

        private void add(long high, long low, byte[] bytes, int offset, int count) {
            piece.writeLong(high).writeLong(low).writeInt(count).writeBytes(bytes, offset, count);
            if (piece.length() >= PIECE / 2) {
                pass();
            }
        }

        private void pass() {
            if (failure == null) {
                try {
                    out.write(piece.array(), 0, piece.length());
                } catch (IOException e) {
                    failure = e;
                }
            }
            piece.clear();
        }

        private void finish() throws IOException {
            pass();
            if (failure != null) {
                throw failure;
            }
        }
    }

    public static ByteTable read(DataInput in) throws IOException {
        int entries = in.readInt();
        FlatTable table = new FlatTable(entries, 0);
        byte[] value = new byte[256];
        for (int i = 0; i < entries; i++) {
            long high = in.readLong();
            long low = in.readLong();
            int count = in.readInt();
            value = value.length < count ? new byte[Math.max(count, value.length * 2)] : value;
            in.readFully(value, 0, count);
            table.put(high, low, value, 0, count);
        }
        return new ByteTable(new Layers(null, table), entries);
    }
}
