package io.haochaping.domain.rules;

import io.haochaping.domain.calendar.MonthCutOff;

/**
 * How the figures of a month are published.
 *
 * @param cutOffDays working days after the month at whose end its figures close: what was appended until then is in time, what comes later is correction
 */
public record Publication(int cutOffDays) {
    /** July 2023 was published as of 14 August. */
    public static final Publication STANDARD = new Publication(MonthCutOff.PUBLISHED_WORKING_DAYS);

    /** Far before a month leaves state, which is some 460 days behind it. */
    public static final int MOST_CUT_OFF_DAYS = 60;

    public Publication {
        if (cutOffDays < 1 || cutOffDays > MOST_CUT_OFF_DAYS) {
            throw new IllegalArgumentException(
                    "a month closes 1 to " + MOST_CUT_OFF_DAYS + " working days after its end, not " + cutOffDays);
        }
    }

    /** Stable text; what is standard is not named. */
    String canonicalText() {
        return "cut-off=" + cutOffDays + "wd";
    }
}
