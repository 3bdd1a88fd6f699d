package io.haochaping.kit.source;

import io.haochaping.intake.RawRecord;
import io.haochaping.kit.wire.WireTypes;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Hands records on as they are: what they mean is decided at the door, where a broken one has somewhere to go. */
final class RawRecords implements KafkaRecordDeserializationSchema<RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
        byte[] firstAppend = null;
        byte[] redriveOf = null;
        Map<String, byte[]> others = Map.of();
        // One pass: every look-up by name would decode the names of all headers again. Of two of one name the last
        // holds.
        for (Header header : record.headers()) {
            String name = header.key();
            if (name.equals(RawRecord.FIRST_APPEND)) {
                firstAppend = header.value();
            } else if (name.equals(RawRecord.REDRIVE_OF)) {
                redriveOf = header.value();
            } else {
                others = others.isEmpty() ? new HashMap<>() : others;
                others.put(name, header.value());
            }
        }
        out.collect(new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                firstAppend,
                redriveOf,
                others));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return WireTypes.RAW_RECORD;
    }
}
