package io.haochaping.kit.wire;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactCodec;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** A fact on the wire: its key, then {@link FactCodec} version 1. */
public final class FactSerializer extends FlatSerializer<Fact> {
    private static final long serialVersionUID = 1L;
    private transient FactCodec codec;

    @Override
    protected void write(Fact fact, ByteWriter target) {
        target.writeLong(fact.key.high()).writeLong(fact.key.low());
        codec().write(fact, target);
    }

    @Override
    protected Fact read(ByteReader source) {
        CaseKey key = new CaseKey(source.readLong(), source.readLong());
        return codec().read(key, source);
    }

    private FactCodec codec() {
        if (codec == null) {
            codec = new FactCodec();
        }
        return codec;
    }

    @Override
    public FactSerializer duplicate() {
        return new FactSerializer();
    }

    @Override
    public TypeSerializerSnapshot<Fact> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Fact> {
        public Snapshot() {
            super(FactSerializer::new);
        }
    }
}
