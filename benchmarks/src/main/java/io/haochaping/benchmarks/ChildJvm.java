package io.haochaping.benchmarks;

import io.haochaping.stack.SmallJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A main of ours in a JVM of its own, with this one's class path, and ended with it. */
public final class ChildJvm {
    /** Flag of a process that runs a job: warnings, and a line for each checkpoint. */
    public static final String LOGGING = "-Dlog4j2.configurationFile=haochaping/benchmarks/log4j2.properties";

    private static final int LINES_OF_A_LOG = 30;

    private ChildJvm() {}

    /** @param log takes everything that it says */
    public static Process start(
            Class<?> main, List<String> flags, Map<String, String> environment, Path log, List<String> arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        command(log.resolveSibling(log.getFileName() + ".args"), flags, main.getName(), arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-" + main.getSimpleName()));
        return process;
    }

    /** @param classPath file that is written: some hundred jars on a command line make process lists unreadable */
    static List<String> command(Path classPath, List<String> flags, String main, List<String> arguments)
            throws IOException {
        String jars = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Files.writeString(classPath, "-cp \"" + jars.replace("\\", "\\\\") + "\"\n");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + classPath);
        if (SmallJvm.isAskedFor()) {
            command.add(SmallJvm.FIRST_COMPILER);
        }
        command.addAll(flags);
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    /** The last lines of a log. */
    public static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_A_LOG), lines.size()));
    }
}
