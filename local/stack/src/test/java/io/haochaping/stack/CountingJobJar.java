package io.haochaping.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar with {@link CountingJob} and nothing else: all it needs is on the cluster's class path. */
final class CountingJobJar {

    private CountingJobJar() {}

    static Path in(Path folder) throws IOException {
        Path target = folder.resolve("counting.jar");
        String name = CountingJob.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target));
                InputStream classFile = CountingJob.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            classFile.transferTo(out);
        }
        return target;
    }
}
