package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another JVM is started with the class path of this one. */
public final class ClassPath {

    private ClassPath() {}

    /** The class path of this JVM; a forked test run hides the real one behind a manifest jar and tells it apart. */
    public static String ofThisJvm() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /**
     * The command that runs a main class. The class path goes through a file, because some hundred jars on a command
     * line make process lists unreadable.
     */
    public static List<String> java(Path folder, String classPath, List<String> jvmOptions, String mainClass) {
        Path arguments = folder.resolve("class-path.args");
        try {
            Files.writeString(arguments, "-cp \"" + classPath.replace("\\", "\\\\") + "\"\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        List<String> command = new ArrayList<>(List.of(javaProgram(), "@" + arguments.toAbsolutePath()));
        if (SmallJvm.isAskedFor()) {
            command.addAll(SmallJvm.OPTIONS);
        }
        command.addAll(jvmOptions);
        command.add(mainClass);
        return command;
    }

    /** The program that runs this JVM, so that all processes have the same Java. */
    static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
