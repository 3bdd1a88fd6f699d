package io.haochaping.rules.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The format as a JSON Schema (draft 2020-12) for editors, written with two spaces of indentation. */
public final class JsonSchema {
    private JsonSchema() {}

    public static String text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Haochaping rules profile 好差评规则");
        schema.putAll(of(RulesFormat.root()));
        StringBuilder text = new StringBuilder();
        write(schema, "\n", text);
        return text.append('\n').toString();
    }

    private static Map<String, Object> of(Shape shape) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (shape instanceof Shape.Choice choice) {
            schema.put("enum", List.copyOf(choice.options().keySet()));
        } else if (shape instanceof Shape.Whole range) {
            schema.put("type", "integer");
            schema.put("minimum", range.least());
            schema.put("maximum", range.most());
        } else if (shape instanceof Shape.Points range) {
            schema.put("type", "number");
            schema.put("minimum", range.least());
            schema.put("maximum", range.most());
        } else if (shape instanceof Shape.Text text) {
            schema.put("type", "string");
            schema.put("pattern", "^(" + text.pattern() + ")$");
            schema.put("maxLength", text.longest());
        } else if (shape instanceof Shape.Day) {
            schema.put("type", "string");
            schema.put("format", "date");
        } else if (shape instanceof Shape.Yes) {
            schema.put("const", true);
        } else if (shape instanceof Shape.ListOf list) {
            schema.put("type", "array");
            schema.put("minItems", 1);
            schema.put("uniqueItems", true);
            schema.put("items", of(list.element()));
        } else if (shape instanceof Shape.Section section) {
            section(section, schema);
        }
        return schema;
    }

    private static void section(Shape.Section section, Map<String, Object> schema) {
        Map<String, Object> properties = new LinkedHashMap<>();
        section.fields().forEach((key, field) -> {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put(
                    "description", field.words().zh() + " · " + field.words().en());
            property.putAll(of(field.shape()));
            properties.put(key, property);
        });
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        if (!section.required().isEmpty()) {
            schema.put("required", section.required());
        }
        if (properties.containsKey(RulesFormat.ASSUMPTION)) {
            Map<String, Object> together = new LinkedHashMap<>();
            together.put(RulesFormat.ASSUMPTION, List.of(RulesFormat.REASON));
            together.put(RulesFormat.REASON, List.of(RulesFormat.ASSUMPTION));
            schema.put("dependentRequired", together);
        }
        schema.put("properties", properties);
    }

    private static void write(Object value, String line, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach((key, member) -> {
                StringBuilder written = new StringBuilder(quoted(key.toString())).append(": ");
                write(member, line + "  ", written);
                members.add(written.toString());
            });
            text.append('{').append(line).append("  ");
            text.append(String.join("," + line + "  ", members)).append(line).append('}');
        } else if (value instanceof List<?> list) {
            List<String> elements = new ArrayList<>();
            list.forEach(element -> elements.add(quoted(element.toString())));
            text.append('[').append(String.join(", ", elements)).append(']');
        } else {
            text.append(value instanceof String string ? quoted(string) : value.toString());
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
