package io.haochaping.store;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/** The digests that a row carries. Serves one thread. */
final class RowDigest {
    private static final int HASH_BYTES = 16;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long MINUTE_MILLIS = 60_000;

    private final MessageDigest sha256;

    RowDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * First 128 bits of the SHA-256 of the key's text, so that anyone can find a row's id by the text alone. Of an hour leaf and a minute, the hours or minutes since 1970 in four bytes, then the first 96 bits: rows
     * of one time lie side by side in the index of ids, so a cut touches few of its pages, however many rows there are (docs/decisions/0094).
     *
     * @param keyText canonical text of {@code key}
     */
    UUID id(RowKey key, String keyText) {
        ByteBuffer digest = ByteBuffer.wrap(digest(keyText));
        return switch (key.kind()) {
            case HOUR -> timed(key.time() / HOUR_MILLIS, digest);
            case MINUTE -> timed(key.time() / MINUTE_MILLIS, digest);
            default -> new UUID(digest.getLong(), digest.getLong());
        };
    }

    private static UUID timed(long bucket, ByteBuffer digest) {
        return new UUID(bucket << 32 | Integer.toUnsignedLong(digest.getInt()), digest.getLong());
    }

    /** First 128 bits of the SHA-256 of key, figures and epoch, a line each: a row that was changed by hand no longer fits it. */
    byte[] hash(String keyText, Tally figures, long epoch) {
        return Arrays.copyOf(digest(keyText + "\n" + figures + "\n" + epoch), HASH_BYTES);
    }

    String hex(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    private byte[] digest(String text) {
        return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
