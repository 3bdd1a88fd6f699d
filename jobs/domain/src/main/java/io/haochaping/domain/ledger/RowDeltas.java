package io.haochaping.domain.ledger;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.Arrays;

/** What one record changes, by row, before it is sent on. A contribution that is taken back and given again in one step cancels here. */
public final class RowDeltas {
    /** Takes the change of one row; the accumulator is valid during the call only. */
    @FunctionalInterface
    public interface Consumer {
        void delta(RowKey row, TallyAccumulator change);
    }

    private RowKey[] keys = new RowKey[16];
    private TallyAccumulator[] changes = new TallyAccumulator[16];
    private int size;

    public void clear() {
        size = 0;
    }

    /** The accumulator of a row, made where there is none. Linear: a record touches a handful of rows. */
    TallyAccumulator row(RowKey key) {
        int at = indexOf(key.bytes(), key.bytes().length);
        return at < 0 ? begin(key) : changes[at];
    }

    /** The same by the bytes of the key, which becomes an object only where the row is new. */
    TallyAccumulator row(ByteWriter key) {
        int at = indexOf(key.array(), key.length());
        return at < 0 ? begin(RowKey.ofBytes(key.toBytes())) : changes[at];
    }

    private int indexOf(byte[] key, int length) {
        for (int i = 0; i < size; i++) {
            byte[] known = keys[i].bytes();
            if (Arrays.equals(known, 0, known.length, key, 0, length)) {
                return i;
            }
        }
        return -1;
    }

    private TallyAccumulator begin(RowKey key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            changes = Arrays.copyOf(changes, size * 2);
        }
        keys[size] = key;
        if (changes[size] == null) {
            changes[size] = new TallyAccumulator();
        } else {
            changes[size].clear();
        }
        return changes[size++];
    }

    /** Hands out every row whose change is not zero. */
    public void forEach(Consumer consumer) {
        for (int i = 0; i < size; i++) {
            if (!changes[i].isZero()) {
                consumer.delta(keys[i], changes[i]);
            }
        }
    }
}
