package io.haochaping.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Avro single-object encoding: C3 01, the writer schema's fingerprint (8 bytes, little endian), the body. */
public final class SingleObjectEncoding {

    /** Where the body starts. */
    public static final int BODY_OFFSET = 10;

    private static final byte FIRST = (byte) 0xC3;
    private static final byte SECOND = 0x01;

    private SingleObjectEncoding() {}

    /** One message. Whoever writes many of one schema keeps an {@link #encoder}. */
    public static byte[] encode(GenericRecord message) {
        return encoder(message.getSchema()).encode(message);
    }

    /** For many messages of one schema, on one thread. */
    public static RecordEncoder encoder(Schema schema) {
        byte[] header = ByteBuffer.allocate(BODY_OFFSET)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(FIRST)
                .put(SECOND)
                .putLong(Fingerprints.of(schema))
                .array();
        return new RecordEncoder(header, schema);
    }

    /** True for a whole header of this encoding; false for null (a record without a value). Says nothing of the body. */
    public static boolean matches(byte[] message) {
        return message != null && message.length >= BODY_OFFSET && message[0] == FIRST && message[1] == SECOND;
    }

    /** @throws IllegalArgumentException where the message does not {@link #matches match} */
    public static long fingerprint(byte[] message) {
        if (!matches(message)) {
            throw new IllegalArgumentException("Not in Avro single-object encoding: it starts with C3 01 and 8 bytes");
        }
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }
}
