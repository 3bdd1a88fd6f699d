package io.haochaping.domain.rules;

/**
 * What the re-rating of a bad review does (追评).
 *
 * @param replaces true: the bad rating counts with the level of the last re-rating; false: the re-rating stands beside it
 * @param atMost how many re-ratings of one ordinal count; 0: any number
 */
public record ReRating(boolean replaces, int atMost) {
    public static final ReRating SEPARATE = new ReRating(false, 0);

    public ReRating {
        if (atMost < 0) {
            throw new IllegalArgumentException("cannot count " + atMost + " re-ratings");
        }
    }

    /** True where re-ratings of several work orders are looked at together. */
    boolean isPlain() {
        return equals(SEPARATE);
    }
}
