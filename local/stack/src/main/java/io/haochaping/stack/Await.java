package io.haochaping.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does. Every wait has a deadline, and says what it waited for when that has passed. */
public final class Await {

    private static final long BETWEEN_ATTEMPTS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Await() {}

    /**
     * Waits until the condition holds.
     *
     * @param what ends the sentence "Waited 30 s for ..."
     * @throws StackFailure when it does not hold within the limit, or the thread is interrupted
     */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        value(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /**
     * Waits until the attempt gives a value. An attempt that throws counts as "not yet", because a process that is just
     * starting refuses connections; only a {@link StackFailure} ends the wait at once.
     */
    public static <T> T value(String what, Duration limit, Callable<Optional<T>> attempt) {
        long deadline = System.nanoTime() + limit.toNanos();
        Exception last = null;
        do {
            try {
                Optional<T> value = attempt.call();
                if (value.isPresent()) {
                    return value.get();
                }
                last = null;
            } catch (StackFailure failure) {
                throw failure;
            } catch (Exception notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new StackFailure("Interrupted while waiting for " + what, last);
            }
        } while (System.nanoTime() < deadline);
        throw new StackFailure("Waited " + limit.toSeconds() + " s for " + what, last);
    }
}
