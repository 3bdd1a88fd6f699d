package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** A record that would be received, so that a test says only what it changes. */
final class Sample {
    /** 2026-10-03T09:15 in Asia/Shanghai: the own time of every sample. */
    static final long AT = 1_790_990_100_000L;

    static final String DEPARTMENT = "114401000074825324";

    final RecordType type;
    private final GenericRecord record;

    private Sample(RecordType type, GenericRecord record) {
        this.type = type;
        this.record = record;
    }

    static Sample of(RecordType type) {
        return switch (type) {
            case RATING -> rating();
            case CASE_EVENT -> caseEvent("COMPLETED");
            case WORK_ORDER_EVENT -> workOrder("OPENED");
            case COMPLAINT_EVENT -> complaint("RECEIVED");
            case EXCLUSION -> exclusion("EXCLUDE");
            default -> throw new IllegalArgumentException(type + " is no source record");
        };
    }

    static Sample rating() {
        return start(RecordType.RATING)
                .with("caseNumber", "GZ-1")
                .with("codeSystem", "platform")
                .with("level", "5")
                .with("channel", "1")
                .with("ratedAt", AT)
                .inGuangzhou();
    }

    static Sample caseEvent(String kind) {
        return start(RecordType.CASE_EVENT)
                .with("caseNumber", "GZ-1")
                .with("codeSystem", "platform")
                .with("kind", kind)
                .with("at", AT)
                .inGuangzhou();
    }

    static Sample workOrder(String step) {
        return start(RecordType.WORK_ORDER_EVENT)
                .with("caseNumber", "GZ-1")
                .with("codeSystem", "platform")
                .with("workOrderId", "W-1")
                .with("step", step)
                .with("at", AT)
                .inGuangzhou();
    }

    static Sample complaint(String step) {
        return start(RecordType.COMPLAINT_EVENT)
                .with("complaintNumber", "GZ-1")
                .with("codeSystem", "platform")
                .with("step", step)
                .with("at", AT)
                .inGuangzhou();
    }

    static Sample exclusion(String action) {
        return start(RecordType.EXCLUSION)
                .with("issuingSystem", "gd")
                .with("caseNumber", "GZ-1")
                .with("exclusionId", "E-1")
                .with("action", action)
                .with("at", AT);
    }

    /** A tick of a round of one topic. */
    static Sample tick(long at, String topic, int partitions) {
        Schema entry = RecordType.TICK.current().getField("round").schema().getElementType();
        GenericRecord written = new GenericData.Record(entry);
        written.put("topic", topic);
        written.put("partitions", partitions);
        return start(RecordType.TICK).with("at", at).with("round", List.of(written));
    }

    private static Sample start(RecordType type) {
        GenericRecord record = new GenericData.Record(type.current());
        for (Schema.Field field : type.current().getFields()) {
            if (field.hasDefaultValue()) {
                record.put(field.pos(), GenericData.get().getDefaultValue(field));
            }
        }
        return new Sample(type, record);
    }

    private Sample inGuangzhou() {
        return with("issuingSystem", "gd")
                .with("handlingRegion", "440100000000")
                .with("handlingDepartment", DEPARTMENT);
    }

    /** The name of an enum symbol stands for the symbol. */
    Sample with(String field, Object value) {
        GenericRecord changed = new GenericData.Record((GenericData.Record) record, true);
        Schema schema = type.current().getField(field).schema();
        boolean isSymbol = schema.getType() == Schema.Type.ENUM && value instanceof String;
        changed.put(field, isSymbol ? new GenericData.EnumSymbol(schema, value) : value);
        return new Sample(type, changed);
    }

    /** Its own time, whatever the field is called. */
    Sample at(long time) {
        return with(type == RecordType.RATING ? "ratedAt" : "at", time);
    }

    GenericRecord record() {
        return record;
    }

    /** The same record of another schema: fields that it lacks are left out, fields of its own at their defaults. */
    GenericRecord in(Schema schema) {
        GenericRecordBuilder builder = new GenericRecordBuilder(schema);
        for (Schema.Field field : schema.getFields()) {
            if (record.hasField(field.name())) {
                builder.set(field, record.get(field.name()));
            }
        }
        return builder.build();
    }

    byte[] bytes() {
        return SingleObjectEncoding.encode(record);
    }
}
