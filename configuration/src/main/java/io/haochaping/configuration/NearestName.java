package io.haochaping.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The known name that was most likely meant. */
public final class NearestName {
    private NearestName() {}

    /** The nearest of all, however far away: of the few keys of a file one was meant. */
    public static String to(String given, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Empty where no name is within half the letters of the given one: a guess would mislead. One letter in the other case is as good as the same letter. */
    public static Optional<String> near(String given, Collection<String> known) {
        String small = given.toLowerCase(Locale.ROOT);
        ToIntFunction<String> distance = name -> edits(small, name.toLowerCase(Locale.ROOT));
        return known.stream()
                .min(Comparator.comparingInt(distance).thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance.applyAsInt(name) <= 1 + given.length() / 2);
    }

    /** A key under the wrong section is as good a guess as one with two letters wrong. */
    private static int distance(String given, String name) {
        return Math.min(edits(given, name), edits(leaf(given), leaf(name)) + 2);
    }

    private static String leaf(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
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
