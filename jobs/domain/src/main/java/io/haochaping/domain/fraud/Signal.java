package io.haochaping.domain.fraud;

/** Why a rating is flagged. The text is in rows and in rules of others: never change one. */
public enum Signal {
    MANY_BY_RATER("many-by-rater"),
    MANY_BY_DEVICE("many-by-device"),
    MANY_BY_ADDRESS("many-by-address"),
    ALL_BEST("all-best-no-text"),
    BURST("burst-at-terminal"),
    TWO_VALUES("two-values"),
    BEFORE_ACCEPTANCE("rated-before-accepted"),
    TAG_AGAINST_LEVEL("tag-against-level");

    private final String text;

    Signal(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Its bit in a set of signals. */
    int bit() {
        return 1 << ordinal();
    }
}
