package io.haochaping.produce;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a whole file: a file is what its bytes are, whatever it is called and wherever it lies. It costs one reading more, some seconds per gigabyte, and no change to a file
 * between two runs goes unseen.
 */
final class FileDigest {
    private FileDigest() {}

    static String of(Path file, Progress progress) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
                progress.at(lines, bytes, 0);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
