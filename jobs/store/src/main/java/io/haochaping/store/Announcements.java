package io.haochaping.store;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** The records in which alerts and bad reviews are announced, to and from their bytes. */
public final class Announcements {
    private Announcements() {}

    public static GenericRecord alert(AlertNotice notice, String state, long epoch, long completeThrough) {
        GenericRecord told = new GenericData.Record(RecordType.ALERT.current());
        told.put("id", notice.id());
        told.put("epoch", epoch);
        told.put("state", Outbox.state(RecordType.ALERT, state));
        told.put("kind", notice.kind());
        told.put("subject", notice.subject());
        told.put("messageZh", notice.messageZh());
        told.put("messageEn", notice.messageEn());
        told.put("completeThrough", completeThrough < 0 ? null : completeThrough);
        return told;
    }

    /** Whether bytes are an announcement of this type, of any version. */
    static boolean isOf(byte[] message, RecordType type) {
        return SchemaCatalog.released()
                .byFingerprint(SingleObjectEncoding.fingerprint(message))
                .filter(released ->
                        released.schema().getFullName().equals(type.current().getFullName()))
                .isPresent();
    }

    /** Reads an announcement of this version or of an earlier one, into the current form. */
    public static GenericRecord read(byte[] message, RecordType type) {
        int body = SingleObjectEncoding.BODY_OFFSET;
        long fingerprint = SingleObjectEncoding.fingerprint(message);
        Schema writer = SchemaCatalog.released()
                .byFingerprint(fingerprint)
                .orElseThrow(() -> new IllegalStateException(
                        "an announcement in the outbox has a schema that was never released: fingerprint "
                                + Long.toHexString(fingerprint)))
                .schema();
        try {
            return new GenericDatumReader<GenericRecord>(writer, type.current())
                    .read(null, DecoderFactory.get().binaryDecoder(message, body, message.length - body, null));
        } catch (IOException e) {
            throw new UncheckedIOException("an announcement in the outbox cannot be read", e);
        }
    }
}
