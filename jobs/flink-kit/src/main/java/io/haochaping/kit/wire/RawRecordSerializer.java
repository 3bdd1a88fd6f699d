package io.haochaping.kit.wire;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.intake.RawRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** A raw record; source and intake are chained, so this runs only where a cluster breaks the chain. */
public final class RawRecordSerializer extends FlatSerializer<RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void write(RawRecord raw, ByteWriter target) {
        target.writeString(raw.topic()).writeUnsigned(raw.partition()).writeUnsigned(raw.offset());
        target.writeSigned(raw.timestamp());
        writeNullable(raw.key(), target);
        writeNullable(raw.value(), target);
        writeNullable(raw.firstAppend(), target);
        writeNullable(raw.redriveOf(), target);
        target.writeUnsigned(raw.otherHeaders().size());
        raw.otherHeaders().forEach((name, value) -> {
            target.writeString(name);
            writeNullable(value, target);
        });
    }

    @Override
    protected RawRecord read(ByteReader source) {
        return new RawRecord(
                source.readText(),
                source.readCount(),
                source.readUnsigned(),
                source.readSigned(),
                readNullable(source),
                readNullable(source),
                readNullable(source),
                readNullable(source),
                readHeaders(source));
    }

    private static Map<String, byte[]> readHeaders(ByteReader source) {
        int count = source.readCount();
        if (count == 0) {
            return Map.of();
        }
        Map<String, byte[]> headers = new HashMap<>();
        for (int left = count; left > 0; left--) {
            headers.put(source.readText(), readNullable(source));
        }
        return headers;
    }

    private static void writeNullable(byte[] bytes, ByteWriter target) {
        target.writeByte(bytes == null ? 0 : 1);
        if (bytes != null) {
            target.writeEncoded(bytes);
        }
    }

    private static byte[] readNullable(ByteReader source) {
        return source.readByte() == 0 ? null : source.readBytes(source.readCount());
    }

    @Override
    public RawRecordSerializer duplicate() {
        return new RawRecordSerializer();
    }

    @Override
    public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawRecord> {
        public Snapshot() {
            super(RawRecordSerializer::new);
        }
    }
}
