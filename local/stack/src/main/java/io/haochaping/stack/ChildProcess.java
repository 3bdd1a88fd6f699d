package io.haochaping.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A process that ends with the JVM that started it: by a shutdown hook, and where util-linux is installed
 * ({@code setsid}, {@code setpriv}) also when that JVM is killed without warning. It runs in a session of its own, so
 * that Ctrl-C in a terminal reaches the JVM alone, which then stops its children in the right order.
 */
public final class ChildProcess {

    private static final Set<ChildProcess> LIVING = ConcurrentHashMap.newKeySet();
    private static final List<BooleanSupplier> ORDERLY_ENDS = new CopyOnWriteArrayList<>();
    private static final int TAIL_LINES = 25;
    private static final Duration LAST_LIMIT = Duration.ofSeconds(10);

    /** The kernel ends a child with the <em>thread</em> that forked it, so one thread that never ends forks them all. */
    private static final ExecutorService FORK = Executors.newSingleThreadExecutor(ChildProcess::lastingThread);

    private static final boolean OWN_SESSION = onPath("setsid");
    private static final boolean ENDS_WITH_PARENT = onPath("setpriv");

    /** Set when this JVM ends: whatever is still starting must start nothing more. */
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll, "end-children"));
    }

    private final String name;
    private final Process process;
    private final Path log;
    private final String lastSignal;

    private ChildProcess(String name, Process process, Path log, String lastSignal) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.lastSignal = lastSignal;
    }

    /**
     * Has an orderly end come before the children are killed when this JVM ends. Hooks of a JVM run all at once, so an
     * end that still needs the children cannot be a hook of its own.
     *
     * @param orderlyEnd tells whether the end is an orderly one; the exit code is then 0, and not that of the signal
     */
    static void beforeChildrenEnd(BooleanSupplier orderlyEnd) {
        ORDERLY_ENDS.add(orderlyEnd);
    }

    /**
     * Starts a command whose output is appended to the log; it gets SIGKILL when its parent ends.
     *
     * @param folder where it runs; the command line names it, so that a later run can tell its own processes from others
     */
    public static ChildProcess start(String name, List<String> command, Path folder, Path log) {
        return start(name, List.of(), command, folder, log, "KILL");
    }

    /**
     * As above, for a process that must not be killed outright.
     *
     * @param outer words before everything else, for instance {@code unshare -U}
     * @param lastSignal sent when the parent ends, without "SIG"
     */
    static ChildProcess start(
            String name, List<String> outer, List<String> command, Path folder, Path log, String lastSignal) {
        ChildProcess child = startUnrecorded(name, outer, command, folder, log, lastSignal);
        LeftOvers.record(folder, name, child.pid());
        return child;
    }

    private static ChildProcess startUnrecorded(
            String name, List<String> outer, List<String> command, Path folder, Path log, String lastSignal) {
        if (ending) {
            throw new StackFailure(name + " is not started any more: everything is being stopped");
        }
        List<String> words = new ArrayList<>();
        if (OWN_SESSION) {
            words.add("setsid");
        }
        words.addAll(outer);
        if (ENDS_WITH_PARENT) {
            words.addAll(List.of("setpriv", "--pdeathsig", lastSignal));
        }
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        ChildProcess child = new ChildProcess(name, fork(name, builder), log, lastSignal);
        LIVING.add(child);
        child.process.onExit().thenRun(() -> LIVING.remove(child));
        return child;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Of a process that has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** SIGKILL: the process gets no chance to write anything more. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGSTOP: the process keeps its connections but does nothing, as one in a long pause. */
    void suspend() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    /** SIGTERM, and SIGKILL where the process is still there after the limit. */
    public void stop(Duration limit) {
        stop("TERM", limit);
    }

    void stop(String signal, Duration limit) {
        if (!isAlive()) {
            return;
        }
        signal("CONT");
        signal(signal);
        if (!endsWithin(limit)) {
            kill();
        }
    }

    /** Waits for something the process does, and gives up at once with the end of its log where it ends instead. */
    public void await(String what, Duration limit, Callable<Boolean> condition) {
        Await.until(what + " (log: " + log + ")", limit, () -> {
            requireAlive(what);
            return condition.call();
        });
    }

    /**
     * @param what was to come, for the message
     * @throws ProcessEnded where it has ended, with its exit code and the end of what it wrote
     */
    void requireAlive(String what) {
        if (!isAlive()) {
            throw new ProcessEnded(name + " ended with exit code " + process.exitValue() + " before " + what
                    + "; the end of " + log + ":\n" + tail(log) + endOfOwnLog());
        }
    }

    /** A process of Flink prints nothing: what it has to say is in the log it writes itself, beside what it prints. */
    private String endOfOwnLog() {
        Path own = log.resolveSibling(name + ".log");
        return own.equals(log) || !Files.exists(own)
                ? ""
                : "\nwhat " + own + " says last, without frames:\n" + tail(own, line -> !line.startsWith("\tat "));
    }

    /** Runs a command to its end. Fails with the end of its output unless it exits with 0. */
    static void run(String name, List<String> command, Path folder, Path log, Duration limit) {
        ChildProcess child = startUnrecorded(name, List.of(), command, folder, log, "KILL");
        if (!child.endsWithin(limit)) {
            child.kill();
            throw new StackFailure(name + " was not done after " + limit.toSeconds() + " s; see " + log);
        }
        if (child.process.exitValue() != 0) {
            throw new StackFailure(name + " ended with exit code " + child.process.exitValue() + ":\n" + tail(log));
        }
    }

    static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator)).anyMatch(at -> Files.isExecutable(Path.of(at, program)));
    }

    private static String tail(Path log) {
        return tail(log, line -> true);
    }

    private static String tail(Path log, Predicate<String> wanted) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            ArrayDeque<String> last = new ArrayDeque<>();
            lines.filter(wanted).forEach(line -> {
                last.add(line);
                if (last.size() > TAIL_LINES) {
                    last.remove();
                }
            });
            return String.join("\n", last);
        } catch (IOException unreadable) {
            return "(" + unreadable.getMessage() + ")";
        }
    }

    private void signal(String signal) {
        signal(pid(), signal);
    }

    static void signal(long pid, String signal) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while signalling process " + pid, interrupted);
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting for the end of " + name, interrupted);
        }
    }

    private static Process fork(String name, ProcessBuilder builder) {
        try {
            return FORK.submit(builder::start).get();
        } catch (ExecutionException failure) {
            throw new StackFailure(
                    "Cannot start " + name + ": " + failure.getCause().getMessage(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while starting " + name, interrupted);
        }
    }

    private static Thread lastingThread(Runnable work) {
        Thread thread = new Thread(work, "fork-children");
        thread.setDaemon(true);
        return thread;
    }

    private static void endAll() {
        ending = true;
        boolean orderly = !ORDERLY_ENDS.isEmpty();
        for (BooleanSupplier end : ORDERLY_ENDS) {
            orderly &= end.getAsBoolean();
        }
        LIVING.forEach(child -> {
            child.signal(child.lastSignal);
            child.signal("CONT");
        });
        LIVING.forEach(child -> child.endsWithin(LAST_LIMIT));
        if (orderly) {
            // Else the exit code would be that of the signal, and a script could not tell an orderly end.
            Runtime.getRuntime().halt(0);
        }
    }
}
