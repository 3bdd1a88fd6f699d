package io.haochaping.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a benchmark writes, and leaves nothing. */
public final class OwnFolder {
    private OwnFolder() {}

    /** @param asked empty: where the system has temporary files */
    public static Path in(Optional<Path> asked) throws IOException {
        return asked.isPresent()
                ? Files.createTempDirectory(Files.createDirectories(asked.get().toAbsolutePath()), "run-")
                : Files.createTempDirectory("haochaping-bench");
    }

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(OwnFolder::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
