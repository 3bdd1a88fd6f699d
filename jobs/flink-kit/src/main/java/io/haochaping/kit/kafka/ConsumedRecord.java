package io.haochaping.kit.kafka;

import io.haochaping.intake.RawRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** From what a consumer returns to what the door reads. */
public final class ConsumedRecord {
    private ConsumedRecord() {}

    public static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
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
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                firstAppend,
                redriveOf,
                others);
    }
}
