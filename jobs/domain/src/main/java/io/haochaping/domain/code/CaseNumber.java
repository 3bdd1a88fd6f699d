package io.haochaping.domain.code;

import java.text.Normalizer;
import java.util.Locale;

/** The number of a case (办件编号, projectNo), in the one form in which numbers are compared. */
public final class CaseNumber {
    private CaseNumber() {}

    /**
     * NFKC, without white space, in upper case; empty for {@code null}. Returns the same instance where nothing changes.
     *
     * <p>Normalising what is normalised changes nothing. One pass does not give that: a removed space can bring a letter
     * and its accent together, and a letter in upper case can be several. So it is repeated until nothing changes.
     */
    public static String normalise(String raw) {
        if (raw == null) {
            return "";
        }
        if (isPlain(raw)) {
            return raw;
        }
        String before = raw;
        String after = pass(raw);
        while (!after.equals(before)) {
            before = after;
            after = pass(after);
        }
        return after.equals(raw) ? raw : after;
    }

    private static String pass(String text) {
        return WhiteSpace.removed(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .toUpperCase(Locale.ROOT);
    }

    /** Digits, capital letters and the marks of ASCII are as they must be; nearly all numbers consist of them. */
    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char character = raw.charAt(i);
            if (character <= ' ' || character > '~' || character >= 'a' && character <= 'z') {
                return false;
            }
        }
        return true;
    }
}
