package io.haochaping.kit.source;

import io.haochaping.intake.Decoded;
import io.haochaping.intake.RawRecord;
import io.haochaping.store.QuarantineEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** From a refused record to its entry in the quarantine. */
final class Refusals {
    /** What is kept of a value; the digest is of the whole. A value over the door's limit of 1 MiB is refused for that alone, so its head is enough to know it by. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int MOST_KEY_BYTES = 1 << 16;
    private static final int MOST_LINK_BYTES = 512;

    private Refusals() {}

    static QuarantineEntry entry(RawRecord raw, Decoded.Refused refused) {
        byte[] value = raw.value();
        return new QuarantineEntry(
                raw.topic(),
                raw.partition(),
                raw.offset(),
                raw.timestamp(),
                refused.effectiveAppendedAt(),
                refused.reason().code(),
                refused.reason().chinese(),
                refused.reason().sentence(),
                raw.key() == null || raw.key().length <= MOST_KEY_BYTES
                        ? raw.key()
                        : Arrays.copyOf(raw.key(), MOST_KEY_BYTES),
                value == null || value.length <= MOST_BYTES ? value : Arrays.copyOf(value, MOST_BYTES),
                value == null ? -1 : value.length,
                value == null ? "" : sha256(value),
                raw.redriveOf() == null
                        ? ""
                        : new String(
                                raw.redriveOf(),
                                0,
                                Math.min(raw.redriveOf().length, MOST_LINK_BYTES),
                                StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
