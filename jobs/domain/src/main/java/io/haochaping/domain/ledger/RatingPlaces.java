package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.rules.Rules;

/** Which ratings and re-ratings of a session count where the rules of its case do not say "each ordinal, the first": docs/counting.md section 5. */
final class RatingPlaces {
    private Fact[] records;
    private int size;
    private Rules rules;
    /** The first instant that is too late for a rating. */
    private long closes;

    /** @param completedAt of the session; 0: it has no completion, and no window closes */
    void begin(Fact[] session, int count, Rules ofCase, long completedAt) {
        records = session;
        size = count;
        rules = ofCase;
        boolean closing = ofCase.windowDays() > 0 && completedAt != 0;
        closes = closing ? ShanghaiTime.endOfDayAfter(completedAt, ofCase.windowDays()) + 1_000 : Long.MAX_VALUE;
    }

    boolean isTooLate(Fact rating) {
        return rating.ownTime >= closes;
    }

    /** The real rating that takes the place of this one; it itself, where it does. It must not be too late. */
    Fact bestInPlaceOf(Fact rating) {
        Fact best = rating;
        for (int i = 0; i < size; i++) {
            Fact other = records[i];
            boolean competes = other.kind == FactKind.RATING
                    && !other.isDefault
                    && !isTooLate(other)
                    && isSamePlace(other, rating);
            best = competes && isBetter(other, best) ? other : best;
        }
        return best;
    }

    private boolean isSamePlace(Fact one, Fact other) {
        return switch (rules.identity()) {
            case STAGE -> one.ordinal == other.ordinal;
            case VISIT ->
                ShanghaiTime.dayIndex(one.ownTime) == ShanghaiTime.dayIndex(other.ownTime)
                        && one.dimensions.venue().equals(other.dimensions.venue());
            case MATTER -> true;
        };
    }

    private boolean isBetter(Fact one, Fact other) {
        if (one.revision != other.revision) {
            return one.revision > other.revision;
        }
        int order = Precedence.byTimeAndContent(one, other);
        return rules.lastContent() ? order > 0 : order < 0;
    }

    /** Of the re-ratings that take a place of their own, only the first so many of an ordinal count. */
    boolean isOneTooMany(Fact reRating) {
        int atMost = rules.reRating().atMost();
        if (atMost == 0 || reRating.step != Step.RERATED) {
            return false;
        }
        int before = 0;
        for (int i = 0; i < size; i++) {
            boolean earlier =
                    isReRatingOf(i, reRating.ordinal) && Precedence.byTimeAndContent(records[i], reRating) < 0;
            before += earlier ? 1 : 0;
        }
        return before >= atMost;
    }

    /** The re-rating whose level a counted rating has; null: it keeps its own. */
    Fact replacedBy(Fact rating) {
        if (!rules.reRating().replaces() || rating.level > 2) {
            return null;
        }
        Fact last = null;
        for (int i = 0; i < size; i++) {
            if (isReRatingOf(i, rating.ordinal)
                    && !isOneTooMany(records[i])
                    && (last == null || Precedence.byTimeAndContent(records[i], last) > 0)) {
                last = records[i];
            }
        }
        return last;
    }

    /** Sorted by place, so the first of a work order takes it. */
    private boolean isReRatingOf(int i, int ordinal) {
        return records[i].step == Step.RERATED
                && records[i].ordinal == ordinal
                && (i == 0 || Precedence.samePlace(records[i - 1], records[i]) != 0);
    }
}
