package io.haochaping.dashboard.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes an answer field by field. A null is written as null, never left out. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            generator.writeStartObject();
            fields.write(new Json(generator));
            generator.writeEndObject();
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return bytes.toByteArray();
    }

    Json object(String name, Part fields) throws IOException {
        out.writeObjectFieldStart(name);
        fields.write(this);
        out.writeEndObject();
        return this;
    }

    <T> Json objects(String name, Iterable<T> items, ItemPart<T> fields) throws IOException {
        out.writeArrayFieldStart(name);
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
        out.writeStringField(name, value);
        return this;
    }

    Json field(String name, long value) throws IOException {
        out.writeNumberField(name, value);
        return this;
    }

    Json field(String name, boolean value) throws IOException {
        out.writeBooleanField(name, value);
        return this;
    }

    /** NaN is null: no value. */
    Json fraction(String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            out.writeNullField(name);
        } else {
            out.writeNumberField(name, value);
        }
        return this;
    }

    Json orNull(String name, Number value) throws IOException {
        if (value == null) {
            out.writeNullField(name);
        } else {
            out.writeNumberField(name, value.longValue());
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
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
        return this;
    }
}
