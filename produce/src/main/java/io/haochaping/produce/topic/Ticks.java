package io.haochaping.produce.topic;

import io.haochaping.schemas.RecordEncoder;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** The ticks of a copy: rounds of the one topic, each of them in every partition. */
final class Ticks {
    private final RecordEncoder encoder = SingleObjectEncoding.encoder(RecordType.TICK.current());
    private final Map<Long, Schema> known = new HashMap<>();

    Ticks() {
        for (ReleasedSchema released : SchemaCatalog.released().all()) {
            if (released.type() == RecordType.TICK) {
                known.put(released.fingerprint(), released.schema());
            }
        }
    }

    /** @param at T, milliseconds */
    byte[] value(TargetTopic topic, long at) {
        Schema schema = RecordType.TICK.current();
        GenericRecord partitions =
                new GenericData.Record(schema.getField("round").schema().getElementType());
        partitions.put("topic", topic.name());
        partitions.put("partitions", topic.partitions());
        GenericRecord tick = new GenericData.Record(schema);
        tick.put("at", at);
        tick.put("round", List.of(partitions));
        return encoder.encode(tick);
    }

    /** T of a tick; empty for any other record. */
    OptionalLong timeOf(byte[] value) {
        if (!SingleObjectEncoding.matches(value)) {
            return OptionalLong.empty();
        }
        Schema writer = known.get(SingleObjectEncoding.fingerprint(value));
        if (writer == null) {
            return OptionalLong.empty();
        }
        int body = SingleObjectEncoding.BODY_OFFSET;
        try {
            GenericRecord tick = new GenericDatumReader<GenericRecord>(writer, RecordType.TICK.current())
                    .read(null, DecoderFactory.get().binaryDecoder(value, body, value.length - body, null));
            return OptionalLong.of((long) tick.get("at"));
        } catch (IOException | AvroRuntimeException broken) {
            return OptionalLong.empty();
        }
    }
}
