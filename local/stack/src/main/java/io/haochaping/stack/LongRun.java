package io.haochaping.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command that starts processes, looks after them until Ctrl-C, and ends them in order. Exit codes: 0 after an orderly end,
 * 1 after a failure, which is told in a sentence, with the rest in a file.
 */
public final class LongRun {

    private static final int FAILURE = 1;
    private static final long SECONDS_BETWEEN_LOOKS = 2;
    private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private final String command;
    private final Path folder;
    private final Language language;
    private final Work work;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private volatile boolean started;
    private volatile boolean failed;

    private LongRun(String command, Path folder, Language language, Work work) {
        this.command = command;
        this.folder = folder;
        this.language = language;
        this.work = work;
    }

    /** What the command does. A {@link StackFailure} of any step but the last ends the run. */
    public interface Work {
        /** Returns when everything runs. The folder is locked. */
        void start(DataFolder folder);

        /** Looks after what was started; called every two seconds. */
        void look();

        /** Stops what must not be cut off, while everything else still runs. */
        void stop();

        /** Ends whatever of it still lives. */
        void close();
    }

    /** Blocks until it is told to stop; ends this JVM by itself where it fails. */
    public static void follow(String command, Path folder, Language language, Work work) {
        new LongRun(command, folder, language, work).run();
    }

    private void run() {
        ChildProcess.beforeChildrenEnd(this::endInOrder);
        try {
            DataFolder locked = DataFolder.lock(folder, language);
            started = true;
            work.start(locked);
            while (!stopWithinTheInterval()) {
                work.look();
            }
        } catch (StackFailure | UncheckedIOException failure) {
            fail(failure);
        }
    }

    private boolean stopWithinTheInterval() {
        try {
            return stopRequested.await(SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Runs while the JVM ends, before its children are killed; returns whether the end is an orderly one. */
    private boolean endInOrder() {
        stopRequested.countDown();
        boolean orderly = !failed;
        if (!started) {
            return orderly;
        }
        try {
            if (orderly) {
                work.stop();
            }
        } catch (StackFailure failure) {
            orderly = false;
            ERR.println(FirstCause.of(failure.getMessage()));
        } finally {
            work.close();
        }
        return orderly;
    }

    private void fail(RuntimeException failure) {
        if (stopRequested.getCount() == 0) {
            // What breaks while everything is being stopped is no failure.
            return;
        }
        failed = true;
        ERR.println("haochaping " + command + ": " + FirstCause.of(String.valueOf(failure.getMessage())));
        if (started) {
            writeDetails(failure);
        }
        System.exit(FAILURE);
    }

    private void writeDetails(RuntimeException failure) {
        Path details = folder.toAbsolutePath().normalize().resolve("failure.log");
        try (PrintStream file = new PrintStream(Files.newOutputStream(details), true, StandardCharsets.UTF_8)) {
            failure.printStackTrace(file);
            ERR.println(language.choose("details: ", "详情：") + details);
        } catch (IOException unwritable) {
            ERR.println(unwritable.getMessage());
        }
    }
}
