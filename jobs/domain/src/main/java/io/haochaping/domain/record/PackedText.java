package io.haochaping.domain.record;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Symbols;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Codes in few bytes: digits by ten to the power of their number, upper-case codes by 36, and what a code repeats of another one not at all.
 *
 * <p>A code begins with a byte: two bits of how it is packed, one bit that says that it begins with the text it was written against, five bits of its length. Anything that cannot be packed without loss
 * stands as UTF-8.
 */
final class PackedText {
    /** Channels, topics and apps that are sent again and again. Part of the form: their order is for ever, and a word that is not among them costs its bytes. */
    private static final List<String> WORDS = List.of(
            "case.event",
            "rating.web",
            "rating.mobile",
            "rating.hall",
            "rating.kiosk",
            "rating.sms",
            "rating.hotline",
            "rating.courier",
            "rating.paper",
            "workorder.event",
            "complaint.event",
            "exclusion",
            "web",
            "mobile",
            "qr",
            "hall",
            "kiosk",
            "sms",
            "hotline",
            "courier",
            "paper",
            "default",
            "online",
            "on-site",
            "other",
            "yueshengshi",
            "yueshangtong",
            "local-app");

    private static final Map<String, Integer> PLACES = new HashMap<>();

    static {
        for (int i = 0; i < WORDS.size(); i++) {
            PLACES.put(WORDS.get(i), i);
        }
    }

    private static final int PLAIN = 0;
    private static final int DIGITS = 1 << 6;
    /** Digits of a region without the zeros that fill it up to 12. */
    private static final int REGION = 2 << 6;

    private static final int ALPHANUMERIC = 3 << 6;
    private static final int PACKING = 3 << 6;
    /** With {@link #PLAIN}: a word of the list, which no code begins with. */
    private static final int BEHIND = 1 << 5;

    private static final int LENGTH = BEHIND - 1;
    /** Length, or more of them behind the byte. */
    private static final int LONG = LENGTH;

    private static final int REGION_LENGTH = 12;
    private static final int DIGITS_AT_ONCE = 18;
    private static final int CHARACTERS_AT_ONCE = 12;
    /** Bytes that so many digits, or characters of 36, take. */
    private static final int[] BYTES_OF_DIGITS = bytes(10, DIGITS_AT_ONCE);

    private static final int[] BYTES_OF_CHARACTERS = bytes(36, CHARACTERS_AT_ONCE);

    private final Symbols symbols = new Symbols(16_384);
    /** 128 characters of three bytes, or 12 of a region. */
    private final byte[] unpacked = new byte[512];

    private static int[] bytes(int base, int most) {
        int[] bytes = new int[most + 1];
        long greatest = 0;
        for (int i = 1; i <= most; i++) {
            greatest = greatest * base + base - 1;
            bytes[i] = (Long.SIZE - Long.numberOfLeadingZeros(greatest) + 7) / 8;
        }
        return bytes;
    }

    /** @param known what the text may begin with, from {@code from} on; the reader must have it too */
    static void write(String text, String known, int from, ByteWriter out) {
        Integer word = PLACES.get(text);
        if (word != null) {
            out.writeByte(PLAIN | BEHIND | word);
            return;
        }
        int repeated = known.length() - from;
        int start = repeated > 0 && text.startsWith(known.substring(from)) ? repeated : 0;
        int behind = start > 0 ? BEHIND : 0;
        int packing = packing(text, start);
        if (packing == PLAIN) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            writeHead(PLAIN, encoded.length, out);
            out.writeBytes(encoded, 0, encoded.length);
            return;
        }
        int end = start == 0 && packing == DIGITS && text.length() == REGION_LENGTH ? significant(text) : text.length();
        writeHead((end < text.length() ? REGION : packing) | behind, end - start, out);
        int base = packing == DIGITS ? 10 : 36;
        int atOnce = packing == DIGITS ? DIGITS_AT_ONCE : CHARACTERS_AT_ONCE;
        int[] bytes = packing == DIGITS ? BYTES_OF_DIGITS : BYTES_OF_CHARACTERS;
        for (int at = start; at < end; at += atOnce) {
            int stop = Math.min(end, at + atOnce);
            long value = 0;
            for (int i = at; i < stop; i++) {
                value = value * base + Character.digit(text.charAt(i), base);
            }
            for (int i = bytes[stop - at] - 1; i >= 0; i--) {
                out.writeByte((int) (value >>> 8 * i));
            }
        }
    }

    private static void writeHead(int kind, int length, ByteWriter out) {
        out.writeByte(kind | Math.min(length, LONG));
        if (length >= LONG) {
            out.writeUnsigned(length - LONG);
        }
    }

    private static int packing(String text, int from) {
        if (text.length() > 128) {
            return PLAIN;
        }
        int packing = DIGITS;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                if (c < 'A' || c > 'Z') {
                    return PLAIN;
                }
                packing = ALPHANUMERIC;
            }
        }
        return packing;
    }

    private static int significant(String digits) {
        int end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return end;
    }

    /** Reads what was written against the same known text. */
    String read(String known, int from, ByteReader in) {
        int head = in.readByte();
        int packing = head & PACKING;
        if (packing == PLAIN && (head & BEHIND) != 0) {
            return WORDS.get(head & LENGTH);
        }
        int length = head & LENGTH;
        if (length == LONG) {
            length += in.readCount();
        }
        if (packing == PLAIN) {
            byte[] encoded = in.readBytes(length);
            return symbols.at(encoded, 0, length);
        }
        int start = 0;
        if ((head & BEHIND) != 0) {
            // Only ASCII is repeated: the texts known here are regions and departments that were packed themselves, or
            // it would not help.
            byte[] repeated = known.substring(from).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(repeated, 0, unpacked, 0, repeated.length);
            start = repeated.length;
        }
        int end = start + length;
        int base = packing == ALPHANUMERIC ? 36 : 10;
        int atOnce = packing == ALPHANUMERIC ? CHARACTERS_AT_ONCE : DIGITS_AT_ONCE;
        int[] bytes = packing == ALPHANUMERIC ? BYTES_OF_CHARACTERS : BYTES_OF_DIGITS;
        for (int at = start; at < end; at += atOnce) {
            int stop = Math.min(end, at + atOnce);
            long value = 0;
            for (int i = bytes[stop - at]; i > 0; i--) {
                value = value << 8 | in.readByte();
            }
            for (int i = stop - 1; i >= at; i--) {
                int digit = (int) (value % base);
                value /= base;
                unpacked[i] = (byte) (digit < 10 ? '0' + digit : 'A' + digit - 10);
            }
        }
        if (packing == REGION) {
            Arrays.fill(unpacked, end, REGION_LENGTH, (byte) '0');
            end = REGION_LENGTH;
        }
        return symbols.at(unpacked, 0, end);
    }
}
