package io.haochaping.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a process of the cluster is started: class path, JVM, logs.
 *
 * @param folder the cluster's; logs go into {@code log} there
 * @param small small heaps and a quick start
 * @param job stands behind Flink on the class path; empty: nothing does
 * @param extension services of the engine's own, behind both
 */
record FlinkProcesses(
        Path distribution,
        Path folder,
        boolean small,
        Optional<Path> job,
        Optional<Path> extension,
        Optional<ClassArchive> archive,
        FlatYaml settings) {

    /** The serial collector takes some 100 MB less than G1; the first compiler alone has a process up in two thirds of the time; and what is not needed is not touched. */
    List<String> jvmOptions(String ofProcess) {
        List<String> options = settings.jvmOptions("env.java.opts.all", ofProcess);
        if (small || SmallJvm.isAskedFor()) {
            options.removeIf(option -> option.matches("-XX:\\+(Use\\w+GC|AlwaysPreTouch)"));
            options.addAll(SmallJvm.OPTIONS);
        }
        return options;
    }

    ChildProcess launch(String name, String mainClass, List<String> jvmOptions, List<String> arguments) {
        Path logging = distribution.resolve("conf").resolve("log4j2.properties");
        List<String> command = new ArrayList<>(List.of(ClassPath.javaProgram()));
        command.addAll(jvmOptions);
        archive.ifPresent(classes -> command.addAll(classes.jvmOptions(name.replaceAll("\\W", "_"))));
        command.addAll(List.of(
                "-Dlog.file=" + logFolder().resolve(name + ".log"),
                "-Dlog4j.configurationFile=" + logging.toUri(),
                "-cp",
                classPath(),
                mainClass));
        command.addAll(arguments);
        return ChildProcess.start(name, command, folder, logFolder().resolve(name + ".out"));
    }

    String classPath() {
        return classPath(distribution, job, extension);
    }

    static String classPath(Path distribution, Optional<Path> job, Optional<Path> extension) {
        StringBuilder all = new StringBuilder(distribution.resolve("lib") + "/*");
        job.ifPresent(jar -> all.append(':').append(jar));
        extension.ifPresent(services -> all.append(':').append(services));
        return all.toString();
    }

    private Path logFolder() {
        return folder.resolve("log");
    }
}
