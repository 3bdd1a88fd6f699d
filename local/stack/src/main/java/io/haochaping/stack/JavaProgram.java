package io.haochaping.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A main class of this class path, run as a process of its own in a folder of its own. */
public final class JavaProgram implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Path folder;
    private final List<String> command;
    private ChildProcess process;

    private JavaProgram(String name, Path folder, List<String> command) {
        this.name = name;
        this.folder = folder;
        this.command = command;
    }

    /** Whether such a class is on the class path, without which nothing can be started. */
    public static boolean isOnClassPath(String mainClass) {
        return JavaProgram.class.getResource("/" + mainClass.replace('.', '/') + ".class") != null;
    }

    /** Starts it; what an earlier run left behind in the folder is stopped before. */
    public static JavaProgram start(
            String name, Path folder, List<String> jvmOptions, String mainClass, List<String> arguments) {
        Path own = Folders.create(folder);
        stopLeftOver(own);
        List<String> command = new ArrayList<>(ClassPath.java(own, ClassPath.ofThisJvm(), jvmOptions, mainClass));
        command.addAll(arguments);
        JavaProgram program = new JavaProgram(name, own, command);
        program.restart();
        return program;
    }

    /** Stops what an earlier run left behind in the folder of a program; it may hold a port. */
    public static void stopLeftOver(Path folder) {
        LeftOvers.stopIn(folder, "TERM");
    }

    public Path logFile() {
        return folder.resolve(name + ".log");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Of a program that has ended. */
    public int exitCode() {
        return process.exitCode();
    }

    /** Starts it again, after stopping what still runs. */
    public void restart() {
        stop();
        process = ChildProcess.start(name, command, folder, logFile());
    }

    /** Waits for something it does, and gives up at once where it ends instead. */
    public void await(String what, Duration limit, Callable<Boolean> condition) {
        process.await(what, limit, condition);
    }

    public void stop() {
        if (process != null) {
            process.stop(STOP_LIMIT);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
