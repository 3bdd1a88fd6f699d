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
     * SHA-256 over the lines of a version in releases.tsv. The index pins the files, this pins the index: a released line
     * is never edited, so neither is an entry here. A release adds one.
     */
    private static final Map<Integer, String> FROZEN =
            Map.of(1, "c4cc7f1514b19a351ac828cb980ca471c5bd2c3177156a77d18af1387b27769a");

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
        Map<Integer, String> linesByVersion = index().collect(
                        Collectors.groupingBy(line -> Integer.parseInt(line.split("\t")[1]), Collectors.joining("\n")));
        Map<Integer, String> digests = new LinkedHashMap<>();
        linesByVersion.forEach(
                (version, lines) -> digests.put(version, ReleaseIndex.sha256(lines.getBytes(StandardCharsets.UTF_8))));

        assertThat(digests)
                .as("A released schema was changed; put it back and release a new version (schemas/README.md)")
                .isEqualTo(FROZEN);
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
