package io.haochaping.schemas;

import java.time.Instant;
import org.apache.avro.Schema;

/**
 * One version of one record type that may stand in a topic.
 *
 * @param version counts from 1 within the type
 * @param fingerprint CRC-64-AVRO of the parsing canonical form, as it stands in the header of a single-object message
 * @param knownFrom from which effective append time the schema counts; what was appended before under this schema is
 *     quarantined, so that a replay and the run it repeats decide alike
 */
public record ReleasedSchema(RecordType type, int version, Schema schema, long fingerprint, Instant knownFrom) {
    /** Of a release that counts nowhere until a decision set names it with a day (docs/decisions/0101). */
    public static final Instant WHERE_NAMED = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** @throws IllegalArgumentException where the version is below 1 or the fingerprint is not the schema's */
    public ReleasedSchema {
        if (version < 1) {
            throw new IllegalArgumentException("Version of " + type.id() + " must be 1 or more, not " + version);
        }
        long actual = Fingerprints.of(schema);
        if (actual != fingerprint) {
            throw new IllegalArgumentException(
                    "%s version %d has fingerprint %s, not %s: a released schema never changes, release a new version"
                            .formatted(type.id(), version, Fingerprints.hex(actual), Fingerprints.hex(fingerprint)));
        }
    }

    /** Takes the fingerprint from the schema. */
    public static ReleasedSchema of(RecordType type, int version, Schema schema, Instant knownFrom) {
        return new ReleasedSchema(type, version, schema, Fingerprints.of(schema), knownFrom);
    }

    /** False for a release that no decision set has named. */
    public boolean counts() {
        return !knownFrom.equals(WHERE_NAMED);
    }

    ReleasedSchema knownFrom(Instant day) {
        return new ReleasedSchema(type, version, schema, fingerprint, day);
    }

    /** {@code schema|rating|1|0123456789abcdef|2015-01-01T00:00:00Z}. */
    String canonicalLine() {
        return String.join(
                "|",
                "schema",
                type.id(),
                Integer.toString(version),
                Fingerprints.hex(fingerprint),
                knownFrom.toString());
    }
}
