package io.haochaping.produce.mapping;

import io.haochaping.produce.input.Fault;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.input.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * From a line to one record of a kind.
 *
 * @param schema in which it is written: of the version that counts anyway, unless a field of a later one is filled
 * @param condition null: every line makes one
 * @param defaults by position of the field
 * @param isMapped by position of the field: whether a line says anything of it
 */
record RecordMapping(
        RecordKind kind,
        Schema schema,
        Condition condition,
        List<FieldMapping> fields,
        Object[] defaults,
        boolean[] isMapped) {
    RecordMapping(RecordKind kind, Condition condition, List<FieldMapping> fields) {
        this(kind, schema(kind, fields), condition, fields);
    }

    private RecordMapping(RecordKind kind, Schema schema, Condition condition, List<FieldMapping> fields) {
        this(kind, schema, condition, fields, defaults(schema), mapped(schema, fields));
    }

    private static Schema schema(RecordKind kind, List<FieldMapping> fields) {
        Schema current = kind.type().current();
        boolean fits = fields.stream().allMatch(field -> current.getField(root(field)) != null);
        return fits ? current : kind.type().newest();
    }

    /** Whether a record has to be of a version that a job takes only where it is named. */
    boolean isOfLaterVersion() {
        return schema != kind.type().current();
    }

    private static String root(FieldMapping field) {
        return field.target().name().split("\\.")[0];
    }

    private static boolean[] mapped(Schema schema, List<FieldMapping> fields) {
        boolean[] mapped = new boolean[schema.getFields().size()];
        for (FieldMapping field : fields) {
            mapped[schema.getField(root(field)).pos()] = true;
        }
        return mapped;
    }

    /** Values that never change, looked up once: Avro looks behind a lock each time. */
    private static Object[] defaults(Schema schema) {
        return schema.getFields().stream()
                .map(field -> field.hasDefaultValue() ? GenericData.get().getDefaultValue(field) : null)
                .toArray();
    }

    /** Empty: the line makes no record of this kind. */
    Optional<GenericRecord> make(Row row, Set<String> nothing) throws Fault {
        if (condition != null && !condition.holds(row, nothing)) {
            return Optional.empty();
        }
        Map<String, Object> values = new HashMap<>();
        for (FieldMapping field : fields) {
            Object value = field.value(row, nothing);
            if (value != null) {
                values.put(field.target().name(), value);
            }
        }
        return Optional.of(assemble(values));
    }

    private GenericRecord assemble(Map<String, Object> values) throws Fault {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Object value = isMapped[field.pos()] ? value(field.name(), field.schema(), values) : null;
            record.put(field.pos(), value == null ? defaults[field.pos()] : value);
        }
        return record;
    }

    /** Null: nothing was sent. */
    private Object value(String name, Schema schema, Map<String, Object> values) throws Fault {
        return switch (schema.getType()) {
            case UNION -> value(name, Target.firstBranch(schema).orElseThrow(), values);
            case RECORD -> inner(name, schema, values);
            case ARRAY ->
                schema.getElementType().getType() == Schema.Type.RECORD
                        ? spans(name, schema.getElementType(), values)
                        : values.get(name);
            case ENUM -> {
                Object symbol = values.get(name);
                yield symbol == null ? null : new GenericData.EnumSymbol(schema, symbol);
            }
            default -> values.get(name);
        };
    }

    private GenericRecord inner(String name, Schema schema, Map<String, Object> values) throws Fault {
        boolean sent = schema.getFields().stream().anyMatch(field -> values.containsKey(name + "." + field.name()));
        if (!sent) {
            return null;
        }
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Object value = value(name + "." + field.name(), field.schema(), values);
            if (value == null && !field.hasDefaultValue()) {
                throw new Fault(Reason.MISSING_VALUE, columnsOf(name + "." + field.name()));
            }
            record.put(field.pos(), value == null ? GenericData.get().getDefaultValue(field) : value);
        }
        return record;
    }

    private List<GenericRecord> spans(String name, Schema schema, Map<String, Object> values) throws Fault {
        List<GenericRecord> spans = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            List<?> ends = (List<?>) values.getOrDefault(name + "." + field.name(), List.of());
            if (field.pos() > 0 && ends.size() != spans.size()) {
                throw new Fault(Reason.LIST_MISMATCH, columnsOf(name + "." + field.name()));
            }
            for (int i = 0; i < ends.size(); i++) {
                if (field.pos() == 0) {
                    spans.add(new GenericData.Record(schema));
                }
                spans.get(i).put(field.pos(), ends.get(i));
            }
        }
        return spans;
    }

    private String columnsOf(String target) {
        return fields.stream()
                .filter(field -> field.target().name().equals(target))
                .map(FieldMapping::columnNames)
                .findFirst()
                .orElse("");
    }
}
