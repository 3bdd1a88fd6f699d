package io.haochaping.produce.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.produce.say.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON lines and Avro container files. */
class OtherFormatsTest {
    private static final Schema SCHEMA = SchemaBuilder.record("Row")
            .fields()
            .requiredString("number")
            .optionalLong("at")
            .name("tags")
            .type()
            .array()
            .items()
            .stringType()
            .noDefault()
            .name("inner")
            .type(SchemaBuilder.record("Inner").fields().requiredInt("level").endRecord())
            .noDefault()
            .endRecord();

    @Test
    void aJsonObjectIsReadByTheNamesOfItsMembers() throws Exception {
        Row row = json("{\"a\":{\"b\":\"x\"},\"a.c\":1,\"n\":null,\"t\":true,\"l\":[\"1\",2,null],\"d\":4.50}");

        assertThat(row.cell("a.b").text()).isEqualTo("x");
        assertThat(row.cell("a.c").text()).isEqualTo("1");
        assertThat(row.cell("n")).isEqualTo(Cell.NOTHING);
        assertThat(row.cell("not.there")).isEqualTo(Cell.NOTHING);
        assertThat(row.cell("t").text()).isEqualTo("true");
        assertThat(row.cell("l").list()).containsExactly("1", "2", "");
        assertThat(row.cell("d").text()).as("as it was written").isEqualTo("4.50");
        assertThatThrownBy(() -> row.cell("a")).hasMessage("not-one-value");
    }

    @Test
    void whatIsNoJsonObjectCostsItsOwnLineOnly() throws Exception {
        String text = "{\"a\":1}\n{\"a\":1\n[1]\n{\"a\":1} x\n{\"a\":1,\"a\":2}\n\n{\"a\":" + "[".repeat(5000)
                + "\n{\"a\":2}\n";
        List<String> found = new ArrayList<>();
        try (Rows rows =
                new JsonRows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)) {
            for (Optional<Line> line = rows.next(); line.isPresent(); line = rows.next()) {
                found.add(line.get().number() + (line.get() instanceof Line.Readable ? "" : " refused"));
            }
        }

        assertThat(found).containsExactly("1", "2 refused", "3 refused", "4 refused", "5 refused", "7 refused", "8");
    }

    @Test
    void anAvroFileIsReadUnderItsOwnSchema(@TempDir Path folder) throws Exception {
        Path file = avro(folder, 3);
        try (Rows rows = new AvroRows("f.avro", file)) {
            assertThat(rows.columns().orElseThrow()).contains("number", "inner.level");
            Line line = rows.next().orElseThrow();
            Row row = ((Line.Readable) line).row();

            assertThat(line.number()).isEqualTo(1);
            assertThat(row.cell("number").text()).isEqualTo("n0");
            assertThat(row.cell("at").text()).isEqualTo("1790000000000");
            assertThat(row.cell("tags").list()).containsExactly("510", "517");
            assertThat(row.cell("inner.level").text()).isEqualTo("5");
        }
    }

    @Test
    void behindABrokenBlockReadingGoesOn(@TempDir Path folder) throws Exception {
        Path file = avro(folder, 4_000);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length / 2; i < bytes.length / 2 + 40; i++) {
            bytes[i] = (byte) 0xFF;
        }
        Files.write(file, bytes);
        int read = 0;
        int refused = 0;
        String last = "";
        try (Rows rows = new AvroRows("f.avro", file)) {
            for (Optional<Line> line = rows.next(); line.isPresent(); line = rows.next()) {
                if (line.get() instanceof Line.Readable readable) {
                    read++;
                    last = readable.row().cell("number").text();
                } else {
                    refused++;
                }
            }
        }

        assertThat(refused).isPositive().isLessThan(10);
        assertThat(read).isGreaterThan(2_000);
        assertThat(last).isEqualTo("n3999");
    }

    @Test
    void whatIsNoAvroFileIsToldAsThat(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("f.avro"), "a,b\n1,2\n");

        assertThatThrownBy(() -> new AvroRows("f.avro", file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--format");
    }

    private static Row json(String line) throws IOException {
        try (Rows rows =
                new JsonRows(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)) {
            return ((Line.Readable) rows.next().orElseThrow()).row();
        } catch (Refusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    private static Path avro(Path folder, int records) throws IOException {
        Path file = folder.resolve("f.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
            writer.setSyncInterval(2_000);
            writer.create(SCHEMA, file.toFile());
            for (int i = 0; i < records; i++) {
                GenericRecord inner =
                        new GenericData.Record(SCHEMA.getField("inner").schema());
                inner.put("level", 5);
                GenericRecord record = new GenericData.Record(SCHEMA);
                record.put("number", "n" + i);
                record.put("at", 1_790_000_000_000L + i);
                record.put("tags", List.of("510", "517"));
                record.put("inner", inner);
                writer.append(record);
            }
        }
        return file;
    }
}
