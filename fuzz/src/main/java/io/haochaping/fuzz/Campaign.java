package io.haochaping.fuzz;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gives a target one input after the other, until its time is over or one brings it down. */
final class Campaign {
    private final Target target;
    private final Mutator mutator;
    private final long firstNumber;

    private volatile long number = -1;
    private volatile byte[] input = new byte[0];
    private volatile long since = System.nanoTime();
    private volatile long taken;
    private volatile long refused;
    private volatile Duration elapsed = Duration.ZERO;

    Campaign(Target target, long seed, long firstNumber) {
        this.target = target;
        this.mutator = new Mutator(seed, target.good());
        this.firstNumber = firstNumber;
    }

    /** Runs until the time is over. */
    Optional<Failure> run(Duration time) {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        Optional<Failure> failure = Optional.empty();
        for (long next = firstNumber; failure.isEmpty(); next++) {
            long now = System.nanoTime();
            elapsed = Duration.ofNanos(now - begun);
            if (now >= end) {
                break;
            }
            failure = read(next, mutator.input(next));
        }
        return failure;
    }

    private Optional<Failure> read(long next, byte[] made) {
        input = made;
        number = next;
        since = System.nanoTime();
        Optional<Failure> failure = take(target, next, made);
        return failure;
    }

    private Optional<Failure> take(Target to, long next, byte[] made) {
        try {
            if (to.takes(made)) {
                taken++;
            } else {
                refused++;
            }
            return Optional.empty();
        } catch (Throwable broughtDown) {
            return Optional.of(new Failure(to.name(), next, made, broughtDown));
        }
    }

    /** One input alone. */
    static Optional<Failure> one(Target target, byte[] input) {
        return new Campaign(target, 0, 0).take(target, -1, input);
    }

    /** The input that has been read for longer than this and is still being read. */
    Optional<Failure> hangsFor(Duration patience) {
        long at = number;
        byte[] read = input;
        long lasts = System.nanoTime() - since;
        boolean hangs = at >= 0 && lasts > patience.toNanos() && at == number;
        return hangs
                ? Optional.of(new Failure(
                        target.name(),
                        at,
                        read,
                        new IllegalStateException("is read for " + TimeUnit.NANOSECONDS.toSeconds(lasts) + " s")))
                : Optional.empty();
    }

    Target target() {
        return target;
    }

    long taken() {
        return taken;
    }

    long refused() {
        return refused;
    }

    long inputs() {
        return taken + refused;
    }

    /** Inputs a minute so far. */
    long rate() {
        return elapsed.isZero() ? 0 : inputs() * 60_000 / Math.max(1, elapsed.toMillis());
    }
}
