package io.haochaping.configuration;

import java.util.Collection;
import java.util.Comparator;

/** The known name that was most likely meant. */
public final class NearestName {
    private NearestName() {}

    public static String to(String given, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
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
