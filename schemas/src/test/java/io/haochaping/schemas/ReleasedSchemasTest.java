package io.haochaping.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gate that every new version passes, and what every released one must go on being. */
class ReleasedSchemasTest {

    /**
     * SHA-256 of each line of releases.tsv. The index pins the files, this pins the index: a released line is never
     * edited, so neither is one here. A release adds one.
     */
    private static final List<String> FROZEN = List.of(
            "rating v1 38d7fb3d362f23eb0a0e84bf0e7641a2c9042d7d48a1964c10dbc6f1190d34f0",
            "case-event v1 eb4d8788e8bdf65a412cdcb7576cde5dfaead3a3868df128b2932b740597a309",
            "work-order-event v1 d6d24b1578c34af76c1f39970e28c4d8c3b546144a937596fd6548dc98d974bc",
            "complaint-event v1 b655680aa2dfc1da6147f14e8fb6c51eae73b073a5a9609b31f443c8eac8be83",
            "exclusion v1 a0a7f0d0935deb3e4ffdfd910dce5418c1ccfb18bb24eff406a0a34110ebe71e",
            "tick v1 f00c95cc3b1dc3c3c699dd36fd941fb5b088f72f01cb8e20f0906981821aae39",
            "bad-review v1 b02df1e06059adee8376d0e876ecf97127cfe4c645ab591444136f8217e430f4",
            "alert v1 0e7ec8d55826e5f4f2f5887f5d13ae67ff45f347291157521f5d482be1a04d89",
            "quarantined v1 7aad59dec16f90d0b8c11890274131e252def4b1c3ce2c9b03caf7c5ff6b85d8",
            "work-order-event v2 ecd403f8562f63abc5c4c23cabf60a290fe20e29a0cadd7dc0bb0b80ac9fee03");

    record Pair(ReleasedSchema earlier, ReleasedSchema later) {

        @Override
        public String toString() {
            return "%s v%d and v%d".formatted(earlier.type().id(), earlier.version(), later.version());
        }
    }

    static List<ReleasedSchema> everyRelease() {
        return List.copyOf(SchemaCatalog.released().all());
    }

