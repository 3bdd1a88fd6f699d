package io.haochaping.domain.personal;

import java.util.Arrays;

/** A set of words that is asked at every place of a text: one look into a table where none begins there. */
final class Words {
    private static final int BUCKETS = 1024;
    private static final int LONGEST = 6;

    private final String[][] byFirst = new String[BUCKETS][];

    private Words() {}

    /** Words separated by white space; letters in upper case. */
    static Words of(String words) {
        Words set = new Words();
        for (String word : words.strip().split("\\s+")) {
            int bucket = word.charAt(0) & BUCKETS - 1;
            String[] before = set.byFirst[bucket] == null ? new String[0] : set.byFirst[bucket];
            String[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = word;
            set.byFirst[bucket] = after;
        }
        return set;
    }

    /** The length of the longest word that begins there; 0 where none does. */
    int at(FoldedText text, int i) {
        if (i < 0 || i >= text.length) {
            return 0;
        }
        int longest = 0;
        String[] bucket = byFirst[text.chars[i] & BUCKETS - 1];
        if (bucket != null) {
            for (String word : bucket) {
                if (word.length() > longest && text.startsAt(i, word)) {
                    longest = word.length();
                }
            }
        }
        return longest;
    }

    /** Whether a word of the set ends at {@code end}, with at most {@code gap} characters between. */
    boolean endsBefore(FoldedText text, int end, int gap) {
        for (int from = Math.max(0, end - gap - LONGEST); from < end; from++) {
            String[] bucket = byFirst[text.chars[from] & BUCKETS - 1];
            if (bucket != null) {
                for (String word : bucket) {
                    int behind = from + word.length();
                    if (behind <= end && end - behind <= gap && text.startsAt(from, word)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
