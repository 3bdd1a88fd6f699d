package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** One process asks the run that owns a data folder to restart its job behind a savepoint, by two files in the folder: the request, and the answer that names it. */
final class RestartRequest {
    private final Path request;
    private final Path answer;

    RestartRequest(Path folder) {
        this.request = folder.resolve("restart.request");
        this.answer = folder.resolve("restart.answer");
    }

    /** Asks; the name of the request. */
    String ask() {
        String name = UUID.randomUUID().toString();
        write(request, name);
        return name;
    }

    /** The request that waits. */
    Optional<String> pending() {
        return read(request);
    }

    /** Says that a request has been met. */
    void answer(String name) {
        write(answer, name);
        delete(request);
    }

    /** Takes a request back that nobody met. */
    void withdraw() {
        delete(request);
    }

    /** @throws StackFailure where the run ends before it has answered, or does not answer in time */
    void awaitAnswer(String name, Duration limit, BooleanSupplier runs) {
        Await.until("the job to be back", limit, () -> {
            // Asked first: a run that answers and ends has answered.
            boolean stillRuns = runs.getAsBoolean();
            boolean answered = read(answer).filter(name::equals).isPresent();
            if (!answered && !stillRuns) {
                throw new StackFailure("the run has ended; its own lines say why");
            }
            return answered;
        });
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** In one step, so that nobody reads half a name. */
    private static void write(Path file, String text) {
        try {
            Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
