package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How Flink divides the memory of a process, asked of the class that its own start scripts ask.
 *
 * @param jvmOptions sizes of heap, direct memory and metaspace
 * @param dynamicSettings {@code -D} and a setting in turn; a TaskManager does not start without them
 */
record FlinkMemory(List<String> jvmOptions, List<String> dynamicSettings) {

    private static final String RESULT = "BASH_JAVA_UTILS_EXEC_RESULT:";

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
