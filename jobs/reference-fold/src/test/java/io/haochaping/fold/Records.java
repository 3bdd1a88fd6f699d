package io.haochaping.fold;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Topics as they would stand at the broker: real messages, in the order of their partitions. */
final class Records {
    private final Map<TopicPartition, List<RawRecord>> partitions = new LinkedHashMap<>();

    Records add(String topic, int partition, long appended, byte[] value) {
        List<RawRecord> log = partitions.computeIfAbsent(new TopicPartition(topic, partition), p -> new ArrayList<>());
        log.add(new RawRecord(topic, partition, log.size(), appended, null, value, null, null));
        return this;
    }

    /** A tick of this time in every partition that has a record so far. */
    Records tick(long at) {
        Schema entry = RecordType.TICK.current().getField("round").schema().getElementType();
        Map<String, Integer> counts = new LinkedHashMap<>();
        partitions.keySet().forEach(p -> counts.merge(p.topic(), p.partition() + 1, Math::max));
        List<GenericRecord> round = new ArrayList<>();
        counts.forEach((topic, count) -> {
            GenericRecord written = new GenericData.Record(entry);
            written.put("topic", topic);
            written.put("partitions", count);
            round.add(written);
        });
        byte[] value = message(RecordType.TICK, Map.of("at", at, "round", round));
        List.copyOf(partitions.keySet()).forEach(p -> add(p.topic(), p.partition(), at, value));
        return this;
    }

    Map<TopicPartition, List<RawRecord>> partitions() {
        return partitions;
    }

    /** Fields that are not named stand at their defaults. */
    static byte[] message(RecordType type, Map<String, Object> fields) {
        GenericRecord record = new GenericData.Record(type.current());
        for (Schema.Field field : type.current().getFields()) {
            Object value = fields.get(field.name());
            boolean isSymbol = field.schema().getType() == Schema.Type.ENUM;
            record.put(
                    field.pos(),
                    value == null
                            ? GenericData.get().getDefaultValue(field)
                            : isSymbol ? new GenericData.EnumSymbol(field.schema(), value) : value);
        }
        return SingleObjectEncoding.encode(record);
    }
}
