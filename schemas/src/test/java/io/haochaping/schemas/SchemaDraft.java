package io.haochaping.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import org.apache.avro.Schema;

/** A released schema as somebody is about to change it. */
final class SchemaDraft {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root;

    private SchemaDraft(ObjectNode root) {
        this.root = root;
    }

    static SchemaDraft of(Schema schema) {
        return new SchemaDraft((ObjectNode) json(schema.toString()));
    }

    ObjectNode field(String name) {
        for (JsonNode field : fields()) {
            if (field.get("name").asText().equals(name)) {
                return (ObjectNode) field;
            }
        }
        throw new IllegalArgumentException("No field " + name);
    }

    SchemaDraft with(String fieldJson) {
        fields().add(json(fieldJson));
        return this;
    }

    SchemaDraft without(String name) {
        Iterator<JsonNode> fields = fields().elements();
        while (fields.hasNext()) {
            if (fields.next().get("name").asText().equals(name)) {
                fields.remove();
            }
        }
        return this;
    }

    SchemaDraft named(String name) {
        root.put("name", name);
        return this;
    }

    Schema schema() {
        return new Schema.Parser().parse(root.toString());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }

    private ArrayNode fields() {
        return (ArrayNode) root.get("fields");
    }
}
