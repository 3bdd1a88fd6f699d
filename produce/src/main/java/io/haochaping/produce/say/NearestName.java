package io.haochaping.produce.say;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that was most likely meant. */
public final class NearestName {
    private NearestName() {}

    /** Empty where no name is within half the letters of the given one: a guess would mislead. */
    public static Optional<String> to(String given, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(given, name) <= 1 + given.length() / 2);
    }

    /** One letter in the other case is as good as the same letter. */
    private static int distance(String given, String name) {
        return edits(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }

    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
