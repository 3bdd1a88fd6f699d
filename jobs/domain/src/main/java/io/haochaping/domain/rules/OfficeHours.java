package io.haochaping.domain.rules;

/**
 * When offices are open on a day that is worked. Decides which service is shown as given in working time, never what is counted. Whole hours, because a row holds an hour.
 *
 * @param from the first hour that is open, 0 to 23
 * @param until the first that is not, up to 24
 */
public record OfficeHours(int from, int until) {
    /** An assumption, marked as one in docs/counting.md. */
    public static final OfficeHours STANDARD = new OfficeHours(9, 17);

    public OfficeHours {
        if (from < 0 || until > 24 || from >= until) {
            throw new IllegalArgumentException(
                    "offices are open from an hour to a later one of the day, not from " + from + " to " + until);
        }
    }

    String canonicalText() {
        return from + "-" + until;
    }
}
