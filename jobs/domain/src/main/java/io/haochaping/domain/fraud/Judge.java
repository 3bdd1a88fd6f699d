package io.haochaping.domain.fraud;

import io.haochaping.domain.rules.FraudRules;
import io.haochaping.domain.rules.RuleBook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Says of each rating of a cell which signals it gives, each rating by the rules of its own region and time. A pure function of the cell. */
final class Judge {
    private static final int BEST = 5;
    private static final int MILLIS = 1_000;

    private final RuleBook rules;
    private final long window;

    /** @param window how far apart two records of a case may lie to speak of each other, milliseconds */
    Judge(RuleBook rules, long window) {
        this.rules = rules;
        this.window = window;
    }

    /** Sets of {@link Signal#bit}, in the order of the cell's ratings. */
    int[] signals(Cell cell) {
        int[] signals = new int[cell.ratings.size()];
        switch (cell.kind) {
            case RATER, DEVICE, ADDRESS -> many(cell, signals);
            case TERMINAL -> bursts(cell.ratings, signals);
            case CASE -> contradictions(cell, signals);
        }
        return signals;
    }

    private FraudRules of(TracedRating rating) {
        return rules.at(rating.region(), rating.ratedAt()).fraud();
    }

    private void many(Cell cell, int[] signals) {
        int size = cell.ratings.size();
        boolean best = cell.kind != CellKind.ADDRESS
                && cell.ratings.stream().allMatch(rating -> rating.level() == BEST && !rating.hasText());
        for (int i = 0; i < size; i++) {
            FraudRules by = of(cell.ratings.get(i));
            if (reaches(size, threshold(by, cell.kind))) {
                signals[i] |= signalOf(cell.kind).bit();
            }
            if (best && reaches(size, by.allBest())) {
                signals[i] |= Signal.ALL_BEST.bit();
            }
        }
    }

    private static boolean reaches(int size, int threshold) {
        return threshold > 0 && size >= threshold;
    }

    private static int threshold(FraudRules by, CellKind kind) {
        return switch (kind) {
            case RATER -> by.rater();
            case DEVICE -> by.device();
            default -> by.address();
        };
    }

    private static Signal signalOf(CellKind kind) {
        return switch (kind) {
            case RATER -> Signal.MANY_BY_RATER;
            case DEVICE -> Signal.MANY_BY_DEVICE;
            default -> Signal.MANY_BY_ADDRESS;
        };
    }

    /** A run is what stands so close together in time that no two people could have been served; how close is asked of the rating that is looked at. */
    private void bursts(List<TracedRating> ratings, int[] signals) {
        List<Integer> byTime = new ArrayList<>();
        for (int i = 0; i < ratings.size(); i++) {
            byTime.add(i);
        }
        byTime.sort(Comparator.comparingLong(i -> ratings.get(i).ratedAt()));
        for (int place = 0; place < byTime.size(); place++) {
            FraudRules by = of(ratings.get(byTime.get(place)));
            if (reaches(runAround(ratings, byTime, place, by.burstSeconds() * (long) MILLIS), by.burst())) {
                signals[byTime.get(place)] |= Signal.BURST.bit();
            }
        }
    }

    private static int runAround(List<TracedRating> ratings, List<Integer> byTime, int place, long gap) {
        int first = place;
        while (first > 0 && timeAt(ratings, byTime, first) - timeAt(ratings, byTime, first - 1) <= gap) {
            first--;
        }
        int last = place;
        while (last + 1 < byTime.size() && timeAt(ratings, byTime, last + 1) - timeAt(ratings, byTime, last) <= gap) {
            last++;
        }
        return last - first + 1;
    }

    private static long timeAt(List<TracedRating> ratings, List<Integer> byTime, int place) {
        return ratings.get(byTime.get(place)).ratedAt();
    }

    private void contradictions(Cell cell, int[] signals) {
        for (int i = 0; i < signals.length; i++) {
            TracedRating rating = cell.ratings.get(i);
            signals[i] |= rating.tagAgainstLevel() ? Signal.TAG_AGAINST_LEVEL.bit() : 0;
            signals[i] |= isBeforeAcceptance(cell, rating) ? Signal.BEFORE_ACCEPTANCE.bit() : 0;
            signals[i] |= hasRival(cell, rating) ? Signal.TWO_VALUES.bit() : 0;
        }
    }

    /** The case's own events win over what the rating carries. */
    private boolean isBeforeAcceptance(Cell cell, TracedRating rating) {
        boolean before = false;
        boolean after = false;
        for (long accepted : cell.acceptances) {
            before |= accepted <= rating.ratedAt() && rating.ratedAt() - accepted <= window;
            after |= accepted > rating.ratedAt() && accepted - rating.ratedAt() <= window;
        }
        return !before && (after || rating.carriedLater());
    }

    /** Another revision of a rating is a correction at its source, not a second value. */
    private boolean hasRival(Cell cell, TracedRating rating) {
        return cell.ratings.stream()
                .anyMatch(other -> other.ordinal() == rating.ordinal()
                        && other.level() != rating.level()
                        && other.revision() == rating.revision()
                        && Math.abs(other.ratedAt() - rating.ratedAt()) <= window);
    }
}
