package io.haochaping.dashboard.cut;

import java.util.Locale;

/** How far a trend reaches back from completeThrough, and in which steps. */
public enum Span {
    HOUR(60, Step.MINUTE),
    DAY(24, Step.HOUR),
    MONTH(31, Step.DAY),
    YEAR(366, Step.DAY);

    /** How long one point of a trend lasts. */
    public enum Step {
        MINUTE,
        HOUR,
        DAY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final int points;
    private final Step step;

    Span(int points, Step step) {
        this.points = points;
        this.step = step;
    }

    public int points() {
        return points;
    }

    public Step step() {
        return step;
    }

    /** As it stands in parameters and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
