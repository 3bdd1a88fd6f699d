package io.haochaping.livemetrics;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.RawRecord;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A savepoint that a released version wrote, with the records of its topics and the rows of the store at that point. What the files hold and how the next is recorded stands in
 * {@code golden-savepoints/README.md}.
 */
final class GoldenSavepoint {
    /** Released forms of the job's state. Once a name stands here its folder is never changed; a new form is added. */
    static final List<String> RELEASED = List.of("v1", "v2", "v3", "v4");

    private static final String FOLDER = "savepoint";
    private static final String TOPICS = "topics.bin.gz";
    private static final String ROWS = "rows-at-savepoint.txt.gz";
    private static final String ABOUT = "about.properties";
    private static final int NONE = -1;

    private final Path folder;
    private final Properties about = new Properties();
    private final SortedMap<TopicPartition, Long> ends = new TreeMap<>();
    private final SortedMap<TopicPartition, List<RawRecord>> records = new TreeMap<>();

    private GoldenSavepoint(Path folder) throws IOException {
        this.folder = folder;
        try (var in = Files.newBufferedReader(folder.resolve(ABOUT))) {
            about.load(in);
        }
        try (DataInputStream in =
                new DataInputStream(new GZIPInputStream(Files.newInputStream(folder.resolve(TOPICS))))) {
            for (int left = in.readInt(); left > 0; left--) {
                TopicPartition source = new TopicPartition(in.readUTF(), in.readInt());
                ends.put(source, in.readLong());
                records.put(source, records(source, in));
            }
        }
    }

    static GoldenSavepoint released(String name) throws IOException, URISyntaxException {
        return new GoldenSavepoint(root().resolve(name));
    }

    /** Folders that lie among the resources. */
    static List<String> recorded() throws IOException, URISyntaxException {
        try (var folders = Files.list(root())) {
            return folders.filter(Files::isDirectory)
                    .map(found -> found.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static Path root() throws URISyntaxException {
        return Path.of(GoldenSavepoint.class
                        .getResource("/golden-savepoints/README.md")
                        .toURI())
                .getParent();
    }

    private static List<RawRecord> records(TopicPartition source, DataInputStream in) throws IOException {
        List<RawRecord> read = new ArrayList<>();
        int count = in.readInt();
        for (int offset = 0; offset < count; offset++) {
            read.add(new RawRecord(
                    source.topic(), source.partition(), offset, 0, bytes(in), bytes(in), bytes(in), bytes(in)));
        }
        return read;
    }

    /**
     * @param savepoint folder that the job wrote
     * @param ends where the savepoint stands in each partition
     * @param records of each partition from offset 0 without a gap, those behind the savepoint among them
     * @param rows of the store at the savepoint
     */
    static void write(
            Path folder,
            Path savepoint,
            Map<TopicPartition, Long> ends,
            SortedMap<TopicPartition, List<RawRecord>> records,
            Map<RowKey, Tally> rows,
            Properties about)
            throws IOException {
        Path copy = Files.createDirectories(folder.resolve(FOLDER));
        try (var files = Files.list(savepoint)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        try (DataOutputStream out =
                new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(folder.resolve(TOPICS))))) {
            out.writeInt(records.size());
            for (Map.Entry<TopicPartition, List<RawRecord>> partition : records.entrySet()) {
                out.writeUTF(partition.getKey().topic());
                out.writeInt(partition.getKey().partition());
                out.writeLong(ends.get(partition.getKey()));
                out.writeInt(partition.getValue().size());
                for (RawRecord record : partition.getValue()) {
                    bytes(record.key(), out);
                    bytes(record.value(), out);
                    bytes(record.firstAppend(), out);
                    bytes(record.redriveOf(), out);
                }
            }
        }
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(ROWS)))) {
            out.write(String.join("\n", lines(rows)).getBytes(StandardCharsets.UTF_8));
        }
        List<String> properties = new ArrayList<>();
        for (String name : about.stringPropertyNames()) {
            properties.add(name + "=" + about.getProperty(name));
        }
        Files.write(folder.resolve(ABOUT), properties.stream().sorted().toList());
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == NONE ? null : in.readNBytes(length);
    }

    private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes == null ? NONE : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    /** A row a line, ascending: key, a tab, figures. */
    static List<String> lines(Map<RowKey, Tally> rows) {
        return rows.entrySet().stream()
                .map(row -> row.getKey() + "\t" + row.getValue())
                .sorted()
                .toList();
    }

    /** Where the job is restored from. */
    String savepoint() {
        return folder.resolve(FOLDER).toUri().toString();
    }

    /** Offset behind the last record that the savepoint holds, of every partition. */
    SortedMap<TopicPartition, Long> ends() {
        return ends;
    }

    /** All records of every partition, the first at offset 0. */
    SortedMap<TopicPartition, List<RawRecord>> records() {
        return records;
    }

    /** Rows of the store at the savepoint, as {@link #lines} gives them. */
    List<String> rowsAtSavepoint() throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve(ROWS)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** What the brokers of then called each topic. */
    SortedMap<String, String> topicIds() {
        SortedMap<String, String> ids = new TreeMap<>();
        records.keySet().forEach(source -> ids.put(source.topic(), about.getProperty("topic-id." + source.topic())));
        return ids;
    }

    /** Records in all, ticks not among them. */
    long received() {
        return Long.parseLong(about.getProperty("received"));
    }

    /** T of the last whole round, milliseconds. */
    long completeThrough() {
        return Long.parseLong(about.getProperty("complete-through"));
    }

    long bytes() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
