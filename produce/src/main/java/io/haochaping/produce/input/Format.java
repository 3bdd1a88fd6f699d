package io.haochaping.produce.input;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What kinds of file are read. */
public enum Format {
    CSV("csv", List.of(".csv", ".tsv", ".txt")),
    JSONL("jsonl", List.of(".jsonl", ".ndjson", ".json")),
    AVRO("avro", List.of(".avro"));

    private final String id;
    private final List<String> endings;

    Format(String id, List<String> endings) {
        this.id = id;
        this.endings = endings;
    }

    public String id() {
        return id;
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(Format::id).toList();
    }

    public static Optional<Format> named(String id) {
        return Arrays.stream(values()).filter(format -> format.id.equals(id)).findFirst();
    }

    /** By the end of a file's name; empty where that says nothing. */
    public static Optional<Format> ofFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings.stream().anyMatch(lower::endsWith))
                .findFirst();
    }
}
