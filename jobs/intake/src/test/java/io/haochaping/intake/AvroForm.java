package io.haochaping.intake;

import io.haochaping.schemas.ConfluentEncoding;
import io.haochaping.schemas.SingleObjectEncoding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericRecord;

/**
 * Writes records in every form that Avro allows and its own encoder never uses: arrays in several blocks, with and without their length in bytes, numbers in more bytes
 * than they need.
 */
final class AvroForm {
    private final Random random;

    AvroForm(long seed) {
        random = new Random(seed);
    }

    byte[] singleObject(GenericRecord record) {
        byte[] header = ByteBuffer.allocate(SingleObjectEncoding.BODY_OFFSET)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x01C3)
                .putLong(SchemaNormalization.parsingFingerprint64(record.getSchema()))
                .array();
        return message(header, record);
    }

    byte[] confluent(int id, GenericRecord record) {
        byte[] header = ByteBuffer.allocate(ConfluentEncoding.BODY_OFFSET)
                .put((byte) 0)
                .putInt(id)
                .array();
        return message(header, record);
    }

    private byte[] message(byte[] header, GenericRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        write(record.getSchema(), record, out);
        return out.toByteArray();
    }

    private void write(Schema schema, Object value, ByteArrayOutputStream out) {
        switch (schema.getType()) {
            case RECORD ->
                schema.getFields()
                        .forEach(field -> write(field.schema(), ((GenericRecord) value).get(field.pos()), out));
            case ENUM -> writeInt(schema.getEnumOrdinal(value.toString()), out);
            case ARRAY -> writeBlocks(schema.getElementType(), (List<?>) value, out);
            case UNION -> {
                int branch = org.apache.avro.generic.GenericData.get().resolveUnion(schema, value);
                writeInt(branch, out);
                write(schema.getTypes().get(branch), value, out);
            }
            case STRING -> writeBytes(value.toString().getBytes(StandardCharsets.UTF_8), out);
            case BYTES -> writeBytes(((ByteBuffer) value).array(), out);
            case INT -> writeInt((int) value, out);
            case LONG -> writeLong((long) value, out);
            case BOOLEAN -> out.write((boolean) value ? 1 : 0);
            case NULL -> {}
            case MAP -> {
                Map<?, ?> map = (Map<?, ?>) value;
                writeLong(map.size(), out);
                map.forEach((key, entry) -> {
                    writeBytes(key.toString().getBytes(StandardCharsets.UTF_8), out);
                    write(schema.getValueType(), entry, out);
                });
                writeLong(0, out);
            }
            default -> throw new IllegalArgumentException(schema.toString());
        }
    }

    private void writeBlocks(Schema element, List<?> values, ByteArrayOutputStream out) {
        for (int from = 0; from < values.size(); ) {
            int count = 1 + random.nextInt(values.size() - from);
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            values.subList(from, from + count).forEach(value -> write(element, value, block));
            if (random.nextBoolean()) {
                writeLong(-count, out);
                writeLong(block.size(), out);
            } else {
                writeLong(count, out);
            }
            out.writeBytes(block.toByteArray());
            from += count;
        }
        writeLong(0, out);
    }

    private void writeBytes(byte[] bytes, ByteArrayOutputStream out) {
        writeLong(bytes.length, out);
        out.writeBytes(bytes);
    }

    private void writeInt(int value, ByteArrayOutputStream out) {
        writeVarint((value << 1 ^ value >> 31) & 0xFFFFFFFFL, 5, out);
    }

    private void writeLong(long value, ByteArrayOutputStream out) {
        writeVarint(value << 1 ^ value >> 63, 10, out);
    }

    /** Now and then with bytes of nothing but zeros behind it, which change no value. */
    private void writeVarint(long raw, int longest, ByteArrayOutputStream out) {
        long rest = raw;
        int length = 1;
        for (; (rest & ~0x7FL) != 0; rest >>>= 7, length++) {
            out.write((int) (rest & 0x7F | 0x80));
        }
        if (random.nextInt(50) > 0 || length == longest) {
            out.write((int) rest);
            return;
        }
        out.write((int) (rest | 0x80));
        for (length++; length < longest && random.nextBoolean(); length++) {
            out.write(0x80);
        }
        out.write(0);
    }
}
