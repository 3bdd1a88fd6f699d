package io.haochaping.kit.source;

import io.haochaping.intake.RawRecord;
import io.haochaping.kit.wire.WireTypes;
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
        out.collect(new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                header(record, RawRecord.FIRST_APPEND),
                header(record, RawRecord.REDRIVE_OF)));
    }

    private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return WireTypes.RAW_RECORD;
    }
}
