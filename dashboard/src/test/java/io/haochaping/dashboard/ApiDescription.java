package io.haochaping.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The OpenAPI description as it is delivered. Version 3.1 describes bodies in JSON Schema 2020-12, so any validator of that can judge them. */
public final class ApiDescription {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode whole;

    public ApiDescription() {
        try (InputStream in = ApiDescription.class.getResourceAsStream("/haochaping/dashboard/openapi.json")) {
            whole = Client.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What is wrong with a body; none: it is as described. */
    public List<Error> violations(String path, int status, String body) {
        JsonNode response = resolved(whole.at("/paths/" + path.replace("/", "~1") + "/get/responses/" + status));
        JsonNode schema = response.at("/content/application~1json/schema");
        if (schema.isMissingNode()) {
            throw new IllegalArgumentException("Not described: " + path + " with " + status);
        }
        // Its references point into the description, so it is judged together with it.
        ObjectNode root = schema.deepCopy();
        root.set("components", whole.get("components"));
        Schema judge = REGISTRY.getSchema(root);
        return judge.validate(
                Client.parse(body), context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        whole.get("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    /** Parameters in the query, by name. */
    public List<Parameter> parameters(String path) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode written : whole.at("/paths/" + path.replace("/", "~1") + "/get/parameters")) {
            JsonNode parameter = resolved(written);
            if (parameter.get("in").asText().equals("query")) {
                parameters.add(new Parameter(parameter.get("name").asText(), parameter.get("schema")));
            }
        }
        return parameters;
    }

    private JsonNode resolved(JsonNode node) {
        return Optional.ofNullable(node.get("$ref"))
                .map(reference -> whole.at(reference.asText().substring(1)))
                .orElse(node);
    }

    /** As described. */
    public record Parameter(String name, JsonNode schema) {
        /** Values that must be taken. */
        List<String> allowed() {
            if (schema.has("enum")) {
                List<String> words = new ArrayList<>();
                schema.get("enum").forEach(word -> words.add(word.asText()));
                return words;
            }
            if (schema.get("type").asText().equals("integer")) {
                return List.of(
                        schema.get("minimum").asText(), schema.get("maximum").asText());
            }
            if (schema.has("examples")) {
                List<String> examples = new ArrayList<>();
                schema.get("examples").forEach(example -> examples.add(example.asText()));
                return examples;
            }
            return List.of("civil", "公安局", "");
        }

        /** Values that must be refused, none of which may be mistaken for another. */
        List<String> refused() {
            List<String> refused = new ArrayList<>(List.of("x".repeat(65), "\u0000", "a\u0007b", "a\nb"));
            if (schema.has("enum") || !schema.get("type").asText().equals("string")) {
                refused.addAll(MEAN);
            }
            if (schema.has("pattern")) {
                refused.addAll(MEAN);
            }
            if (schema.get("type").asText().equals("integer")) {
                long least = schema.get("minimum").asLong() - 1;
                refused.addAll(List.of(
                        Long.toString(least),
                        Long.toString(schema.get("maximum").asLong() + 1)));
            }
            return refused;
        }

        private static final List<String> MEAN = List.of(
                "",
                " ",
                "-1",
                "1e3",
                "0x10",
                "٣",
                "1;drop table cut",
                "' or 1=1 --",
                "../../etc/passwd",
                "${jndi:ldap://x}",
                "<script>alert(1)</script>",
                "99999999999999999999",
                "NaN",
                "null",
                "today today",
                "😀");
    }
}
