package io.haochaping.domain.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote. Every reader of state trusts its bytes: a broken one is a programming error and throws. */
public final class ByteReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[0];
    private int position;
    private int end;

    public ByteReader() {}

    public ByteReader(byte[] bytes) {
        reset(bytes, 0, bytes.length);
    }

    public ByteReader reset(byte[] source, int offset, int count) {
        bytes = source;
        position = offset;
        end = offset + count;
        return this;
    }

    public boolean hasMore() {
        return position < end;
    }

    public int position() {
        return position;
    }

    public int readByte() {
        return bytes[position++] & 0xFF;
    }

    public long readUnsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("integer of more than ten bytes at " + position);
    }

    public int readCount() {
        return (int) readUnsigned();
    }

    public long readSigned() {
        long raw = readUnsigned();
        return raw >>> 1 ^ -(raw & 1);
    }

    public long readLong() {
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    public int readInt() {
        int value = (int) INT.get(bytes, position);
        position += 4;
        return value;
    }

    public String readString(Symbols symbols) {
        int count = readCount();
        String text = symbols.at(bytes, position, count);
        position += count;
        return text;
    }

    /** A string that is not expected again. */
    public String readText() {
        int count = readCount();
        String text = new String(bytes, position, count, StandardCharsets.UTF_8);
        position += count;
        return text;
    }

    /** Passes over so many bytes. */
    public void skip(int count) {
        position += count;
    }

    public byte[] readBytes(int count) {
        byte[] copy = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return copy;
    }
}
