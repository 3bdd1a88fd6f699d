package io.haochaping.store;

import io.haochaping.domain.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Writes rows of PostgreSQL's COPY binary format: a count of columns, then each behind its length, −1 for null. The database takes numbers, times and ids as they stand, where it would have to read them out of a text
 * (docs/decisions/0103). Nothing is converted: a column must have just the type that is written.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final long MILLIS_TO_2000 = 946_684_800_000L;
    private static final int INT_ARRAY_OF = 23;
    private static final int BIGINT_ARRAY_OF = 20;
    private static final int NULL = -1;

    private static final byte FIRST_OF_SIGNS = (byte) 0xE2;

    private final ByteWriter out = new ByteWriter(1 << 16);

    byte[] array() {
        return out.array();
    }

    int length() {
        return out.length();
    }

    /** Goes on with an empty buffer. */
    void clear() {
        out.clear();
    }

    /** What stands before the first row: no flags, no extension. */
    void begin() {
        out.clear().writeBytes(SIGNATURE, 0, SIGNATURE.length).writeInt(0).writeInt(0);
    }

    /** What stands behind the last row. */
    void end() {
        twoBytes(-1);
    }

    CopyRows row(int columns) {
        twoBytes(columns);
        return this;
    }

    CopyRows nothing() {
        out.writeInt(NULL);
        return this;
    }

    CopyRows smallint(int value) {
        out.writeInt(2);
        twoBytes(value);
        return this;
    }

    CopyRows integer(int value) {
        out.writeInt(4).writeInt(value);
        return this;
    }

    CopyRows bigint(long value) {
        out.writeInt(8).writeLong(value);
        return this;
    }

    /** A timestamptz: microseconds since 2000. */
    CopyRows instant(long millis) {
        return bigint(Math.multiplyExact(Math.subtractExact(millis, MILLIS_TO_2000), 1_000));
    }

    CopyRows flag(boolean value) {
        out.writeInt(1).writeByte(value ? 1 : 0);
        return this;
    }

    CopyRows text(String text) {
        byte[] encoded = StoreText.of(text).getBytes(StandardCharsets.UTF_8);
        return bytes(encoded, 0, encoded.length);
    }

    /** A text in UTF-8. */
    CopyRows text(byte[] encoded, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            // Signs that StoreText writes otherwise are NUL and two that begin with E2 in UTF-8.
            if (encoded[i] == 0 || encoded[i] == FIRST_OF_SIGNS) {
                return text(new String(encoded, offset, count, StandardCharsets.UTF_8));
            }
        }
        return bytes(encoded, offset, count);
    }

    CopyRows bytes(byte[] value, int offset, int count) {
        out.writeInt(count).writeBytes(value, offset, count);
        return this;
    }

    CopyRows id(UUID id) {
        out.writeInt(16).writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
        return this;
    }

    /** Begins an int[] of so many elements, at least one; each follows by {@link #integer}. */
    CopyRows integers(int count) {
        return array(INT_ARRAY_OF, count, 4);
    }

    /** Begins a bigint[] of so many elements, at least one; each follows by {@link #bigint}. */
    CopyRows bigints(int count) {
        return array(BIGINT_ARRAY_OF, count, 8);
    }

    /** One dimension from 1 on, without nulls. */
    private CopyRows array(int elementType, int count, int elementBytes) {
        out.writeInt(20 + count * (4 + elementBytes)).writeInt(1).writeInt(0).writeInt(elementType);
        out.writeInt(count).writeInt(1);
        return this;
    }

    private void twoBytes(int value) {
        out.writeByte(value >> 8).writeByte(value);
    }
}
