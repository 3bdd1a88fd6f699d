package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Savepoints and retained checkpoints of earlier runs. */
final class RestorePoint {

    /** Flink writes this file last, so a folder that holds one is complete. */
    private static final String COMPLETE = "_metadata";

    private RestorePoint() {}

    /**
     * The newest in any of the folders: after an orderly end the savepoint, after a kill the last checkpoint.
     *
     * @param setAside those that do not count
     */
    static Optional<String> newest(Set<String> setAside, Path... folders) {
        return found(folders)
                .filter(metadata -> !setAside.contains(uri(metadata)))
                .max(Comparator.comparing(RestorePoint::writtenAt))
                .map(RestorePoint::uri);
    }

    /** Every one that is there now. */
    static Set<String> all(Path... folders) {
        return found(folders).map(RestorePoint::uri).collect(Collectors.toUnmodifiableSet());
    }

    /** The same, and those that a kill left half-written: nobody can go on from them, and without this nobody would remove them. */
    static Set<String> allBegun(Path... folders) {
        return Stream.concat(
                        found(folders).map(RestorePoint::uri),
                        Stream.of(folders).filter(Files::isDirectory).flatMap(RestorePoint::begunIn))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> begunIn(Path folder) {
        try (Stream<Path> states = Files.find(
                folder,
                2,
                (file, attributes) -> attributes.isDirectory()
                        && (file.getFileName().toString().startsWith("chk-")
                                || file.getFileName().toString().startsWith("savepoint-")))) {
            return states.map(state -> state.toUri().toString()).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Removes one, as {@link #allBegun} names it. */
    static void delete(String uri) {
        Folders.delete(Path.of(URI.create(uri)));
    }

    private static Stream<Path> found(Path... folders) {
        return Stream.of(folders).filter(Files::isDirectory).flatMap(RestorePoint::in);
    }

    private static String uri(Path metadata) {
        return metadata.getParent().toUri().toString();
    }

    private static Stream<Path> in(Path folder) {
        try (Stream<Path> files = Files.find(
                folder, 3, (file, attributes) -> file.getFileName().toString().equals(COMPLETE))) {
            return files.toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static FileTime writtenAt(Path metadata) {
        try {
            return Files.getLastModifiedTime(metadata);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
