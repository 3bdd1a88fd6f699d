package io.haochaping.dashboard.figures;

import java.util.function.ToLongFunction;

/** The rates of an answer: two integers, divided where they are written. */
public enum Share {
    SATISFACTION_RATE(
            "satisfactionRate", "满意率", "Satisfaction rate", Figures::satisfactionGood, Figures::satisfactionRatings),
    GOOD_RATE("goodRate", "好评率", "Good rate", Figures::good, Figures::ratings),
    BAD_RATE("badRate", "差评率", "Bad rate", Figures::bad, Figures::ratings),
    ACTIVE_GOOD_RATE(
            "activeGoodRate", "主动评价好评率", "Active satisfaction rate", Figures::activeGood, Figures::activeRatings),
    ACTIVE_SHARE("activeShare", "主动评价率", "Active rate", Figures::activeRatings, Figures::ratings),
    DEFAULT_SHARE("defaultShare", "默认评价占比", "Default share", Figures::defaults, Figures::ratings),
    PARTICIPATION("participation", "评价率", "Participation", Figures::ratedCases, Figures::completed);

    private final String word;
    private final String chinese;
    private final String english;
    private final ToLongFunction<Figures> numerator;
    private final ToLongFunction<Figures> denominator;

    Share(
            String word,
            String chinese,
            String english,
            ToLongFunction<Figures> numerator,
            ToLongFunction<Figures> denominator) {
        this.word = word;
        this.chinese = chinese;
        this.english = english;
        this.numerator = numerator;
        this.denominator = denominator;
    }

    public String word() {
        return word;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }

    public long numerator(Figures figures) {
        return numerator.applyAsLong(figures);
    }

    /** The n that belongs beside the rate. */
    public long denominator(Figures figures) {
        return denominator.applyAsLong(figures);
    }

    /** From 0 to 1, not rounded; NaN: no value, and {@link #reason} says why. */
    public double value(Figures figures) {
        long of = denominator(figures);
        return of > 0 ? (double) numerator(figures) / of : Double.NaN;
    }

    /** Null: there is a value. */
    public Reason reason(Figures figures) {
        if (denominator(figures) > 0) {
            return null;
        }
        if (this == PARTICIPATION) {
            return Reason.NO_COMPLETED_CASES;
        }
        if (figures.ratings() <= 0) {
            return Reason.NO_RATINGS;
        }
        return this == SATISFACTION_RATE ? Reason.ONLY_LEFT_OUT : Reason.ONLY_DEFAULTS;
    }
}
