package io.haochaping.kit.wire;

import java.io.Serializable;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type information of a value that has a serializer of its own, so that nothing of ours ever falls to Kryo. */
public final class FlatType<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1L;

    interface SerializerSource<T> extends Supplier<TypeSerializer<T>>, Serializable {}

    private final Class<T> type;
    private final SerializerSource<T> serializers;

    FlatType(Class<T> type, SerializerSource<T> serializers) {
        this.type = type;
        this.serializers = serializers;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializers.get();
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlatType<?> that && that.type == type;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof FlatType<?>;
    }
}
