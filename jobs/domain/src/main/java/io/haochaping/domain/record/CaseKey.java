package io.haochaping.domain.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Identity of a case: the first 128 bits of the SHA-256 of (scope, normalised case number). A strong hash, because two cases that met in one key would be
 * counted as one.
 */
public record CaseKey(long high, long low) {

    /** Makes keys; holds a digest, so one per thread. */
    public static final class Maker {
        private final MessageDigest sha256;

        public Maker() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        public CaseKey of(String scope, String caseNumber) {
            sha256.update(scope.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            byte[] digest = sha256.digest(caseNumber.getBytes(StandardCharsets.UTF_8));
            return new CaseKey(longAt(digest, 0), longAt(digest, 8));
        }

        private static long longAt(byte[] bytes, int offset) {
            long value = 0;
            for (int i = offset; i < offset + 8; i++) {
                value = value << 8 | bytes[i] & 0xFF;
            }
            return value;
        }
    }
}
