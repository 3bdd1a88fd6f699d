package io.haochaping.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes records of one schema behind one fixed header. Keeps its buffers between records, so it serves one thread.
 */
public final class RecordEncoder {

    private final byte[] header;
    private final Schema schema;
    private final GenericDatumWriter<GenericRecord> writer;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private BinaryEncoder encoder;

    RecordEncoder(byte[] header, Schema schema) {
        this.header = header;
        this.schema = schema;
        this.writer = new GenericDatumWriter<>(schema);
    }

    /**
     * Header and body of one message.
     *
     * @throws IllegalArgumentException where the record is of another schema: its header would lie about its body
     * @throws RuntimeException from Avro, naming the field, where a value does not fit its type
     */
    public byte[] encode(GenericRecord message) {
        if (message.getSchema() != schema && !message.getSchema().equals(schema)) {
            throw new IllegalArgumentException("This encoder writes " + schema.getFullName() + " "
                    + Fingerprints.hex(Fingerprints.of(schema)) + ", not "
                    + message.getSchema().getFullName() + " " + Fingerprints.hex(Fingerprints.of(message.getSchema())));
        }
        // In this order: reusing the encoder flushes what a record that failed half-way left in it, and the reset drops
        // it.
        encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
        bytes.reset();
        bytes.writeBytes(header);
        try {
            writer.write(message, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }
}
