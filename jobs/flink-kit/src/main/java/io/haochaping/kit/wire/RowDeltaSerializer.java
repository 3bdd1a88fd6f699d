package io.haochaping.kit.wire;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** A row delta on the wire: key bytes, then the tally's written form. */
public final class RowDeltaSerializer extends FlatSerializer<RowDelta> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void write(RowDelta delta, ByteWriter target) {
        target.writeEncoded(delta.key().bytes());
        delta.change().write(target);
    }

    @Override
    protected RowDelta read(ByteReader source) {
        return new RowDelta(RowKey.ofBytes(source.readBytes(source.readCount())), Tally.read(source));
    }

    @Override
    public RowDeltaSerializer duplicate() {
        return new RowDeltaSerializer();
    }

    @Override
    public TypeSerializerSnapshot<RowDelta> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RowDelta> {
        public Snapshot() {
            super(RowDeltaSerializer::new);
        }
    }
}
