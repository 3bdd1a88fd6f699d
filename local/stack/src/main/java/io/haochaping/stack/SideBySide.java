package io.haochaping.stack;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Starts several things at once; most of a start is waiting for processes. */
public final class SideBySide {

    private SideBySide() {}

    /** @param thread its name */
    public static <T> CompletableFuture<T> begin(String thread, Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, command -> {
            Thread plain = new Thread(command, thread);
            plain.setDaemon(true);
            plain.start();
        });
    }

    /** Waits, and throws what the work threw. */
    public static <T> T join(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    /** Closes what came of the work, whenever that is; what failed has nothing to close. */
    @SafeVarargs
    public static void closeWhenDone(CompletableFuture<? extends AutoCloseable>... works) {
        for (CompletableFuture<? extends AutoCloseable> work : works) {
            work.thenAccept(SideBySide::close);
        }
    }

    private static void close(AutoCloseable made) {
        try {
            made.close();
        } catch (Exception failure) {
            throw new StackFailure("Cannot stop " + made + ": " + failure.getMessage(), failure);
        }
    }
}
