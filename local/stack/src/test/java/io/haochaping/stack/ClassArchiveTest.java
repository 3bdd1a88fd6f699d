package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    @TempDir
    Path folder;

    /** What is started here. */
    public static final class Greeting {
        private Greeting() {}

        public static void main(String[] arguments) {
            System.out.println(
                    List.of("good", "day").stream().map(String::length).toList());
        }
    }

    @Test
    void whatOneRunHasLoadedTheNextOneMaps() throws IOException {
        Path jar = jar();
        ClassArchive fresh = archive(jar);
        assertThat(fresh.isMade()).isFalse();
        assertThat(run(fresh, jar)).doesNotContain("Greeting source: shared objects file");

        fresh.make(folder);

        assertThat(archive(jar).isMade()).isTrue();
        assertThat(run(archive(jar), jar))
                .contains("Greeting source: shared objects file")
                .contains("[4, 3]");
    }

    @Test
    void anArchiveOfOtherJarsIsNone() throws IOException {
        Path jar = jar();
        run(archive(jar), jar);
        archive(jar).make(folder);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(archive(jar).isMade()).isFalse();
        assertThat(run(archive(jar), jar)).contains("[4, 3]").doesNotContain("Greeting source: shared objects file");
    }

    private ClassArchive archive(Path jar) {
        return ClassArchive.in(folder.resolve("archives"), "test", jar.toString());
    }

    private String run(ClassArchive archive, Path jar) throws IOException {
        Path log = folder.resolve("run.log");
        Files.deleteIfExists(log);
        List<String> command = new ArrayList<>(List.of(ClassPath.javaProgram(), "-Xlog:class+load"));
        command.addAll(archive.jvmOptions("run"));
        command.addAll(List.of("-cp", jar.toString(), Greeting.class.getName()));
        ChildProcess.run("greeting", command, folder, log, Duration.ofMinutes(1));
        return Files.readString(log);
    }

    private Path jar() throws IOException {
        String name = Greeting.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("greeting.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream greeting = Greeting.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new JarEntry(name));
            greeting.transferTo(out);
        }
        return jar;
    }
}
