package io.haochaping.store;

import io.haochaping.domain.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;

/** Writes lines of PostgreSQL's COPY text format: columns behind tabs, {@code \N} for null, five characters escaped. */
final class CopyLines {
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

    CopyLines text(String value) {
        column();
        for (int i = 0; i < value.length(); i++) {
            if (mustBeEscaped(value.charAt(i))) {
                return raw(escaped(value));
            }
        }
        return raw(value);
    }

    /** Bytes as {@code \\x…}: the backslash itself is escaped for COPY. */
    CopyLines bytes(byte[] value, int count) {
        column().raw("\\\\x");
        for (int i = 0; i < count; i++) {
            out.writeByte(Character.forDigit(value[i] >> 4 & 0xF, 16));
            out.writeByte(Character.forDigit(value[i] & 0xF, 16));
        }
        return this;
    }

    /** An array literal that was put together from numbers alone. */
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
        return c == '\\' || c == '\t' || c == '\n' || c == '\r' || c == 0;
    }

    /** PostgreSQL holds no NUL in text: it becomes the visible sign for it, U+2400. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace('\0', '\u2400');
    }
}
