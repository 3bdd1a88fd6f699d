package io.haochaping.chaos;

import io.haochaping.stack.StackFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The jar that is deployed as its next version might be: one operator more between door and ledger, a migration that adds two columns and a table, and another code version.
 * Everything else is byte for byte what is deployed, and no argument or setting of the job reaches what was added.
 */
final class UpgradedJar {
    static final String MAIN = "io.haochaping.livemetrics.UpgradedJob";
    /** Ends the code version of every cut that this jar makes. */
    static final String MARK = "+next";
    /** Folder beside the job's configuration; the job's operator fails once for each of the files 1 to 9 in it. */
    static final String ORDERS = "orders";

    private static final String SOURCE = "UpgradedJob.java.txt";
    private static final String MIGRATION = "V9000__next_version.sql";
    private static final String VERSION = "Implementation-Version: ";

    private UpgradedJar() {}

    static Path make(Path job, Path distribution, Path folder) {
        try {
            Files.createDirectories(folder);
            Path classes = compile(job, distribution, folder);
            Path jar = Files.copy(job, folder.resolve("upgraded-job.jar"), StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem inside = FileSystems.newFileSystem(jar);
                    Stream<Path> compiled = Files.walk(classes)) {
                for (Path file : compiled.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, inside.getPath(classes.relativize(file).toString()));
                }
                Files.writeString(inside.getPath("haochaping/store/" + MIGRATION), resource(MIGRATION + ".txt"));
                tellVersion(inside.getPath("META-INF/MANIFEST.MF"));
            }
            return jar;
        } catch (IOException failure) {
            throw new StackFailure("Cannot make the jar of a next version: " + failure.getMessage(), failure);
        }
    }

    private static Path compile(Path job, Path distribution, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new StackFailure("This Java has no compiler, so no jar of a next version can be made; use a JDK");
        }
        Path source = Files.writeString(folder.resolve("UpgradedJob.java"), resource(SOURCE));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> options =
                List.of("--release", "17", "-proc:none", "-cp", classPath(job, distribution), "-d", classes.toString());
        StringWriter said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call()) {
                throw new StackFailure("The job of a next version does not compile: " + said);
            }
        }
        return classes;
    }

    private static String classPath(Path job, Path distribution) throws IOException {
        try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
            return Stream.concat(Stream.of(job), jars).map(Path::toString).collect(Collectors.joining(":"));
        }
    }

    private static void tellVersion(Path manifest) throws IOException {
        String text = Files.readString(manifest);
        int at = text.indexOf(VERSION);
        if (at < 0) {
            throw new StackFailure("The job's manifest has no Implementation-Version");
        }
        int end = at;
        while (text.charAt(end) >= ' ') {
            end++;
        }
        Files.writeString(manifest, text.substring(0, end) + MARK + text.substring(end));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = UpgradedJar.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
