package io.haochaping.store;

import io.haochaping.domain.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;

/** Writes lines of PostgreSQL's COPY text format: columns behind tabs, {@code \N} for null, four characters escaped. */
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

    /** Bytes as {@code \\x…}: the backslash itself is escaped for COPY. */
    CopyLines bytes(byte[] value) {
        column().raw("\\\\x");
        for (int i = 0; i < value.length; i++) {
            out.writeByte(Character.forDigit(value[i] >> 4 & 0xF, 16));
            out.writeByte(Character.forDigit(value[i] & 0xF, 16));
        }
        return this;
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
