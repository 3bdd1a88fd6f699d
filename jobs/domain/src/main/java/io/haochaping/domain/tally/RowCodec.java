package io.haochaping.domain.tally;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.table.ByteTable;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** How a row lies in a {@link ByteTable}: under the hash of its key, the key's length, its bytes and the figures. Has buffers of its own, so not thread-safe. */
public final class RowCodec {
    private final ByteReader reader = new ByteReader();
    private final ByteWriter writer = new ByteWriter(512);

    /**
     * The figures of a row; {@link Tally#ZERO} where it is not in the table.
     *
     * @throws IllegalStateException where another row of the table has the same hash
     */
    public Tally read(ByteTable table, RowKey key) {
        if (!table.read(key.high(), key.low(), reader)) {
            return Tally.ZERO;
        }
        byte[] stored = reader.readBytes(reader.readCount());
        if (!Arrays.equals(stored, key.bytes())) {
            throw new IllegalStateException("two rows of kind " + key.kind() + " share one 128-bit hash");
        }
        return Tally.read(reader);
    }

    /** A row whose figures are all 0 is no row. */
    public void write(ByteTable table, RowKey key, Tally figures) {
        if (figures.isZero()) {
            table.remove(key.high(), key.low());
        } else {
            writer.clear().writeEncoded(key.bytes());
            figures.write(writer);
            table.put(key.high(), key.low(), writer.array(), 0, writer.length());
        }
    }

    /** In no order that means anything. */
    public void forEach(ByteTable table, BiConsumer<RowKey, Tally> row) {
        table.forEach((high, low, bytes, offset, count) -> {
            ByteReader value = reader.reset(bytes, offset, count);
            RowKey key = RowKey.ofBytes(value.readBytes(value.readCount()));
            row.accept(key, Tally.read(value));
        });
    }
}
