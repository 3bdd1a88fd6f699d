package io.haochaping.produce.input;

import java.util.ArrayList;
import java.util.List;

/**
 * Fields of a CSV record by RFC 4180, fed line by line: a quote opens a field only as its first character, a quote inside a quoted field is written twice, line breaks inside
 * quotes belong to the field. A quote inside a field that does not begin with one is a character like any other.
 */
final class CsvLexer {
    private enum At {
        START,
        PLAIN,
        QUOTED,
        CLOSED
    }

    private final char delimiter;
    private final StringBuilder field = new StringBuilder();
    private List<String> fields = new ArrayList<>();
    private At at = At.START;
    private boolean strayQuote;

    CsvLexer(char delimiter) {
        this.delimiter = delimiter;
    }

    void restart() {
        field.setLength(0);
        fields = new ArrayList<>();
        at = At.START;
        strayQuote = false;
    }

    /** True where the record ends with this line; false where a quoted field goes on in the next one. */
    boolean feed(String line, String end) {
        for (int i = 0; i < line.length(); i++) {
            take(line.charAt(i));
        }
        if (at == At.QUOTED) {
            field.append(end);
            return false;
        }
        endField();
        return true;
    }

    private void take(char c) {
        switch (at) {
            case START -> {
                if (c == '"') {
                    at = At.QUOTED;
                } else {
                    at = At.PLAIN;
                    takePlain(c);
                }
            }
            case PLAIN -> takePlain(c);
            case QUOTED -> {
                if (c == '"') {
                    at = At.CLOSED;
                } else {
                    field.append(c);
                }
            }
            case CLOSED -> takeClosed(c);
        }
    }

    private void takePlain(char c) {
        if (c == delimiter) {
            endField();
        } else {
            field.append(c);
        }
    }

    private void takeClosed(char c) {
        if (c == '"') {
            field.append(c);
            at = At.QUOTED;
        } else if (c == delimiter) {
            endField();
        } else {
            strayQuote = true;
            at = At.PLAIN;
            field.append(c);
        }
    }

    private void endField() {
        fields.add(field.toString());
        field.setLength(0);
        at = At.START;
    }

    boolean hasStrayQuote() {
        return strayQuote;
    }

    /** Of the record that ended; valid until the next {@link #restart()}. */
    List<String> fields() {
        return fields;
    }
}
