package io.haochaping.chaos;

import io.haochaping.stack.StackFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** A file system of few megabytes in memory that can be filled to its last byte. Whoever mounts has to be root, at least in a mount namespace of its own. */
final class SmallDisk implements AutoCloseable {
    private static final int PAGE = 4 * 1024;
    private static final byte[] PIECE = new byte[64 * 1024];
    private static final long LIMIT_SECONDS = 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether this process may mount one at all. */
    static boolean isPossible() {
        try {
            Path probe = Files.createTempDirectory("haochaping-disk");
            try {
                mount(probe, 1).close();
                return true;
            } finally {
                Files.delete(probe);
            }
        } catch (IOException | StackFailure refused) {
            return false;
        }
    }

    /** @throws StackFailure where the system refuses */
    static SmallDisk mount(Path folder, long megabytes) throws IOException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=700", "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Takes what is free; again, what has become free since. */
    void fill() throws IOException {
        fill(PIECE.length);
        fill(PAGE);
    }

    private void fill(int length) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(PIECE, 0, length);
            }
        } catch (IOException full) {
            if (!isFull()) {
                throw full;
            }
        }
    }

    private boolean isFull() throws IOException {
        return Files.getFileStore(folder).getUsableSpace() < PIECE.length;
    }

    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** What lies in a folder, in megabytes, rounded up. */
    static long megabytes(Path folder) throws IOException {
        long[] bytes = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }
        });
        return (bytes[0] >> 20) + 1;
    }

    /** Whatever still has a file open there keeps it; the place is free at once. */
    @Override
    public void close() {
        run("umount", "-l", folder.toString());
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new StackFailure(String.join(" ", command) + " failed: "
                        + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException failure) {
            throw new StackFailure("Cannot run " + command[0] + ": " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while running " + command[0], interrupted);
        }
    }
}
