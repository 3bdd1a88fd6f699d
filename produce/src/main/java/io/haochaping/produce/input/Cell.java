package io.haochaping.produce.input;

import java.util.List;

/**
 * What stands in one column of one line.
 *
 * @param text as sent; empty: nothing
 * @param list the elements where the format has lists of its own (JSON, Avro); null: it is one text
 */
public record Cell(String text, List<String> list) {
    public static final Cell NOTHING = new Cell("", null);

    public static Cell of(String text) {
        return text.isEmpty() ? NOTHING : new Cell(text, null);
    }

    public static Cell of(List<String> elements) {
        return new Cell(String.join(",", elements), List.copyOf(elements));
    }
}
