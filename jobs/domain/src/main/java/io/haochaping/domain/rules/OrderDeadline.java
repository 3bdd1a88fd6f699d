package io.haochaping.domain.rules;

import io.haochaping.domain.record.Step;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Until when one step of a work order is due: the end of the n-th day after the day of another step.
 *
 * @param step which is due
 * @param severity of which orders
 * @param days natural or working days; 0: on the day itself
 * @param working true: working days
 * @param after the step from which the days run, its own day not counted
 * @param extensionDays so many days more for an order that was extended in time; 0: it cannot be extended
 */
public record OrderDeadline(Step step, Severity severity, int days, boolean working, Step after, int extensionDays) {
    /** Of a work order. What a deadline is for; what an order is, its steps tell. */
    public enum Severity {
        ANY,
        ORDINARY,
        DIFFICULT
    }

    private static final Set<Step> DUE = EnumSet.of(Step.CONTACTED, Step.RECTIFIED, Step.REPLIED, Step.REVISITED);
    private static final Set<Step> BEGINNINGS = EnumSet.of(Step.OPENED, Step.CONTACTED, Step.RECTIFIED);

    public OrderDeadline {
        if (!DUE.contains(step) || !BEGINNINGS.contains(after) || step == after || days < 0 || extensionDays < 0) {
            throw new IllegalArgumentException("no deadline of a work order: " + step + " within " + days + " and "
                    + extensionDays + " days after " + after);
        }
    }

    /** Whether a step of this kind may begin a deadline. */
    public static boolean begins(Step step) {
        return BEGINNINGS.contains(step);
    }

    /** Months behind that of its beginning in which the deadline may fall. Of any two weeks at least one day is taken to be worked. */
    int longestMonths() {
        int all = days + extensionDays;
        return 1 + (working ? all / 2 : all / 28);
    }

    String canonicalText() {
        return lower(step) + "/" + lower(severity) + "/" + days + (working ? "w" : "n") + "/" + lower(after)
                + (extensionDays == 0 ? "" : "+" + extensionDays);
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
