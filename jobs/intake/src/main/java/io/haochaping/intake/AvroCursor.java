package io.haochaping.intake;

import io.haochaping.domain.bytes.Symbols;
import java.nio.charset.StandardCharsets;

/**
 * Walks over Avro binary in a byte array. Every length is held against the bytes that are left before anything is allocated, so that no broken record can
 * ask for a gigabyte.
 */
final class AvroCursor {
    private static final int LONGEST_INT = 5;

    private final Symbols symbols = new Symbols(16_384);
    private byte[] bytes;
    private int position;
    private int end;

    AvroCursor over(byte[] source, int offset) {
        bytes = source;
        position = offset;
        end = source.length;
        return this;
    }

    boolean atEnd() {
        return position == end;
    }

    int position() {
        return position;
    }

    long readLong() {
        long raw = 0;
        int at = position;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw Undecodable.BYTES;
            }
            byte b = bytes[at++];
            raw |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                position = at;
                return raw >>> 1 ^ -(raw & 1);
            }
        }
        throw Undecodable.BYTES;
    }

    /** At most five bytes, as the library has it: a number of more would be read on one path and refused on the other. */
    int readInt() {
        int from = position;
        long value = readLong();
        if (value != (int) value || position - from > LONGEST_INT) {
            throw Undecodable.BYTES;
        }
        return (int) value;
    }

    boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw Undecodable.BYTES;
        }
        return value == 1;
    }

    String readString() {
        int length = readLength();
        String text = symbols.at(bytes, position, length);
        position += length;
        return text;
    }

    /** A string that is not expected again. */
    String readNewString() {
        int length = readLength();
        String text = length == 0 ? "" : new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** Empty: passes over a string that nobody asks for. */
    String skippedString() {
        skipBytes();
        return "";
    }

    /** Returns how many. */
    int skipBytes() {
        int length = readLength();
        // Not "position += readLength()": Java would add to the position from before the length was read.
        position += length;
        return length;
    }

    /** Index of an enum symbol or union branch, below the given number. */
    int readIndex(int below) {
        int index = readInt();
        if (index < 0 || index >= below) {
            throw Undecodable.BYTES;
        }
        return index;
    }

    /**
     * Items of the next block of an array or map; 0 ends it.
     *
     * @param smallest bytes that an item takes at least, 1 or more
     */
    int readBlock(int smallest) {
        long count = readLong();
        if (count < 0) {
            if (readLong() < 0) {
                throw Undecodable.BYTES;
            }
            count = -count;
        }
        if (count < 0 || count > (end - position) / smallest) {
            throw Undecodable.BYTES;
        }
        return (int) count;
    }

    void skip(int count) {
        if (count > end - position) {
            throw Undecodable.BYTES;
        }
        position += count;
    }

    private int readByte() {
        if (position >= end) {
            throw Undecodable.BYTES;
        }
        return bytes[position++] & 0xFF;
    }

    private int readLength() {
        long length = readLong();
        if (length < 0 || length > end - position) {
            throw Undecodable.BYTES;
        }
        return (int) length;
    }
}
