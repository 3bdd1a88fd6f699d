package io.haochaping.configuration;

/** What may stand behind a key, and how to write it. */
public enum Kind {
    TEXT("text", "write one value"),
    TOPIC("topic name", "use letters, digits, dot, underscore and hyphen, at most 249 of them"),
    FLAG("true or false", "write true or false"),
    NUMBER("whole number, 1 or more", "write a whole number, for example 4"),
    DURATION("duration", "write a number and one of ms, s, min, h, d, for example 5 s, 10 min or 62 d"),
    LIST("list of texts", "write a list: [first, second], or one line with a hyphen each"),
    MAP("map of texts", "write key: value lines below it");

    private final String words;
    private final String remedy;

    Kind(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    public String words() {
        return words;
    }

    String remedy() {
        return remedy;
    }
}
