package io.haochaping.kit.kafka;

import io.haochaping.kit.wire.CommitItem;
import io.haochaping.schemas.RecordEncoder;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.store.QuarantineEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes refused records to the quarantine topic under topic/partition/offset, so that a record written again after a restart replaces itself. */
public final class QuarantineTopic implements KafkaRecordSerializationSchema<CommitItem> {
    private static final long serialVersionUID = 1L;
    private final String topic;
    private transient RecordEncoder encoder;

    public QuarantineTopic(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(CommitItem item, KafkaSinkContext context, Long timestamp) {
        QuarantineEntry entry = ((CommitItem.Refused) item).entry();
        if (encoder == null) {
            encoder = SingleObjectEncoding.encoder(RecordType.QUARANTINED.current());
        }
        return new ProducerRecord<>(
                topic, entry.place().getBytes(StandardCharsets.UTF_8), encoder.encode(record(entry)));
    }

    /** Avro's map holds no null: a header without a value is one of no bytes. */
    private static Map<String, ByteBuffer> headers(QuarantineEntry entry) {
        Map<String, ByteBuffer> headers = new TreeMap<>();
        entry.headers()
                .forEach((name, value) -> headers.put(name, ByteBuffer.wrap(value == null ? new byte[0] : value)));
        return headers;
    }

    private static GenericRecord record(QuarantineEntry entry) {
        GenericRecord record = new GenericData.Record(RecordType.QUARANTINED.current());
        record.put("topic", entry.topic());
        record.put("partition", entry.partition());
        record.put("offset", entry.offset());
        record.put("appendedAt", entry.appendedAt());
        record.put("effectiveAppendedAt", entry.effectiveAppendedAt());
        record.put("reason", entry.reason());
        record.put("messageZh", entry.messageZh());
        record.put("messageEn", entry.messageEn());
        record.put("key", entry.key() == null ? null : ByteBuffer.wrap(entry.key()));
        record.put("value", entry.value() == null ? null : ByteBuffer.wrap(entry.value()));
        record.put("valueLength", entry.valueLength());
        record.put("valueSha256", entry.valueSha256());
        record.put("headers", headers(entry));
        record.put("redriveOf", entry.redriveOf());
        return record;
    }
}
