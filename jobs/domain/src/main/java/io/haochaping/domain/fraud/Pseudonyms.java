package io.haochaping.domain.fraud;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed pseudonyms of raters, devices and addresses: the first 64 bits of HMAC-SHA-256 over (kind, value), as hexadecimal behind the id of the key.
 *
 * <p>64 bits: among a million raters of ten minutes two meet in one pseudonym with a probability of 3 × 10⁻⁸. The kind is hashed along, so that a device
 * and a rater of one name are not the same. One instance per thread.
 */
public final class Pseudonyms {
    /** Shorter keys could be guessed. */
    public static final int SHORTEST_KEY_BYTES = 32;

    private static final int BYTES = 8;
    private final String keyId;
    private final Mac mac;

    /** @param key at least {@link #SHORTEST_KEY_BYTES} bytes */
    public Pseudonyms(String keyId, byte[] key) {
        if (key.length < SHORTEST_KEY_BYTES) {
            throw new IllegalArgumentException("a key of pseudonyms has at least " + SHORTEST_KEY_BYTES + " bytes");
        }
        this.keyId = keyId;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** The pseudonym of what was sent. */
    public String of(CellKind kind, String sent) {
        mac.update((byte) kind.code());
        byte[] digest = mac.doFinal(sent.getBytes(StandardCharsets.UTF_8));
        return keyId + ":" + HexFormat.of().formatHex(digest, 0, BYTES);
    }
}
