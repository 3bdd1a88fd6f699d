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
 * @param condition null: every line makes one
 * @param current how a record is written that any job takes
 * @param later how one is written of which the line fills a field of a later version; null: no such field is mapped
 */
record RecordMapping(RecordKind kind, Condition condition, List<FieldMapping> fields, Shape current, Shape later) {
    RecordMapping(RecordKind kind, Condition condition, List<FieldMapping> fields) {
        this(
                kind,
                condition,
                fields,
                Shape.of(kind.type().current(), fields),
                fields.stream().allMatch(field -> isIn(kind.type().current(), field))
                        ? null
                        : Shape.of(kind.type().newest(), fields));
    }

    /**
     * @param defaults by position of the field
     * @param isMapped by position of the field: whether a line says anything of it
     */
    private record Shape(Schema schema, Object[] defaults, boolean[] isMapped) {
        static Shape of(Schema schema, List<FieldMapping> fields) {
            return new Shape(schema, RecordMapping.defaults(schema), mapped(schema, fields));
        }
    }

    /** Whether a line may make a record of a version that a job takes only where it is named. */
    boolean knowsLaterVersion() {
        return later != null;
    }

    boolean isOfLaterVersion(GenericRecord record) {
        return record.getSchema() != current.schema();
    }

    private static boolean isIn(Schema schema, FieldMapping field) {
        return schema.getField(root(field)) != null;
    }

    private static String root(FieldMapping field) {
        return field.target().name().split("\\.")[0];
    }

    private static boolean[] mapped(Schema schema, List<FieldMapping> fields) {
        boolean[] mapped = new boolean[schema.getFields().size()];
        for (FieldMapping field : fields) {
            if (isIn(schema, field)) {
                mapped[schema.getField(root(field)).pos()] = true;
            }
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
        boolean tellsMore = false;
        for (FieldMapping field : fields) {
            Object value = field.value(row, nothing);
            if (value != null) {
                values.put(field.target().name(), value);
                tellsMore |= later != null && !isIn(current.schema(), field);
            }
        }
        return Optional.of(assemble(tellsMore ? later : current, values));
    }

    private GenericRecord assemble(Shape shape, Map<String, Object> values) throws Fault {
        GenericRecord record = new GenericData.Record(shape.schema());
        for (Schema.Field field : shape.schema().getFields()) {
            Object value = shape.isMapped()[field.pos()] ? value(field.name(), field.schema(), values) : null;
            record.put(field.pos(), value == null ? shape.defaults()[field.pos()] : value);
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
