package io.haochaping.kit.wire;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Symbols;
import io.haochaping.domain.fraud.Trace;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** A trace on the wire, version 1. */
public final class TraceSerializer extends FlatSerializer<Trace> {
    private static final long serialVersionUID = 1L;
    private static final int SYMBOLS = 16_384;
    private transient Symbols symbols;

    @Override
    protected void write(Trace trace, ByteWriter target) {
        trace.write(target);
    }

    @Override
    protected Trace read(ByteReader source) {
        if (symbols == null) {
            symbols = new Symbols(SYMBOLS);
        }
        return Trace.read(source, symbols);
    }

    @Override
    public TraceSerializer duplicate() {
        return new TraceSerializer();
    }

    @Override
    public TypeSerializerSnapshot<Trace> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Trace> {
        public Snapshot() {
            super(TraceSerializer::new);
        }
    }
}
