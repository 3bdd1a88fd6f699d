package io.haochaping.domain.rules;

/**
 * Within how many working days after the day of receipt a complaint must be accepted and completed, until the end of that day. A deadline that
 * a record carries goes before.
 *
 * @param acceptDays until acceptance
 * @param completeDays until completion
 * @param simpleDays until completion of a simple question
 */
public record ComplaintRules(int acceptDays, int completeDays, int simpleDays) {
    /** An assumption, marked as one in docs/counting.md: no source that we have names the days. */
    public static final ComplaintRules STANDARD = new ComplaintRules(5, 15, 1);

    public ComplaintRules {
        if (acceptDays < 1 || completeDays < 1 || simpleDays < 1) {
            throw new IllegalArgumentException("deadlines of complaints must be one day or more: " + acceptDays + ", "
                    + completeDays + ", " + simpleDays);
        }
    }

    /** The longest of them. */
    public int longestDays() {
        return Math.max(acceptDays, Math.max(completeDays, simpleDays));
    }

    /** Stable text, for a rule book that departs from the standard. */
    public String canonicalText() {
        return "complaints=" + acceptDays + "/" + completeDays + "/" + simpleDays;
    }
}
