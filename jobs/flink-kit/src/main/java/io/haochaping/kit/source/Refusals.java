package io.haochaping.kit.source;

import io.haochaping.intake.Decoded;
import io.haochaping.intake.RawRecord;
import io.haochaping.store.QuarantineEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** From a refused record to its entry in the quarantine. */
final class Refusals {
    /** What is kept of a value; the digest is of the whole. A value over the door's limit of 1 MiB is refused for that alone, so its head is enough to know it by. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int MOST_KEY_BYTES = 1 << 16;
    private static final int MOST_LINK_BYTES = 512;

    /** Names and values together; in the order of their names, those beyond it are left out. */
    private static final int MOST_HEADER_BYTES = 1 << 16;

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
                headers(raw),
                raw.redriveOf() == null
                        ? ""
                        : new String(
                                raw.redriveOf(),
                                0,
                                Math.min(raw.redriveOf().length, MOST_LINK_BYTES),
                                StandardCharsets.UTF_8));
    }

    private static SortedMap<String, byte[]> headers(RawRecord raw) {
        SortedMap<String, byte[]> sent = new TreeMap<>(raw.otherHeaders());
        if (raw.firstAppend() != null) {
            sent.put(RawRecord.FIRST_APPEND, raw.firstAppend());
        }
        if (raw.redriveOf() != null) {
            sent.put(RawRecord.REDRIVE_OF, raw.redriveOf());
        }
        long bytes = 0;
        SortedMap<String, byte[]> kept = new TreeMap<>();
        for (Map.Entry<String, byte[]> header : sent.entrySet()) {
            bytes += header.getKey().length() + (header.getValue() == null ? 0 : header.getValue().length);
            if (bytes > MOST_HEADER_BYTES) {
                break;
            }
            kept.put(header.getKey(), header.getValue());
        }
        return kept;
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
