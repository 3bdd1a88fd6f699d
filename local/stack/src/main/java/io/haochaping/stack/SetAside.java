package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * States of earlier runs that a run from scratch does not go on from, in a file of their own: a launcher that is killed before that run has a state of its own must not bring them back
 * the next time.
 */
final class SetAside {

    private final Path file;

    SetAside(Path file) {
        this.file = file;
    }

    /** As {@link RestorePoint#all} names them; empty: no run from scratch was begun. */
    Set<String> read() {
        try {
            return Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : Set.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whole or not at all, whenever this process ends. */
    void write(Set<String> states) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.write(next, new TreeSet<>(states));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The earlier states count again. */
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
