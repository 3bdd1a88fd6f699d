package io.haochaping.schemas;

import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Confluent wire format: 00, the writer schema's registry id (4 bytes, big endian), the body. */
public final class ConfluentEncoding {

    /** Where the body starts. */
    public static final int BODY_OFFSET = 5;

    private static final byte MAGIC = 0;

    private ConfluentEncoding() {}

    /** One message. Whoever writes many of one schema keeps an {@link #encoder}. */
    public static byte[] encode(int schemaId, GenericRecord message) {
        return encoder(schemaId, message.getSchema()).encode(message);
    }

    /** For many messages of one schema, on one thread. */
    public static RecordEncoder encoder(int schemaId, Schema schema) {
        byte[] header =
                ByteBuffer.allocate(BODY_OFFSET).put(MAGIC).putInt(schemaId).array();
        return new RecordEncoder(header, schema);
    }

    /** True for a whole header of this encoding; false for null (a record without a value). Says nothing of the body. */
    public static boolean matches(byte[] message) {
        return message != null && message.length >= BODY_OFFSET && message[0] == MAGIC;
    }

    /** @throws IllegalArgumentException where the message does not {@link #matches match} */
    public static int schemaId(byte[] message) {
        if (!matches(message)) {
            throw new IllegalArgumentException("Not in the Confluent wire format: it starts with 00 and 4 bytes");
        }
        return ByteBuffer.wrap(message).getInt(1);
    }
}
