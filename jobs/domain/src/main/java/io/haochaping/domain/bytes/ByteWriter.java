package io.haochaping.domain.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte buffer for state, wire and canonical forms: variable-length integers, short strings. Reusable, not thread-safe. */
public final class ByteWriter {
    private static final long MOST_BYTES = Integer.MAX_VALUE - 16;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int length;

    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public ByteWriter clear() {
        length = 0;
        return this;
    }

    public int length() {
        return length;
    }

    /** The backing array; only the first {@link #length()} bytes mean anything, and the next write may replace it. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public ByteWriter writeByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Seven bits a byte, lowest first; negative values take ten bytes, so write those by {@link #writeSigned}. */
    public ByteWriter writeUnsigned(long value) {
        ensure(10);
        if ((value & ~0x7FL) == 0) {
            bytes[length++] = (byte) value;
            return this;
        }
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** Zigzag, so that small negative values stay short. */
    public ByteWriter writeSigned(long value) {
        return writeUnsigned(value << 1 ^ value >> 63);
    }

    public ByteWriter writeLong(long value) {
        ensure(8);
        LONG.set(bytes, length, value);
        length += 8;
        return this;
    }

    public ByteWriter writeInt(int value) {
        ensure(4);
        INT.set(bytes, length, value);
        length += 4;
        return this;
    }

    /** UTF-8 behind its length in bytes. */
    public ByteWriter writeString(String text) {
        if (text.isEmpty()) {
            return writeByte(0);
        }
        // Encoding and copying are intrinsics of the JVM: for codes of 12 to 33 characters faster than a loop over
        // them.
        return writeEncoded(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text that is known to have ASCII characters alone, without its length. */
    public ByteWriter writeAscii(String text) {
        int count = text.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
        return this;
    }

    /** The digits of {@link Long#toString(long)}. */
    public ByteWriter writeDecimal(long value) {
        if (value == Long.MIN_VALUE) {
            return writeAscii(Long.toString(value));
        }
        ensure(20);
        long rest = Math.abs(value);
        if (value < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long left = rest; left >= 10; left /= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    public ByteWriter writeEncoded(byte[] encoded) {
        writeUnsigned(encoded.length);
        return writeBytes(encoded, 0, encoded.length);
    }

    public ByteWriter writeBytes(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.max(Math.min(MOST_BYTES, bytes.length * 2L), Math.addExact(length, more)));
        }
    }
}
