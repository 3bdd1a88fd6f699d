package io.haochaping.store;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
     * @param keyText begins with the canonical text of {@code key} in UTF-8
     */
    UUID id(RowKey key, byte[] keyText, int length) {
        sha256.update(keyText, 0, length);
        byte[] digest = sha256.digest();
        return switch (key.kind()) {
            case HOUR -> timed(key.time() / HOUR_MILLIS, digest);
            case MINUTE -> timed(key.time() / MINUTE_MILLIS, digest);
            default -> new UUID((long) LONG.get(digest, 0), (long) LONG.get(digest, 8));
        };
    }

    UUID id(RowKey key) {
        byte[] text = key.toString().getBytes(StandardCharsets.UTF_8);
        return id(key, text, text.length);
    }

    private static UUID timed(long bucket, byte[] digest) {
        long high = (long) LONG.get(digest, 0);
        return new UUID(bucket << 32 | high >>> 32, (long) LONG.get(digest, 4));
    }

    /** First 128 bits of the SHA-256 of key, figures and epoch, a line each: a row that was changed by hand no longer fits it. */
    byte[] hash(RowKey key, Tally figures, long epoch) {
        return Arrays.copyOf(digest(key + "\n" + figures + "\n" + epoch), HASH_BYTES);
    }

    /**
     * The same without strings, for the rows of a cut.
     *
     * @param keyText of the key alone; figures and epoch are written behind it
     */
    byte[] hash(ByteWriter keyText, Tally figures, long epoch) {
        figures.writeText(keyText.writeByte('\n'));
        keyText.writeByte('\n').writeDecimal(epoch);
        sha256.update(keyText.array(), 0, keyText.length());
        return Arrays.copyOf(sha256.digest(), HASH_BYTES);
    }

    String hex(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    private byte[] digest(String text) {
        return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
