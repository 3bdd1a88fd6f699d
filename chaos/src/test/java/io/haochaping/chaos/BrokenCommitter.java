package io.haochaping.chaos;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The job with one fault in its committer: the cut is committed first and its rows behind it, in a transaction of their own. Made of the committer's very source, so that it cannot grow old. */
final class BrokenCommitter {
    private static final Path SOURCE = Path.of("../jobs/store/src/main/java/io/haochaping/store/StoreCommitter.java");
    private static final String ROWS = "            loader.apply(cut.rows(), epoch);\n";
    private static final String COMMIT = "        open.commit();\n        fence = nextFence;\n";

    private BrokenCommitter() {}

    static Path jar(Path job, Path folder) throws IOException {
        String source = Files.readString(SOURCE);
        if (!source.contains(ROWS) || !source.contains(COMMIT)) {
            throw new AssertionError(SOURCE + " no longer holds what is broken here; say anew how to break it");
        }
        Path broken = Files.writeString(
                folder.resolve("StoreCommitter.java"),
                source.replace(ROWS, "").replace(COMMIT, "        open.commit();\n" + ROWS + COMMIT));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                null,
                null,
                "--release",
                "17",
                "-cp",
                job.toString(),
                "-d",
                classes.toString(),
                broken.toString());
        if (result != 0) {
            throw new AssertionError("the broken committer does not compile");
        }
        Path jar = Files.copy(job, folder.resolve("broken-committer.jar"));
        try (FileSystem inside = FileSystems.newFileSystem(jar);
                Stream<Path> compiled = Files.walk(classes)) {
            List<Path> files = compiled.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                Files.copy(
                        file, inside.getPath(classes.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return jar;
    }
}
