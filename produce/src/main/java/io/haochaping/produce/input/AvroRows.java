package io.haochaping.produce.input;

import io.haochaping.produce.say.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * An Avro container file, under whatever schema it carries. The number of a line is that of the record. Behind a block that cannot be read, reading goes on at the next block;
 * the numbers then count what could be read.
 */
final class AvroRows implements Rows {
    private final DataFileReader<GenericRecord> reader;
    private final List<String> columns;
    private long number;

    AvroRows(String name, Path file) throws IOException, Refusal {
        try {
            this.reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
        } catch (IOException | RuntimeException notAvro) {
            throw Refusal.wrongUse(
                    name
                            + " is no Avro container file. Name the format of the file with --format (csv, jsonl or avro).",
                    name + " 不是 Avro 容器文件。请用 --format 指定文件格式（csv、jsonl 或 avro）。");
        }
        if (reader.getSchema().getType() != Schema.Type.RECORD) {
            reader.close();
            throw Refusal.wrongUse(
                    name + " holds no records but " + reader.getSchema().getType() + ": there are no columns in it.",
                    name + " 中不是记录而是 " + reader.getSchema().getType() + "：没有可映射的列。");
        }
        this.columns = new ArrayList<>();
        addColumns("", reader.getSchema());
    }

    private void addColumns(String prefix, Schema record) {
        for (Schema.Field field : record.getFields()) {
            columns.add(prefix + field.name());
            Schema inner = withoutNull(field.schema());
            // A schema may contain itself; nobody maps deeper than this.
            if (inner.getType() == Schema.Type.RECORD
                    && prefix.chars().filter(c -> c == '.').count() < 3) {
                addColumns(prefix + field.name() + ".", inner);
            }
        }
    }

    private static Schema withoutNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElse(schema);
    }

    @Override
    public Optional<Line> next() throws IOException {
        long blockAt = reader.tell();
        try {
            if (!reader.hasNext()) {
                return Optional.empty();
            }
            GenericRecord row = reader.next();
            number++;
            return Optional.of(new Line.Readable(number, row.toString(), column -> cell(row, column)));
        } catch (RuntimeException broken) {
            number++;
            return skipBlock(blockAt);
        }
    }

    private Optional<Line> skipBlock(long blockAt) throws IOException {
        try {
            reader.sync(Math.max(blockAt, reader.tell()));
        } catch (IOException | AvroRuntimeException end) {
            reader.sync(Long.MAX_VALUE >> 1);
        }
        return Optional.of(new Line.Unreadable(number, "", Reason.BROKEN_BLOCK));
    }

    private static Cell cell(GenericRecord row, String column) throws Fault {
        Object value = row;
        for (String name : column.split("\\.", -1)) {
            if (!(value instanceof GenericRecord record) || record.getSchema().getField(name) == null) {
                return Cell.NOTHING;
            }
            value = record.get(name);
        }
        if (value == null) {
            return Cell.NOTHING;
        }
        if (value instanceof Collection<?> elements) {
            List<String> texts = new ArrayList<>();
            for (Object element : elements) {
                texts.add(element == null ? "" : text(element, column));
            }
            return Cell.of(texts);
        }
        return Cell.of(text(value, column));
    }

    private static String text(Object value, String column) throws Fault {
        boolean isOne = value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof GenericData.EnumSymbol;
        if (!isOne || value instanceof ByteBuffer) {
            throw new Fault(Reason.NOT_ONE_VALUE, column);
        }
        return value.toString();
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.of(columns);
    }

    @Override
    public long bytesRead() {
        try {
            return reader.tell();
        } catch (IOException unknown) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
