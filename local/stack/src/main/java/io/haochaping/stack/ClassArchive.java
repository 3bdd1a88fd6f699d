package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The classes of one class path, as its JVMs loaded them in an earlier run, laid out so that the next JVM need neither parse nor verify them (class-data
 * sharing). Half of what a Flink process does before it works is that, and processes share the pages.
 *
 * <p>Without an archive the JVMs write down what they load; {@link #make} turns that into one. It belongs to these very jars and this very JVM: where one of
 * them has changed, it is as if there were none. A JVM that cannot use an archive starts without.
 */
public final class ClassArchive {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final String name;
    private final String classPath;
    private final String key;

    private ClassArchive(Path folder, String name, String classPath, String key) {
        this.folder = folder;
        this.name = name;
        this.classPath = classPath;
        this.key = key;
    }

    /**
     * @param folder takes archives and lists; it is made where it does not exist
     * @param classPath jars, or {@code folder/*}; a folder of classes on it makes every archive impossible
     */
    public static ClassArchive in(Path folder, String name, String classPath) {
        return new ClassArchive(Folders.create(folder), name, classPath, keyOf(classPath));
    }

    /**
     * What a JVM of that class path is started with.
     *
     * @param program tells the JVMs of one class path apart
     */
    public List<String> jvmOptions(String program) {
        return isMade()
                ? List.of("-XX:SharedArchiveFile=" + archive(), "-Xshare:auto")
                : List.of("-XX:DumpLoadedClassList=" + list(program));
    }

    public boolean isMade() {
        return Files.exists(archive()) && key.equals(keyOfTheArchive());
    }

    /** Makes it from what the programs of this run have loaded so far; takes some seconds of one processor, which everything else goes before. */
    public void make(Path workFolder) {
        Path classes = folder.resolve(name + ".classes");
        Path fresh = folder.resolve(name + ".jsa.new");
        try {
            Files.write(classes, loadedClasses());
            List<String> command = new ArrayList<>();
            if (ChildProcess.onPath("nice")) {
                command.addAll(List.of("nice", "-n", "19"));
            }
            command.addAll(List.of(
                    ClassPath.javaProgram(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:dump",
                    "-XX:SharedClassListFile=" + classes,
                    "-XX:SharedArchiveFile=" + fresh,
                    "-cp",
                    classPath));
            ChildProcess.run("class archive", command, workFolder, folder.resolve(name + ".log"), LIMIT);
            Files.writeString(keyFile(), key);
            Files.move(fresh, archive(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The JVM numbers the classes of a list; where several lists become one, the numbers must go, and with them what refers to them. */
    private Set<String> loadedClasses() throws IOException {
        Set<String> all = new LinkedHashSet<>();
        for (Path list : lists()) {
            for (String line : Files.readAllLines(list)) {
                if (line.startsWith("@")) {
                    all.add(line);
                } else if (!line.startsWith("#") && !line.contains(" source: ")) {
                    all.add(line.split(" ", 2)[0]);
                }
            }
        }
        return all;
    }

    private List<Path> lists() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name + "-\\w+\\.list"))
                    .sorted()
                    .toList();
        }
    }

    private Path archive() {
        return folder.resolve(name + ".jsa");
    }

    private Path keyFile() {
        return folder.resolve(name + ".key");
    }

    private Path list(String program) {
        return folder.resolve(name + "-" + program + ".list");
    }

    private String keyOfTheArchive() {
        try {
            return Files.readString(keyFile());
        } catch (IOException none) {
            return "";
        }
    }

    private static String keyOf(String classPath) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((System.getProperty("java.vm.version") + "\n").getBytes(StandardCharsets.UTF_8));
            for (Path entry : entries(classPath)) {
                String line = entry + " " + Files.size(entry) + " " + Files.getLastModifiedTime(entry) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Path> entries(String classPath) throws IOException {
        List<Path> entries = new ArrayList<>();
        for (String entry : classPath.split(":")) {
            if (entry.endsWith("/*")) {
                try (Stream<Path> jars = Files.list(Path.of(entry.substring(0, entry.length() - 2)))) {
                    jars.sorted().forEach(entries::add);
                }
            } else {
                entries.add(Path.of(entry));
            }
        }
        return entries;
    }
}
