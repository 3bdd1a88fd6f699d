package io.haochaping.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * The list of released schema files, each pinned twice: by fingerprint, which tells what the bytes of a record mean, and
 * by the SHA-256 of the file, which also covers what the fingerprint leaves out (defaults, docs, logical types).
 *
 * @param files content of a file by its name in the index; null where there is none
 */
record ReleaseIndex(List<Entry> entries, Function<String, byte[]> files) {

    static final String FOLDER = "/haochaping/avro/";
    static final String NAME = "releases.tsv";
    /** Instead of an instant: the release counts only where a decision set names it. */
    static final String WHERE_NAMED = "where-named";

    /** A line: type, version, fingerprint, knownFrom, file (relative to the index), SHA-256 of its bytes. */
    record Entry(RecordType type, int version, long fingerprint, Instant knownFrom, String file, String sha256) {

        static Entry parse(String line) {
            String[] columns = line.split("\t", -1);
            if (columns.length != 6) {
                throw new IllegalStateException(NAME + ": six columns divided by tabs are needed: " + line);
            }
            try {
                return new Entry(
                        RecordType.of(columns[0]),
                        Integer.parseInt(columns[1]),
                        Fingerprints.parse(columns[2]),
                        columns[3].equals(WHERE_NAMED) ? ReleasedSchema.WHERE_NAMED : Instant.parse(columns[3]),
                        columns[4],
                        columns[5]);
            } catch (RuntimeException unreadable) {
                throw new IllegalStateException(NAME + ": cannot read the line: " + line, unreadable);
            }
        }
    }

    static ReleaseIndex shipped() {
        Function<String, byte[]> resources = ReleaseIndex::resource;
        return parse(new String(required(NAME, resources), StandardCharsets.UTF_8), resources);
    }

    static ReleaseIndex parse(String text, Function<String, byte[]> files) {
        List<Entry> entries = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Entry::parse)
                .toList();
        return new ReleaseIndex(entries, files);
    }

    /** @throws IllegalStateException naming the first file that is not what its line says */
    SchemaCatalog catalog() {
        return new SchemaCatalog(entries.stream().map(this::load).toList());
    }

    private ReleasedSchema load(Entry entry) {
        byte[] content = required(entry.file(), files);
        String sha256 = sha256(content);
        if (!sha256.equals(entry.sha256())) {
            throw changed(entry, "SHA-256 " + sha256 + ", the index says " + entry.sha256(), null);
        }
        try {
            Schema schema = new Schema.Parser().parse(new String(content, StandardCharsets.UTF_8));
            return new ReleasedSchema(entry.type(), entry.version(), schema, entry.fingerprint(), entry.knownFrom());
        } catch (RuntimeException refused) {
            throw changed(entry, refused.getMessage(), refused);
        }
    }

    private static IllegalStateException changed(Entry entry, String finding, RuntimeException cause) {
        return new IllegalStateException(
                "Schema file %s is not what was released as %s version %d: %s. Put the file back; a change is a new version (schemas/README.md)."
                        .formatted(entry.file(), entry.type().id(), entry.version(), finding),
                cause);
    }

    private static byte[] required(String file, Function<String, byte[]> files) {
        byte[] content = files.apply(file);
        if (content == null) {
            throw new IllegalStateException("Schema file " + FOLDER + file + " is missing from the class path");
        }
        return content;
    }

    private static byte[] resource(String file) {
        try (InputStream stream = ReleaseIndex.class.getResourceAsStream(FOLDER + file)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + FOLDER + file, failed);
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
