package io.haochaping.traffic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Avro single-object encoding: C3 01, fingerprint of the schema (CRC-64-AVRO, little endian), body. */
final class Wire {
    static final int HEADER_BYTES = 10;
    private static final String FOLDER = "/haochaping/avro/v";

    private Wire() {}

    /** @throws IllegalStateException where the schema is not on the class path */
    static Schema schema(String file) {
        return schema(1, file);
    }

    static Schema schema(int version, String file) {
        String resource = FOLDER + version + "/" + file + ".avsc";
        try (InputStream in = Wire.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No schema " + resource + " on the class path.");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] header(Schema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    static byte[] encode(byte[] header, GenericRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
