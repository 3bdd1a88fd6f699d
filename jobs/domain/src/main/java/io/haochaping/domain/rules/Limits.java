package io.haochaping.domain.rules;

import java.io.Serializable;
import java.time.Duration;

/**
 * The limits of a deployment, in milliseconds: docs/counting.md section 1. One deployment, one set; a change needs a rebuild.
 *
 * @param horizon H: a record appended more than this after its own time is quarantined
 * @param sessionGap G: a gap longer than this ends a session of a case
 * @param sessionLength L: a session takes in no record more than this after its first
 * @param futureTolerance how far a record's own time may lie after its append time
 * @param minuteRetention K: how long minute rows are kept behind completeThrough
 */
public record Limits(long horizon, long sessionGap, long sessionLength, long futureTolerance, long minuteRetention)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    public static final Limits STANDARD = new Limits(days(62), days(124), days(400), 5 * 60_000L, days(3));

    public Limits {
        if (!(horizon < sessionGap && sessionGap < sessionLength)) {
            throw new IllegalArgumentException("limits must obey horizon < session gap < session length: " + horizon
                    + ", " + sessionGap + ", " + sessionLength + " ms");
        }
        if (futureTolerance < 0 || minuteRetention <= 0) {
            throw new IllegalArgumentException("future tolerance and minute retention must be positive");
        }
    }

    private static long days(int days) {
        return Duration.ofDays(days).toMillis();
    }

    /** Stable text of the limits, part of the decision set. */
    public String canonicalText() {
        return "H=" + horizon + " G=" + sessionGap + " L=" + sessionLength + " tolerance=" + futureTolerance + " K="
                + minuteRetention;
    }
}
