package io.haochaping.domain.rules;

/** Which rules hold where and when. A pure function of its arguments. */
public interface RuleBook {
    /**
     * @param region owner region, as in the row
     * @param time the record's own time, or the case's anchor for what concerns the whole case
     */
    Rules at(String region, long time);

    /** The most days after a completion at which any rules of the book rate by default. */
    int longestDefaultDays();

    /**
     * Deadlines of a complaint.
     *
     * @param time when it was received
     */
    default ComplaintRules complaintsAt(String region, long time) {
        return ComplaintRules.STANDARD;
    }

    /** Stable text of everything in the book, part of the decision set. */
    String canonicalText();

    /** The one built-in set: a default of level 3 after 7 natural days (Guangdong's 2019 trial), levels 3 to 5 good. */
    static RuleBook builtIn() {
        return single(new Rules("builtin-1", 7, 3, 3));
    }

    static RuleBook single(Rules rules) {
        return new RuleBook() {
            @Override
            public Rules at(String region, long time) {
                return rules;
            }

            @Override
            public int longestDefaultDays() {
                return rules.defaultAfterDays();
            }

            @Override
            public String canonicalText() {
                return rules.canonicalText();
            }
        };
    }
}
