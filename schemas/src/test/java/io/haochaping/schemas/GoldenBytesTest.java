package io.haochaping.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages as they were written under every released version. What stands in a topic cannot be written again, so these
 * have to read, and to be written, the same for ever. Those of version 1 were not made by Avro's Java library but by a
 * writer of their own after the specification.
 */
class GoldenBytesTest {

    private static final String ROOT = "/haochaping/golden";
    private static final int REGISTRY_ID = 70001;

    /** {@code v1/rating/full.bin} and, beside it, what it says: {@code full.json} in Avro's JSON encoding. */
    record Golden(Path file, ReleasedSchema writer) {

        static Golden at(Path file) {
            String type = file.getParent().getFileName().toString();
            String version = file.getParent().getParent().getFileName().toString();
            return new Golden(file, released(RecordType.of(type), Integer.parseInt(version.substring(1))));
        }

        boolean isConfluent() {
            return file.toString().endsWith(".confluent.bin");
        }

        String name() {
            return file.getFileName().toString().replaceFirst("\\..*", "");
        }

        byte[] bytes() throws IOException {
            return Files.readAllBytes(file);
        }

        GenericRecord said() throws IOException {
            String json = Files.readString(file.resolveSibling(name() + ".json"));
            return new GenericDatumReader<GenericRecord>(writer.schema())
                    .read(null, DecoderFactory.get().jsonDecoder(writer.schema(), json));
        }

        GenericRecord read(Schema reader) throws IOException {
            int offset = isConfluent() ? ConfluentEncoding.BODY_OFFSET : SingleObjectEncoding.BODY_OFFSET;
            BinaryDecoder body = DecoderFactory.get().binaryDecoder(bytes(), offset, bytes().length - offset, null);
            GenericRecord read = new GenericDatumReader<GenericRecord>(writer.schema(), reader).read(null, body);
            assertThat(body.isEnd()).as("Nothing is left over").isTrue();
            return read;
        }

        @Override
        public String toString() {
            return writer.type().id() + " v" + writer.version() + " " + file.getFileName();
        }
    }

    static List<Golden> everyGolden() throws Exception {
        return files(".bin").stream().map(Golden::at).toList();
    }