    /** A version with itself, too: Avro must be able to read it at all. */
    static List<Pair> everyPairOfVersions() {
        List<Pair> pairs = new ArrayList<>();
        for (ReleasedSchema earlier : everyRelease()) {
            for (ReleasedSchema later : everyRelease()) {
                if (earlier.type() == later.type() && earlier.version() <= later.version()) {
                    pairs.add(new Pair(earlier, later));
                }
            }
        }
        return pairs;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyPairOfVersions")
    void everyVersionReadsEveryOther(Pair pair) {
        assertThat(SchemaEvolution.violations(pair.earlier(), pair.later().schema()))
                .isEmpty();
    }

    @Test
    void everyTypeIsReleasedInVersionsThatCountUpFromOne() {
        Map<RecordType, List<Integer>> versions = everyRelease().stream()
                .collect(Collectors.groupingBy(
                        ReleasedSchema::type, Collectors.mapping(ReleasedSchema::version, Collectors.toList())));

        assertThat(versions).containsOnlyKeys(RecordType.values());
        versions.forEach((type, numbers) -> assertThat(numbers)
                .as(type.id())
                .isEqualTo(Stream.iterate(1, number -> number + 1)
                        .limit(numbers.size())
                        .toList()));
    }

    @Test
    void everySchemaFileStandsInTheIndex() throws Exception {
        List<String> listed = index().map(line -> line.split("\t")[4]).toList();

        assertThat(schemaFiles().keySet())
                .as("Lines to add to %s for files that are not listed:%n%s", ReleaseIndex.NAME, missingLines(listed))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void releasedLinesOfTheIndexNeverChange() {
        List<String> digests = index().map(ReleasedSchemasTest::digest).toList();

        assertThat(digests)
                .as("A released line was changed: put it back and release a new version (schemas/README.md)")
                .containsAll(FROZEN);
        assertThat(FROZEN).as("A release was added: freeze it here").containsAll(digests);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyRelease")
    void everyFieldSaysWhatItMeans(ReleasedSchema released) {
        assertThat(undocumented(released.schema().getName(), released.schema(), new ArrayList<>()))
                .as("Records, enums and fields without a doc")
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyRelease")
    void everyEnumHasADefaultForSymbolsOfLaterVersions(ReleasedSchema released) {
        assertThat(namedTypes(released.schema(), new LinkedHashMap<>()).values())
                .filteredOn(schema -> schema.getType() == Schema.Type.ENUM)
                .allSatisfy(schema ->
                        assertThat(schema.getEnumDefault()).as(schema.getName()).isEqualTo("UNKNOWN"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyRelease")
    void everyTimeSaysItsUnit(ReleasedSchema released) {
        for (Schema schema :
                namedTypes(released.schema(), new LinkedHashMap<>()).values()) {
            if (schema.getType() == Schema.Type.RECORD) {
                for (Schema.Field field : schema.getFields()) {
                    if (field.schema().toString().contains("timestamp-millis")
                            && field.schema().getType() != Schema.Type.RECORD
                            && field.schema().getType() != Schema.Type.ARRAY) {
                        assertThat(field.doc())
                                .as(schema.getName() + "." + field.name())
                                .contains("Milliseconds since 1970-01-01T00:00Z");
                    }
                }
            }
        }
    }

    @Test
    void theGateSeesAFieldWithoutADocInsideANestedRecord() {
        SchemaDraft draft = SchemaDraft.of(RecordType.RATING.current());
        draft.field("personal").set("type", SchemaDraft.json("""
                {"type": "record", "name": "P", "doc": "d", "fields": [{"name": "text", "type": "string", "doc": " "}]}"""));
        draft.field("personal").remove("default");

        assertThat(undocumented("Rating", draft.schema(), new ArrayList<>())).containsExactly("Rating.personal.text");
    }

    private static List<String> undocumented(String path, Schema schema, List<String> found) {
        switch (schema.getType()) {
            case RECORD -> {
                note(path, schema.getDoc(), found);
                for (Schema.Field field : schema.getFields()) {
                    String place = path + "." + field.name();
                    note(place, field.doc(), found);
                    undocumented(place, field.schema(), found);
                }
            }
            case ENUM -> note(path + " (enum)", schema.getDoc(), found);
            case ARRAY -> undocumented(path, schema.getElementType(), found);
            case MAP -> undocumented(path, schema.getValueType(), found);
            case UNION -> schema.getTypes().forEach(branch -> undocumented(path, branch, found));
            default -> {
                // A primitive type is described by its field.
            }
        }
        return found;
    }

    private static void note(String place, String doc, List<String> found) {
        if (doc == null || doc.isBlank()) {
            found.add(place);
        }
    }

    private static Map<String, Schema> namedTypes(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> namedTypes(field.schema(), found));
                }
            }
            case ENUM -> found.put(schema.getFullName(), schema);
            case ARRAY -> namedTypes(schema.getElementType(), found);
            case MAP -> namedTypes(schema.getValueType(), found);
            case UNION -> schema.getTypes().forEach(branch -> namedTypes(branch, found));
            default -> {
                // No name of its own.
            }
        }
        return found;
    }

    private static String digest(String line) {
        String[] columns = line.split("\t");
        return columns[0] + " v" + columns[1] + " " + ReleaseIndex.sha256(line.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> index() {
        try {
            return Files.readString(folder().resolve(ReleaseIndex.NAME))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException | URISyntaxException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Map<String, byte[]> schemaFiles() throws IOException, URISyntaxException {
        Path folder = folder();
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(path -> path.toString().endsWith(".avsc"))
                    .sorted()
                    .toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static String missingLines(List<String> listed) throws IOException, URISyntaxException {
        return schemaFiles().entrySet().stream()
                .filter(file -> !listed.contains(file.getKey()))
                .map(file -> line(file.getKey(), file.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String line(String file, byte[] content) {
        Schema schema = new Schema.Parser().parse(new String(content, StandardCharsets.UTF_8));
        String type = file.replaceFirst(".*/", "").replaceFirst("\\.avsc$", "");
        String version = file.replaceFirst("/.*", "").substring(1);
        return String.join(
                "\t",
                type,
                version,
                Fingerprints.hex(Fingerprints.of(schema)),
                "<knownFrom>",
                file,
                ReleaseIndex.sha256(content));
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(
                ReleasedSchemasTest.class.getResource(ReleaseIndex.FOLDER).toURI());
    }
}
