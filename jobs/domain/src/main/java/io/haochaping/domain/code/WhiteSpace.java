package io.haochaping.domain.code;

/**
 * White space as sources send it: Unicode's, so that the ideographic space of a Chinese keyboard, the no-break space of a
 * web page and the line end of a scanner are all of it. Both methods return the same instance where nothing changes.
 */
public final class WhiteSpace {
    private WhiteSpace() {}

    /** The text without any white space, inside it too. */
    public static String removed(String text) {
        int first = 0;
        while (first < text.length() && !is(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder rest = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            if (!is(text.charAt(i))) {
                rest.append(text.charAt(i));
            }
        }
        return rest.toString();
    }

    /** The text without white space at either end. */
    public static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && is(text.charAt(from))) {
            from++;
        }
        while (to > from && is(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Every white space character lies in the first plane, so surrogates need no care. */
    static boolean is(char character) {
        if (character > ' ' && character < '\u007f') {
            return false;
        }
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == '\u0085';
    }
}
