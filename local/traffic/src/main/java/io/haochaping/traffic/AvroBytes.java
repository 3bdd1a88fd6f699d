package io.haochaping.traffic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Avro's binary encoding into one reused buffer, for volumes at which a generic writer is too slow. Not for use by several threads. */
final class AvroBytes {
    private byte[] buffer = new byte[512];
    private int length;

    AvroBytes restart() {
        length = 0;
        return this;
    }

    AvroBytes raw(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    /** An int or long: zigzag, seven bits a byte. Also the index of a union's branch or of an enum's symbol. */
    AvroBytes number(long value) {
        room(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            buffer[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
        return this;
    }

    AvroBytes truth(boolean value) {
        room(1);
        buffer[length++] = (byte) (value ? 1 : 0);
        return this;
    }

    /** A string or bytes already in UTF-8. */
    AvroBytes text(byte[] utf8) {
        return number(utf8.length).raw(utf8);
    }

    AvroBytes text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty string, empty array or the null branch of a union: all of them one zero byte. */
    AvroBytes nothing() {
        return number(0);
    }

    byte[] copy() {
        return Arrays.copyOf(buffer, length);
    }

    int length() {
        return length;
    }

    private void room(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