    static Collection<ReleasedSchema> everyRelease() {
        return SchemaCatalog.released().all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyGolden")
    void itsHeaderNamesItsSchema(Golden golden) throws IOException {
        if (golden.isConfluent()) {
            assertThat(ConfluentEncoding.schemaId(golden.bytes())).isEqualTo(REGISTRY_ID);
        } else {
            assertThat(SingleObjectEncoding.fingerprint(golden.bytes()))
                    .isEqualTo(golden.writer().fingerprint());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyGolden")
    void itStillReadsAsItWasMeant(Golden golden) throws IOException {
        assertThat(plain(golden.read(golden.writer().schema()))).isEqualTo(plain(golden.said()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyGolden")
    void itStillReadsThroughTheNewestSchema(Golden golden) throws IOException {
        assertSaysTheSame(golden.said(), golden.read(golden.writer().type().newest()));
    }

    /** A deployment that names no later version reads what an earlier one said, and no more. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("everyGolden")
    void itStillReadsThroughTheFirstSchema(Golden golden) throws IOException {
        GenericRecord said = golden.said();
        GenericRecord read = golden.read(released(golden.writer().type(), 1).schema());

        for (Schema.Field field : read.getSchema().getFields()) {
            assertThat(plain(read.get(field.pos()))).as(field.name()).isEqualTo(plain(said.get(field.name())));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyGolden")
    void itStillReadsThroughAVersionThatIsYetToCome(Golden golden) throws IOException {
        Schema next = SchemaDraft.of(golden.writer().type().newest())
                .with("{\"name\": \"yetToCome\", \"type\": \"string\", \"default\": \"not sent\"}")
                .schema();

        GenericRecord read = golden.read(next);

        assertSaysTheSame(golden.said(), read);
        assertThat(read.get("yetToCome")).hasToString("not sent");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyGolden")
    void itIsStillWrittenByteForByte(Golden golden) throws IOException {
        byte[] written = encode(golden, golden.said());

        assertThat(HexFormat.of().formatHex(written)).isEqualTo(HexFormat.of().formatHex(golden.bytes()));
        assertThat(encode(golden, golden.read(golden.writer().schema()))).isEqualTo(written);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyRelease")
    void everyReleaseHasItsExamples(ReleasedSchema released) throws Exception {
        List<String> needed = released.schema().getField("personal") == null
                ? List.of("minimal", "full")
                : List.of("minimal", "full", "sealed");

        assertThat(everyGolden())
                .filteredOn(golden -> golden.writer().equals(released) && !golden.isConfluent())
                .extracting(Golden::name)
                .containsAll(needed);
    }

    @Test
    void oneTypeIsKeptInTheConfluentFormatToo() throws Exception {
        assertThat(everyGolden())
                .filteredOn(Golden::isConfluent)
                .extracting(golden -> golden.writer().type())
                .contains(RecordType.RATING);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyGolden")
    void aMinimalExampleSetsWhatIsRequiredAndAFullOneEveryField(Golden golden) throws IOException {
        GenericRecord said = golden.said();
        for (Schema.Field field : golden.writer().schema().getFields()) {
            if (field.hasDefaultValue()) {
                Object unset = plain(GenericData.get().getDefaultValue(field));
                switch (golden.name()) {
                    case "minimal" ->
                        assertThat(plain(said.get(field.name())))
                                .as(field.name())
                                .isEqualTo(unset);
                    case "full", "sealed" ->
                        assertThat(plain(said.get(field.name())))
                                .as(field.name())
                                .isNotEqualTo(unset);
                    default -> {
                        // Further examples may show anything.
                    }
                }
            }
        }
        if (golden.name().equals("sealed")) {
            assertThat(((GenericRecord) said.get("personal")).getSchema().getName())
                    .isEqualTo("SealedPersonal");
        }
    }

    /** The list also lets other modules walk the goldens inside the jar. */
    @Test
    void goldenFilesNeverChangeAndAllStandInTheList() throws Exception {
        Map<String, String> listed = Files.readString(root().resolve("golden.tsv"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (one, two) -> two, TreeMap::new));
        Map<String, String> found = new TreeMap<>();
        for (Path file :
                Stream.concat(files(".bin").stream(), files(".json").stream()).toList()) {
            found.put(
                    root().relativize(file).toString().replace('\\', '/'),
                    ReleaseIndex.sha256(Files.readAllBytes(file)));
        }

        assertThat(found)
                .as("All lines, as golden.tsv should have them where files were only added:%n%s", lines(found))
                .isEqualTo(listed);
    }

    /** With {@code -Dgolden.write=true} it writes what is missing, and still fails, so that somebody looks at it. */
    @Test
    void everyExampleHasItsBytes() throws Exception {
        for (Path json : files(".json")) {
            Golden golden =
                    Golden.at(json.resolveSibling(json.getFileName().toString().replaceFirst("\\.json$", ".bin")));
            if (!Files.exists(golden.file())) {
                if (Boolean.getBoolean("golden.write")) {
                    Path source = Path.of("src/main/resources" + ROOT)
                            .resolve(root().relativize(golden.file()).toString());
                    Files.write(source, encode(golden, golden.said()));
                    fail("Written: %s. Look at it, list it in golden.tsv, and run again.", source);
                }
                fail("%s has no bytes yet: run this test with -Dgolden.write=true", json);
            }
        }
    }

    private static byte[] encode(Golden golden, GenericRecord message) {
        return golden.isConfluent()
                ? ConfluentEncoding.encode(REGISTRY_ID, message)
                : SingleObjectEncoding.encode(message);
    }

    /** Every field that was written is there with its value; every other one has its default. */
    private static void assertSaysTheSame(GenericRecord written, GenericRecord read) {
        for (Schema.Field field : read.getSchema().getFields()) {
            Object value = read.get(field.pos());
            if (written.getSchema().getField(field.name()) == null) {
                assertThat(plain(value))
                        .as(field.name())
                        .isEqualTo(plain(GenericData.get().getDefaultValue(field)));
            } else if (value instanceof GenericRecord nested) {
                assertSaysTheSame((GenericRecord) written.get(field.name()), nested);
            } else {
                assertThat(plain(value)).as(field.name()).isEqualTo(plain(written.get(field.name())));
            }
        }
        assertThat(read.getSchema().getFields())
                .extracting(Schema.Field::name)
                .containsAll(written.getSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .toList());
    }

    /** Values that compare and print without regard to Avro's classes. */
    private static Object plain(Object value) {
        if (value instanceof GenericRecord nested) {
            Map<String, Object> fields = new LinkedHashMap<>();
            nested.getSchema().getFields().forEach(field -> fields.put(field.name(), plain(nested.get(field.pos()))));
            return fields;
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(GoldenBytesTest::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new TreeMap<>();
            map.forEach((key, entry) -> entries.put(key.toString(), plain(entry)));
            return entries;
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return HexFormat.of().formatHex(copy);
        }
        boolean isText = value instanceof CharSequence || value instanceof GenericData.EnumSymbol;
        return isText ? value.toString() : value;
    }

    private static ReleasedSchema released(RecordType type, int version) {
        return everyRelease().stream()
                .filter(schema -> schema.type() == type && schema.version() == version)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No release " + version + " of " + type.id()));
    }

    private static String lines(Map<String, String> files) {
        return files.entrySet().stream()
                .map(file -> file.getKey() + "\t" + file.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static List<Path> files(String ending) throws IOException, URISyntaxException {
        try (Stream<Path> walk = Files.walk(root())) {
            return walk.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Path root() throws URISyntaxException {
        return Path.of(GoldenBytesTest.class.getResource(ROOT).toURI());
    }
}
