package io.haochaping.traffic;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** A record before it is sent: fields by the names of its Avro schema, everything not said stays at its default. */
final class Draft {
    private static final Map<Kind, Schema> SCHEMAS = schemas();
    private static final Map<Kind, byte[]> HEADERS = headers();
    /** Of a work order that tells its severity; one that does not is of the first version, as its source goes on to write it. */
    private static final Schema TELLING = Wire.schema(2, Kind.WORK_ORDER.schemaFile);

    private static final byte[] TELLING_HEADER = Wire.header(TELLING);
    private static final String SEVERITY = "severity";

    final Kind kind;
    private final Map<String, Object> fields;

    private Draft(Kind kind, Map<String, Object> fields) {
        this.kind = kind;
        this.fields = fields;
    }

    static Draft of(Kind kind) {
        return new Draft(kind, new HashMap<>());
    }

    /** @throws IllegalArgumentException where the schema has no such field */
    Draft with(String field, Object value) {
        boolean tells = kind == Kind.WORK_ORDER && field.equals(SEVERITY);
        Schema.Field declared = (tells ? TELLING : SCHEMAS.get(kind)).getField(field);
        if (declared == null) {
            throw new IllegalArgumentException(kind + " has no field " + field);
        }
        boolean symbol = declared.schema().getType() == Schema.Type.ENUM;
        fields.put(field, symbol ? new GenericData.EnumSymbol(declared.schema(), value) : value);
        return this;
    }

    Draft copy() {
        return new Draft(kind, new HashMap<>(fields));
    }

    String text(String field) {
        return fields.getOrDefault(field, "").toString();
    }

    long ownTime() {
        return (Long) fields.get(kind.ownTime);
    }

    /** A record of the first record type that the field's union names, for example {@code personal} or {@code promised}. */
    GenericRecord part(String field) {
        return new GenericData.Record(branch(SCHEMAS.get(kind).getField(field).schema(), 0));
    }

    /** The second record type of a union. */
    GenericRecord otherPart(String field) {
        return new GenericData.Record(branch(SCHEMAS.get(kind).getField(field).schema(), 1));
    }

    GenericRecord element(String field) {
        return new GenericData.Record(SCHEMAS.get(kind).getField(field).schema().getElementType());
    }

    byte[] encode() {
        boolean tells = fields.containsKey(SEVERITY);
        Schema schema = tells ? TELLING : SCHEMAS.get(kind);
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Object value = fields.get(field.name());
            record.put(field.pos(), value == null ? GenericData.get().getDefaultValue(field) : value);
        }
        return Wire.encode(tells ? TELLING_HEADER : HEADERS.get(kind), record);
    }

    private static Schema branch(Schema union, int number) {
        return union.getTypes().stream()
                .filter(type -> type.getType() == Schema.Type.RECORD)
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    private static Map<Kind, Schema> schemas() {
        Map<Kind, Schema> schemas = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            schemas.put(kind, Wire.schema(kind.schemaFile));
        }
        return schemas;
    }

    private static Map<Kind, byte[]> headers() {
        Map<Kind, byte[]> headers = new EnumMap<>(Kind.class);
        SCHEMAS.forEach((kind, schema) -> headers.put(kind, Wire.header(schema)));
        return headers;
    }
}
