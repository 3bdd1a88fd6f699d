package io.haochaping.rules.file;

import io.haochaping.rules.format.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was written in the shape that stands there, with its line. Of text, items and fields one is filled, as the shape says.
 *
 * @param path of keys from the top, elements of lists by number from 1: {@code versions[2].window.days}
 */
public record Given(Shape shape, String path, int line, String text, List<Given> items, Map<String, Given> fields) {

    static Given ofText(Shape shape, String path, int line, String text) {
        return new Given(shape, path, line, text, List.of(), Map.of());
    }

    static Given ofItems(Shape shape, String path, int line, List<Given> items) {
        return new Given(shape, path, line, "", List.copyOf(items), Map.of());
    }

    static Given ofFields(Shape shape, String path, int line, Map<String, Given> fields) {
        return new Given(shape, path, line, "", List.of(), fields);
    }

    public Optional<Given> field(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    /** A field that is required, or was asked for before. */
    public Given require(String key) {
        return field(key).orElseThrow();
    }

    public String textOf(String key) {
        return require(key).text;
    }

    public int numberOf(String key) {
        return Integer.parseInt(textOf(key));
    }

    /** Texts of a list; none where the key is not written. */
    public List<String> textsOf(String key) {
        return field(key)
                .map(list -> list.items.stream().map(Given::text).toList())
                .orElse(List.of());
    }

    public List<Given> itemsOf(String key) {
        return field(key).map(Given::items).orElse(List.of());
    }

    /** The same without lines: equal where the same was written elsewhere. */
    Object content() {
        if (!items.isEmpty()) {
            return items.stream().map(Given::content).toList();
        }
        if (fields.isEmpty()) {
            return text;
        }
        return fields.entrySet().stream()
                .map(field -> Map.entry(field.getKey(), field.getValue().content()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
    }
}
