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
    private static final long MOST_BYTES_OF_A_HEAD = 2 * Long.BYTES + 5;

    /**
     * An own layer of more than an eighth of what it lies on is merged at the next copy. A cut touches one or two cases of a hundred: a merge every ten cuts, and a sixteenth of the table copied at the others.
     */
    private static final int PARTS_OF_BASE = 8;

    /** A table of fewer entries is copied whole: a second layer costs a probe at every access. */
    private static final int WORTH_SHARING = 64;

    private static final byte[] NOTHING = {};

    /** One reference, so that a thread which reads the table while another copies it sees both layers of one moment. */
    private Layers layers;

    private int size;

    /** Keys that were put or removed since they were last told; null: nobody asks. */
    private FlatTable changed;

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

    private long bytes() {
        Layers now = layers;
        return now.own.bytes() + (now.base == null ? 0 : now.base.bytes());
    }

    private FlatTable merged() {
        FlatTable merged = new FlatTable(size, bytes());
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
        noteChange(high, low);
    }

    public void remove(long high, long low) {
        if (!holds(high, low)) {
            return;
        }
        size--;
        noteChange(high, low);
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

    private void noteChange(long high, long low) {
        if (changed != null) {
            changed.put(high, low, NOTHING, 0, 0);
        }
    }

    /** From now on this table, though no copy of it, knows which of its keys are put or removed. */
    public void noteChanges() {
        changed = new FlatTable();
    }

    /** The same, and takes what it holds for put. */
    public void noteChangesAndAll() {
        changed = new FlatTable(size, 0);
        forEach((high, low, bytes, offset, count) -> noteChange(high, low));
    }

    /** Takes a key that is no longer there. */
    @FunctionalInterface
    public interface Removed {
        void key(long high, long low);
    }

    /** Tells every key that was put or removed since the last call once, as it is now. Neither must change the table. */
    public void takeChanges(Visitor put, Removed removed) {
        FlatTable told = changed;
        changed = new FlatTable();
        told.forEach(null, (high, low, none, nowhere, nothing) -> tell(high, low, put, removed));
    }

    private void tell(long high, long low, Visitor put, Removed removed) {
        Layers now = layers;
        int slot = now.own.find(high, low);
        if (slot >= 0 && !now.own.isGone(slot)) {
            now.own.visit(slot, put);
        } else if (slot < 0 && liesBelow(high, low)) {
            now.base.visit(now.base.find(high, low), put);
        } else {
            removed.key(high, low);
        }
    }

    public boolean hasChanges() {
        return changed.size() > 0;
    }

    /** Says what stands before the bytes of a value. */
    @FunctionalInterface
    private interface Head {
        void write(long high, long low, int count, ByteWriter out);
    }

    /** Size, then per entry high, low, length and bytes. */
    public void write(DataOutput out) throws IOException {
        write(out, (high, low, count, entry) -> entry.writeLong(high)
                .writeLong(low)
                .writeInt(count));
    }

    /** The same with lengths of seven bits a byte: nearly all take one. */
    public void writeShort(DataOutput out) throws IOException {
        write(out, (high, low, count, entry) -> entry.writeLong(high)
                .writeLong(low)
                .writeUnsigned(count));
    }

    /** The same without keys, for values that tell their own. */
    public void writeValues(DataOutput out) throws IOException {
        write(out, (high, low, count, entry) -> entry.writeUnsigned(count));
    }

    /** Gathered into pieces: a checkpoint writes every case there is, and an output of the engine has its price per call. */
    private void write(DataOutput out, Head head) throws IOException {
        out.writeInt(size);
        Pieces pieces = new Pieces(out, head, size * MOST_BYTES_OF_A_HEAD + bytes());
        forEach(pieces::add);
        pieces.finish();
    }

    /** A visitor throws nothing, so the first failure is kept until the end. */
    private static final class Pieces {
        private final DataOutput out;
        private final Head head;
        private final ByteWriter piece;
        private IOException failure;

        /** @param room in bytes for all that comes, where that is less than a piece: a job has thousands of small tables */
        private Pieces(DataOutput out, Head head, long room) {
            this.out = out;
            this.head = head;
            piece = new ByteWriter((int) Math.min(PIECE, room));
        }

        private void add(long high, long low, byte[] bytes, int offset, int count) {
            head.write(high, low, count, piece);
            piece.writeBytes(bytes, offset, count);
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

    /** What {@link #write} wrote. */
    public static ByteTable read(DataInput in) throws IOException {
        Filling filling = new Filling(in);
        while (filling.isToGoOn()) {
            long high = in.readLong();
            long low = in.readLong();
            filling.put(high, low, filling.readValue(in.readInt()));
        }
        return filling.filled();
    }

    /** What {@link #writeShort} wrote. */
    public static ByteTable readShort(DataInput in) throws IOException {
        Filling filling = new Filling(in);
        while (filling.isToGoOn()) {
            long high = in.readLong();
            long low = in.readLong();
            filling.put(high, low, filling.readValue(filling.readLength()));
        }
        return filling.filled();
    }

    /** Tells the key of a value. */
    public interface Keys {
        /** Turns to the value, which the reader holds. */
        void of(ByteReader value);

        long high();

        long low();
    }

    /** What {@link #writeValues} wrote. */
    public static ByteTable readValues(DataInput in, Keys keys) throws IOException {
        Filling filling = new Filling(in);
        ByteReader reader = new ByteReader();
        while (filling.isToGoOn()) {
            int count = filling.readValue(filling.readLength());
            keys.of(reader.reset(filling.value, 0, count));
            filling.put(keys.high(), keys.low(), count);
        }
        return filling.filled();
    }

    /** A table that is being read. */
    private static final class Filling {
        private static final int LONGEST_LENGTH = 28;

        private final DataInput in;
        private final int entries;
        private final FlatTable table;
        private int left;
        private byte[] value = new byte[256];

        private Filling(DataInput in) throws IOException {
            this.in = in;
            entries = in.readInt();
            left = entries;
            table = new FlatTable(entries, 0);
        }

        private boolean isToGoOn() {
            return left-- > 0;
        }

        private int readLength() throws IOException {
            int length = 0;
            for (int shift = 0; shift <= LONGEST_LENGTH; shift += 7) {
                byte b = in.readByte();
                length |= (b & 0x7F) << shift;
                if (b >= 0) {
                    return length;
                }
            }
            throw new IOException("a length of more than five bytes");
        }

        private int readValue(int count) throws IOException {
            value = value.length < count ? new byte[Math.max(count, value.length * 2)] : value;
            in.readFully(value, 0, count);
            return count;
        }

        private void put(long high, long low, int count) {
            table.put(high, low, value, 0, count);
        }

        private ByteTable filled() throws IOException {
            if (table.size() != entries) {
                throw new IOException("a table of " + entries + " values tells " + table.size() + " keys");
            }
            return new ByteTable(new Layers(null, table), entries);
        }
    }
}
