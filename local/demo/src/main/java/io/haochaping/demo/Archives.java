package io.haochaping.demo;

import io.haochaping.stack.Announcer;
import io.haochaping.stack.ClassArchive;
import io.haochaping.stack.ClassPath;
import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.SideBySide;
import io.haochaping.stack.StackFailure;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Class archives beside the build: the first demo after a build makes them while it runs, every later one starts with them, whatever its data folder. One
 * for Flink's processes and one for all others.
 */
final class Archives {

    private final Optional<ClassArchive> own;

    private Archives(Optional<ClassArchive> own) {
        this.own = own;
    }

    /** @param folder none: without any */
    static Archives in(Optional<Path> folder) {
        return new Archives(folder.map(archives -> ClassArchive.in(archives, "demo", ClassPath.ofThisJvm())));
    }

    List<String> jvmOptions(String program) {
        return own.map(classes -> classes.jvmOptions(program)).orElse(List.of());
    }

    /** Makes those that are missing. A failure is told and changes nothing else: the next start is as slow as this one was. */
    void makeBeside(FlinkCluster flink, Path workFolder, Announcer announcer) {
        List<ClassArchive> missing = Stream.of(own, flink.classArchive())
                .flatMap(Optional::stream)
                .filter(archive -> !archive.isMade())
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        SideBySide.begin("class-archives", () -> {
            try {
                missing.forEach(archive -> archive.make(workFolder));
                announcer.say("the next start will be quicker", "下次启动会更快");
            } catch (StackFailure | UncheckedIOException failure) {
                announcer.say("no class archive, so the next start is no quicker", "未能生成类归档，下次启动不会更快");
            }
            return missing;
        });
    }
}
