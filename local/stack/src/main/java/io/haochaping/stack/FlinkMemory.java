package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How Flink divides the memory of a process, asked of the class that its own start scripts ask.
 *
 * @param jvmOptions sizes of heap, direct memory and metaspace
 * @param dynamicSettings {@code -D} and a setting in turn; a TaskManager does not start without them
 */
record FlinkMemory(List<String> jvmOptions, List<String> dynamicSettings) {

    private static final String RESULT = "BASH_JAVA_UTILS_EXEC_RESULT:";

    /**
     * For a cluster that shows rather than works: as much as one job with a few hundred thousand cases needs. Said outright,
     * because to ask takes a second of the start.
     */
    static FlinkMemory smallJobManager() {
        return new FlinkMemory(
                List.of("-Xmx192m", "-XX:MaxDirectMemorySize=64m", "-XX:MaxMetaspaceSize=192m"), List.of());
    }

    static FlinkMemory smallTaskManager() {
        List<String> settings = List.of(
                "taskmanager.cpu.cores=2.0",
                "taskmanager.memory.framework.heap.size=64m",
                "taskmanager.memory.framework.off-heap.size=48m",
                "taskmanager.memory.task.heap.size=384m",
                "taskmanager.memory.task.off-heap.size=0b",
                "taskmanager.memory.managed.size=0b",
                "taskmanager.memory.network.min=32m",
                "taskmanager.memory.network.max=32m",
                "taskmanager.memory.jvm-metaspace.size=192m",
                "taskmanager.memory.jvm-overhead.min=64m",
                "taskmanager.memory.jvm-overhead.max=64m");
        return new FlinkMemory(
                List.of("-Xmx448m", "-XX:MaxDirectMemorySize=80m", "-XX:MaxMetaspaceSize=192m"),
                settings.stream().flatMap(setting -> Stream.of("-D", setting)).toList());
    }

    /** Takes about a second, so it is asked once per kind of process. */
    static FlinkMemory of(String question, String classPath, Path folder) {
        Path output = folder.resolve("log").resolve(question.toLowerCase(java.util.Locale.ROOT) + ".out");
        List<String> command = List.of(
                ClassPath.javaProgram(),
                "-Xmx128m",
                "-cp",
                classPath,
                "org.apache.flink.runtime.util.bash.BashJavaUtils",
                question,
                "--configDir",
                folder.resolve("conf").toString());
        try {
            Files.deleteIfExists(output);
            ChildProcess.run("Flink's memory plan", command, folder, output, Duration.ofSeconds(60));
            List<String> results = Files.readAllLines(output).stream()
                    .filter(line -> line.startsWith(RESULT))
                    .map(line -> line.substring(RESULT.length()).strip())
                    .toList();
            if (results.size() != 2) {
                throw new StackFailure("Flink's memory plan cannot be read; see " + output);
            }
            return new FlinkMemory(words(results.get(0)), words(results.get(1)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split("\\s+"));
    }
}
