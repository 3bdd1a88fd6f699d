package io.haochaping.store;

/**
 * Texts as PostgreSQL can hold them. It takes no NUL, and a sender may put one into any code: refusing the row would stop every row of the cut.
 *
 * <p>NUL becomes its visible sign U+2400; that sign and the escape U+241B stand behind a U+241B. So no two texts become one, and each reads back as it was.
 */
final class StoreText {
    private static final char NUL_SIGN = '\u2400';
    private static final char ESCAPE = '\u241B';

    private StoreText() {}

    static String of(String text) {
        if (text.indexOf(0) >= 0 || text.indexOf(NUL_SIGN) >= 0 || text.indexOf(ESCAPE) >= 0) {
            return escaped(text);
        }
        return text;
    }

    static String read(String stored) {
        if (stored.indexOf(NUL_SIGN) < 0 && stored.indexOf(ESCAPE) < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            if (c == ESCAPE && i + 1 < stored.length()) {
                text.append(stored.charAt(++i));
            } else {
                text.append(c == NUL_SIGN ? '\0' : c);
            }
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("\u241B", "\u241B\u241B")
                .replace("\u2400", "\u241B\u2400")
                .replace('\0', NUL_SIGN);
    }
}
