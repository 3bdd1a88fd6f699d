package io.haochaping.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A reader of files that a person writes: what it refuses it refuses in a sentence. */
abstract class FileTarget implements Target {
    /** What no sentence for a person holds. */
    private static final List<String> NO_WORDS = List.of("Exception", "java.", "null pointer");

    /** A disk would be waited for five times as long as a reader takes: some file systems flush what is written over a file. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private final String name;
    private final List<byte[]> good;
    private final Path file;

    FileTarget(String name, List<byte[]> good, String fileName) {
        this.name = name;
        this.good = List.copyOf(good);
        try {
            Path folder = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "haochaping-fuzz")
                    : Files.createTempDirectory("haochaping-fuzz");
            this.file = folder.resolve(fileName);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return null: the file was taken; else why it was refused */
    abstract String refusal(Path written) throws Exception;

    @Override
    public final boolean takes(byte[] input) throws Exception {
        Files.write(file, input);
        String refusal = refusal(file);
        if (refusal == null) {
            return true;
        }
        // What a message quotes of the file may hold anything.
        String quoted = new String(input, java.nio.charset.StandardCharsets.UTF_8);
        if (refusal.isBlank() || NO_WORDS.stream().anyMatch(word -> refusal.contains(word) && !quoted.contains(word))) {
            throw new IllegalStateException("refused in words that are none: " + refusal);
        }
        return false;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<byte[]> good() {
        return good;
    }

    @Override
    public final long asked() {
        return 20_000;
    }

    static byte[] resource(String path) {
        try (var in = FileTarget.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
