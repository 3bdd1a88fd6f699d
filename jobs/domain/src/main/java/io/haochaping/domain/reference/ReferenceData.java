package io.haochaping.domain.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The versioned files that travel with the code, and what identifies their content in a decision set. */
public final class ReferenceData {
    private ReferenceData() {}

    /**
     * The text of a file on the class path, read as UTF-8.
     *
     * @throws IllegalStateException if there is no such file: the jar was put together wrongly
     */
    public static String text(String resource) {
        try (InputStream file = ReferenceData.class.getResourceAsStream("/" + resource)) {
            if (file == null) {
                throw new IllegalStateException("The jar lacks " + resource);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + resource, failed);
        }
    }

    /** SHA-256 of the text in UTF-8, as 64 lower-case hexadecimal digits. */
    public static String digest(String canonical) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
