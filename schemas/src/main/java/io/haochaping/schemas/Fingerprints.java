package io.haochaping.schemas;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * CRC-64-AVRO of the parsing canonical form.
 *
 * <p>The canonical form drops docs, defaults, aliases and logical types: two schemas that differ only there share a
 * fingerprint. {@link SchemaCatalog} therefore refuses a second schema under a fingerprint it knows.
 */
final class Fingerprints {

    private Fingerprints() {}

    static long of(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    /** 16 hexadecimal digits, the most significant first. */
    static String hex(long fingerprint) {
        return String.format("%016x", fingerprint);
    }

    static long parse(String hex) {
        if (hex.length() != 16) {
            throw new IllegalArgumentException("A fingerprint has 16 hexadecimal digits, not \"" + hex + "\"");
        }
        return Long.parseUnsignedLong(hex, 16);
    }
}
