package io.haochaping.store;

import io.haochaping.domain.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes lines of PostgreSQL's COPY text format: columns behind tabs, {@code \N} for null, four characters escaped. */
final class CopyLines {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final byte FIRST_OF_SIGNS = (byte) 0xE2;

    private final ByteWriter out = new ByteWriter(1 << 16);
    private boolean inLine;

    byte[] array() {
        return out.array();
    }

    int length() {
        return out.length();
    }

    void clear() {
        out.clear();
        inLine = false;
    }

    CopyLines nothing() {
        return column().raw("\\N");
    }

    CopyLines number(long value) {
        return column().raw(Long.toString(value));
    }

    CopyLines flag(boolean value) {
        return column().raw(value ? "t" : "f");
    }

    CopyLines text(String text) {
        String value = StoreText.of(text);
        column();
        for (int i = 0; i < value.length(); i++) {
            if (mustBeEscaped(value.charAt(i))) {
                return raw(escaped(value));
            }
        }
        return raw(value);
    }

    /** A text in UTF-8. */
    CopyLines text(byte[] encoded, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            byte b = encoded[i];
            // Signs that StoreText writes otherwise are NUL and two that begin with E2 in UTF-8.
            if (b == '\\' || b >= 0 && b < ' ' || b == FIRST_OF_SIGNS) {
                return text(new String(encoded, offset, count, StandardCharsets.UTF_8));
            }
        }
        column();
        out.writeBytes(encoded, offset, count);
        return this;
    }

    /** Bytes as {@code \\x…}: the backslash itself is escaped for COPY. */
    CopyLines bytes(byte[] value) {
        column().raw("\\\\x");
        for (int i = 0; i < value.length; i++) {
            hex(value[i], 2);
        }
        return this;
    }

    /** In the 32 digits that PostgreSQL takes for a uuid, without hyphens. */
    CopyLines id(UUID id) {
        column();
        hex(id.getMostSignificantBits(), 16);
        hex(id.getLeastSignificantBits(), 16);
        return this;
    }

    private void hex(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.writeByte(HEX[(int) (value >>> shift) & 0xF]);
        }
    }

    /** A value without any character that means something to COPY. */
    CopyLines literal(CharSequence value) {
        return column().raw(value.toString());
    }

    void endLine() {
        out.writeByte('\n');
        inLine = false;
    }

    private CopyLines column() {
        if (inLine) {
            out.writeByte('\t');
        }
        inLine = true;
        return this;
    }

    private CopyLines raw(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(encoded, 0, encoded.length);
        return this;
    }

    private static boolean mustBeEscaped(char c) {
        return c == '\\' || c == '\t' || c == '\n' || c == '\r';
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
