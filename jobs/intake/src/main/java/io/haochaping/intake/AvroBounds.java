package io.haochaping.intake;

import org.apache.avro.Schema;

/**
 * Checks that bytes are one datum of a schema, to the last byte, without building it. The library's reader trusts the lengths that it reads and would allocate
 * what a broken record asks for; so nothing reaches it that did not pass here.
 */
final class AvroBounds {
    /** Deeper than any of our schemas; a recursive schema could otherwise exhaust the stack. */
    private static final int DEEPEST = 32;

    private AvroBounds() {}

    static void check(Schema schema, AvroCursor cursor) {
        skip(schema, cursor, 0);
        if (!cursor.atEnd()) {
            throw Undecodable.BYTES;
        }
    }

    private static void skip(Schema schema, AvroCursor cursor, int depth) {
        if (depth > DEEPEST) {
            throw Undecodable.BYTES;
        }
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> skip(field.schema(), cursor, depth + 1));
            case ENUM -> cursor.readIndex(schema.getEnumSymbols().size());
            case ARRAY -> skipBlocks(schema.getElementType(), false, cursor, depth);
            case MAP -> skipBlocks(schema.getValueType(), true, cursor, depth);
            case UNION ->
                skip(schema.getTypes().get(cursor.readIndex(schema.getTypes().size())), cursor, depth + 1);
            case FIXED -> cursor.skip(schema.getFixedSize());
            case STRING, BYTES -> cursor.skipBytes();
            case INT -> cursor.readInt();
            case LONG -> cursor.readLong();
            case FLOAT -> cursor.skip(4);
            case DOUBLE -> cursor.skip(8);
            case BOOLEAN -> cursor.readBoolean();
            case NULL -> cursor.skip(0);
        }
    }

    private static void skipBlocks(Schema item, boolean keyed, AvroCursor cursor, int depth) {
        for (int count = cursor.readBlock(1); count > 0; count = cursor.readBlock(1)) {
            for (int i = 0; i < count; i++) {
                int before = cursor.position();
                if (keyed) {
                    cursor.skipBytes();
                }
                skip(item, cursor, depth + 1);
                if (cursor.position() == before) {
                    // Items of no bytes: a few bytes could declare a million of them, block after block.
                    throw Undecodable.BYTES;
                }
            }
        }
    }
}
