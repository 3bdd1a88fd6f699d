package io.haochaping.fuzz;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gives a target one input after the other, until its time is over or one brings it down. */
final class Campaign {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    /** Asking for the processor time costs as much as some inputs of the decoder. */
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Target target;
    private final Mutator mutator;
    private final long firstNumber;

    private volatile long number = -1;
    private volatile byte[] input = new byte[0];
    private volatile long since = System.nanoTime();
    private volatile long taken;
    private volatile long refused;
    private volatile Duration elapsed = Duration.ZERO;
    private volatile long cpuNanos;

    Campaign(Target target, long seed, long firstNumber) {
        this.target = target;
        this.mutator = new Mutator(seed, target.good());
        this.firstNumber = firstNumber;
    }

    /** Runs until the time is over. */
    Optional<Failure> run(Duration time) {
        long begun = System.nanoTime();
        long cpuBefore = PROCESS.getProcessCpuTime();
        long looked = begun;
        long end = begun + time.toNanos();
        Optional<Failure> failure = Optional.empty();
        for (long next = firstNumber; failure.isEmpty(); next++) {
            long now = System.nanoTime();
            elapsed = Duration.ofNanos(now - begun);
            if (now - looked >= LOOK_EVERY_NANOS || now >= end) {
                cpuNanos = PROCESS.getProcessCpuTime() - cpuBefore;
                looked = now;
            }
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

    /** Inputs a minute so far, on a machine that does other things, too. */
    long rate() {
        return elapsed.isZero() ? 0 : inputs() * 60_000 / Math.max(1, elapsed.toMillis());
    }

    /** Inputs a minute of processor time of the whole process: what one core does that does nothing else, with making the inputs, garbage collection and compilation. */
    long ratePerCore() {
        return cpuNanos <= 0 ? 0 : Math.round(inputs() * (double) TimeUnit.MINUTES.toNanos(1) / cpuNanos);
    }

    /** Of processor time. */
    double microsPerInput() {
        return inputs() == 0 ? 0 : cpuNanos / 1_000.0 / inputs();
    }
}
