package io.haochaping.kit.wire;

import io.haochaping.domain.table.ByteTable;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A bucket of state. Mutable: the backend copies it on the first access after a checkpoint has begun, so whoever changes one must have got it by {@code value()} in the same
 * call and hand it back by {@code update()}.
 */
public final class ByteTableSerializer extends TypeSerializerSingleton<ByteTable> {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public ByteTable createInstance() {
        return new ByteTable();
    }

    @Override
    public ByteTable copy(ByteTable from) {
        return from.copy();
    }

    @Override
    public ByteTable copy(ByteTable from, ByteTable reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(ByteTable table, DataOutputView target) throws IOException {
        target.writeByte(VERSION);
        table.write(target);
    }

    @Override
    public ByteTable deserialize(DataInputView source) throws IOException {
        int version = source.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException(
                    "a bucket of state has the form " + version
                            + ", which this version does not read: start the job with the version that wrote it, or a newer one");
        }
        return ByteTable.read(source);
    }

    @Override
    public ByteTable deserialize(ByteTable reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<ByteTable> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ByteTable> {
        public Snapshot() {
            super(ByteTableSerializer::new);
        }
    }
}
