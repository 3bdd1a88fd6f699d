package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes that an earlier run left behind in a folder, because it was killed where nothing ends children with their
 * parent. Each process has a file in its folder, {@code NAME.pid}, with its pid, the pid of the run that started it, and when
 * that one was started.
 *
 * <p>A process is stopped only where all three hold: it was recorded here, the run that started it is gone, and its command
 * line names this folder. A pid that by now belongs to something else is left alone.
 */
final class LeftOvers {

    private static final String SUFFIX = ".pid";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private LeftOvers() {}

    static void record(Path folder, String name, long pid) {
        ProcessHandle self = ProcessHandle.current();
        try {
            Files.writeString(folder.resolve(name + SUFFIX), pid + " " + self.pid() + " " + startOf(self) + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Stops what is left over in the folder and waits until it is gone.
     *
     * @param signal for an orderly end, without "SIG"
     * @return pids of what was stopped
     */
    static List<Long> stopIn(Path folder, String signal) {
        List<Long> stopped = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                leftOver(folder, file).ifPresent(process -> {
                    stop(process, signal);
                    stopped.add(process.pid());
                });
            }
            return stopped;
        } catch (NoSuchFileException none) {
            return stopped;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<ProcessHandle> leftOver(Path folder, Path file) throws IOException {
        String line = Files.readString(file).strip();
        if (!line.matches("\\d{1,18} \\d{1,18} \\d{1,18}")) {
            return Optional.empty();
        }
        String[] words = line.split(" ");
        long parent = Long.parseLong(words[1]);
        long parentStart = Long.parseLong(words[2]);
        boolean parentLives = ProcessHandle.of(parent)
                .filter(handle -> handle.isAlive() && startOf(handle) == parentStart)
                .isPresent();
        if (parentLives) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> names(handle, folder));
    }

    /** Whether the command line holds the folder, as every command of this package does. */
    private static boolean names(ProcessHandle process, Path folder) {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            // Java itself cuts a command line off at a page, and that of a JobManager is longer.
            String words = Files.isReadable(commandLine)
                    ? Files.readString(commandLine, StandardCharsets.ISO_8859_1)
                    : process.info().commandLine().orElse("");
            String wanted = new String(
                    folder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8),
                    Files.isReadable(commandLine) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            return words.contains(wanted + "/");
        } catch (IOException gone) {
            return false;
        }
    }

    private static void stop(ProcessHandle process, String signal) {
        ChildProcess.signal(process.pid(), "CONT");
        ChildProcess.signal(process.pid(), signal);
        if (!endsWithin(process)) {
            process.destroyForcibly();
            if (!endsWithin(process)) {
                throw new StackFailure(
                        "Process " + process.pid() + " of an earlier run cannot be stopped; end it by hand");
            }
        }
    }

    private static boolean endsWithin(ProcessHandle process) {
        CompletableFuture<ProcessHandle> end = process.onExit();
        try {
            end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (java.util.concurrent.ExecutionException failure) {
            throw new StackFailure("Cannot wait for process " + process.pid(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting for process " + process.pid(), interrupted);
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
