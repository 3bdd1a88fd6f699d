package io.haochaping.domain.record;

import io.haochaping.domain.tally.Figure;

/** Step of a work order, a claim, an exclusion or a complaint. The code is on the wire and in state: never change one. */
public enum Step {
    NONE(0, null),
    OPENED(1, Figure.ORDER_OPENED),
    CONTACTED(2, Figure.ORDER_CONTACTED),
    RECTIFYING(3, null),
    RECTIFIED(4, Figure.ORDER_RECTIFIED),
    CANNOT_RECTIFY_REQUESTED(5, null),
    CANNOT_RECTIFY_GRANTED(6, null),
    CANNOT_RECTIFY_REFUSED(7, null),
    EXTENDED(8, null),
    REPLIED(9, Figure.ORDER_REPLIED),
    REVISITED(10, Figure.ORDER_REVISITED),
    RERATED(11, Figure.ORDER_RERATED),
    INVALID_REQUESTED(12, null),
    INVALID_GRANTED(13, Figure.VOIDS),
    INVALID_REFUSED(14, null),
    EXCLUDE(20, null),
    REVOKE(21, null),
    COMPLAINT_RECEIVED(30, Figure.COMPLAINTS),
    COMPLAINT_ACCEPTED(31, null),
    COMPLAINT_COMPLETED(32, null),
    COMPLAINT_REPLIED(33, null),
    COMPLAINT_REPLY_RATED(34, null);

    private static final Step[] BY_CODE = new Step[35];

    static {
        for (Step step : values()) {
            BY_CODE[step.code] = step;
        }
    }

    private final int code;
    private final Figure figure;

    Step(int code, Figure figure) {
        this.code = code;
        this.figure = figure;
    }

    public int code() {
        return code;
    }

    /** What a counted step adds 1 to; null: nothing. */
    public Figure figure() {
        return figure;
    }

    /** True where the last one of its claim decides. */
    public boolean isClaimDecision() {
        return this == INVALID_GRANTED || this == INVALID_REFUSED;
    }

    public static Step of(int code) {
        return BY_CODE[code];
    }
}
