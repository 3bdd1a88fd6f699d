package io.haochaping.dashboard.figures;

import static io.haochaping.domain.tally.Figure.*;

import io.haochaping.domain.tally.CompletionTimes;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;

/**
 * A tally at the edge, where it is divided and read by people.
 *
 * @param perMinute it comes from minute rows, which keep no buckets of durations
 */
public record Figures(Tally tally, boolean perMinute) {
    private static final int LEVELS = 5;

    public long ratings() {
        return tally.ratings();
    }

    public long good() {
        return activeGood() + of(DEFAULT_3, DEFAULT_4, DEFAULT_5) - of(Ruled.NOT_GOOD_DEFAULT_3);
    }

    public long bad() {
        return activeBad() + of(DEFAULT_1, DEFAULT_2);
    }

    public long activeRatings() {
        return of(LEVEL_1, LEVEL_2, LEVEL_3, LEVEL_4, LEVEL_5);
    }

    public long activeGood() {
        return of(LEVEL_3, LEVEL_4, LEVEL_5) - of(Ruled.NOT_GOOD_3);
    }

    public long activeBad() {
        return of(LEVEL_1, LEVEL_2);
    }

    /** Where the rules have three classes, their middle one. */
    public long neutral() {
        return of(Ruled.NEUTRAL);
    }

    /** Without the channels that the rules leave out of the satisfaction distribution. */
    public long satisfactionRatings() {
        return ratings() - of(Ruled.LEFT_OUT);
    }

    public long satisfactionGood() {
        return good() - of(Ruled.LEFT_OUT_GOOD);
    }

    public long defaults() {
        return ratings() - activeRatings();
    }

    public long generatedDefaults() {
        return tally.get(GENERATED_DEFAULTS);
    }

    public long realNameBad() {
        return tally.get(REAL_NAME_BAD);
    }

    public long unmatched() {
        return tally.get(UNMATCHED);
    }

    public long accepted() {
        return tally.get(ACCEPTED);
    }

    public long served() {
        return tally.get(SERVED);
    }

    public long completed() {
        return tally.get(COMPLETED);
    }

    public long ratedCases() {
        return tally.get(RATED_CASES);
    }

    public long timed() {
        return tally.get(TIMED);
    }

    public long ordersOpened() {
        return tally.get(ORDER_OPENED);
    }

    public long ordersRectified() {
        return tally.get(ORDER_RECTIFIED);
    }

    public long voids() {
        return tally.get(VOIDS);
    }

    public long complaints() {
        return tally.get(COMPLAINTS);
    }

    /** Ratings that people gave, level 1 first. */
    public long[] levels() {
        return levels(LEVEL_1);
    }

    public long[] defaultLevels() {
        return levels(DEFAULT_1);
    }

    /** Seconds within which a share of the timed cases was done, in thousandths; −1: no value, and {@link #durationReason} says why. */
    public long percentileSeconds(int perMille) {
        return durationReason() == null ? CompletionTimes.percentile(tally, CALENDAR_BUCKETS, perMille) : -1;
    }

    /** NaN: no case with a known duration. */
    public double meanSeconds() {
        return timed() > 0 ? (double) tally.get(CALENDAR_SECONDS) / timed() : Double.NaN;
    }

    /** Null: percentiles have values. */
    public Reason durationReason() {
        if (completed() <= 0) {
            return Reason.NO_COMPLETED_CASES;
        }
        if (timed() <= 0) {
            return Reason.NO_KNOWN_DURATION;
        }
        return perMinute ? Reason.NOT_KEPT_PER_MINUTE : null;
    }

    private long[] levels(Figure first) {
        long[] levels = new long[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            levels[i] = tally.get(first.number() + i);
        }
        return levels;
    }

    private long of(Ruled ruled) {
        return tally.get(ruled.number());
    }

    private long of(Figure... figures) {
        long sum = 0;
        for (Figure figure : figures) {
            sum += tally.get(figure);
        }
        return sum;
    }
}
