package io.haochaping.dashboard.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes an answer field by field. A null is written as null, never left out. */
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private final JsonGenerator out;

    private Json(JsonGenerator out) {
        this.out = out;
    }

    /** Something that can be written. */
    interface Part {
        void write(Json out) throws IOException;
    }

    /** One object, as UTF-8. */
    static byte[] object(Part fields) {
        // Grows by pieces: an array that doubles is copied at each step, and is too large for the young generation
        // soon.
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(4_096)) {
            try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
                generator.writeStartObject();
                fields.write(new Json(generator));
                generator.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
    }

    /** A field's name as it is written, encoded once. */
    static final class Name {
        private final SerializedString written;

        Name(String name) {
            written = new SerializedString(name);
        }
    }

    Json object(Name name, Part fields) throws IOException {
        out.writeFieldName(name.written);
        return braces(fields);
    }

    private Json braces(Part fields) throws IOException {
        out.writeStartObject();
        fields.write(this);
        out.writeEndObject();
        return this;
    }

    Json field(Name name, String value) throws IOException {
        out.writeFieldName(name.written);
        out.writeString(value);
        return this;
    }

    Json field(Name name, long value) throws IOException {
        out.writeFieldName(name.written);
        out.writeNumber(value);
        return this;
    }

    /** NaN is null: no value. */
    Json fraction(Name name, double value) throws IOException {
        out.writeFieldName(name.written);
        return fraction(value);
    }

    private Json fraction(double value) throws IOException {
        if (Double.isNaN(value)) {
            out.writeNull();
        } else {
            out.writeNumber(value);
        }
        return this;
    }

    Json object(String name, Part fields) throws IOException {
        out.writeFieldName(name);
        return braces(fields);
    }

    <T> Json objects(String name, Iterable<T> items, ItemPart<T> fields) throws IOException {
        out.writeFieldName(name);
        out.writeStartArray();
        for (T item : items) {
            out.writeStartObject();
            fields.write(this, item);
            out.writeEndObject();
        }
        out.writeEndArray();
        return this;
    }

    /** The fields of one element. */
    interface ItemPart<T> {
        void write(Json out, T item) throws IOException;
    }

    Json field(String name, String value) throws IOException {
        out.writeFieldName(name);
        out.writeString(value);
        return this;
    }

    Json field(String name, long value) throws IOException {
        out.writeFieldName(name);
        out.writeNumber(value);
        return this;
    }

    Json field(String name, boolean value) throws IOException {
        out.writeFieldName(name);
        out.writeBoolean(value);
        return this;
    }

    /** NaN is null: no value. */
    Json fraction(String name, double value) throws IOException {
        out.writeFieldName(name);
        return fraction(value);
    }

    Json orNull(String name, Number value) throws IOException {
        out.writeFieldName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeNumber(value.longValue());
        }
        return this;
    }

    Json instant(String name, Long millis) throws IOException {
        return field(name, millis == null ? null : Instants.text(millis));
    }

    Json numbers(String name, long[] values) throws IOException {
        out.writeFieldName(name);
        out.writeArray(values, 0, values.length);
        return this;
    }

    Json texts(String name, Iterable<String> values) throws IOException {
        out.writeFieldName(name);
        out.writeStartArray();
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
        return this;
    }
}
