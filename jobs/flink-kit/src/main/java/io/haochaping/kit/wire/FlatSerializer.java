package io.haochaping.kit.wire;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializes an immutable value by its own compact form, behind its length. The subclass is the format: a new form needs a new subclass. */
abstract class FlatSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1L;

    private transient ByteWriter out;
    private transient ByteReader in;
    private transient byte[] buffer;

    protected abstract void write(T value, ByteWriter target);

    protected abstract T read(ByteReader source);

    @Override
    public abstract FlatSerializer<T> duplicate();

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public T createInstance() {
        return null;
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        if (out == null) {
            out = new ByteWriter(512);
        }
        write(value, out.clear());
        target.writeInt(out.length());
        target.write(out.array(), 0, out.length());
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        int length = source.readInt();
        if (buffer == null || buffer.length < length) {
            buffer = new byte[Math.max(512, length * 2)];
            in = new ByteReader();
        }
        source.readFully(buffer, 0, length);
        return read(in.reset(buffer, 0, length));
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        target.writeInt(length);
        target.write(source, length);
    }

    @Override
    public boolean equals(Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public int hashCode() {
        return getClass().hashCode();
    }
}
