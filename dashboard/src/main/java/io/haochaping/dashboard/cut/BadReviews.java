package io.haochaping.dashboard.cut;

import io.haochaping.domain.calendar.ShanghaiTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The bad reviews that stood at a cut, of all days that are held. Immutable. */
public final class BadReviews {
    /** Nothing that is counted was rated before 1970 or after the year 9999, in milliseconds. */
    public static final long FIRST = 0;

    public static final long LAST = 253_402_272_000_000L;

    static final BadReviews NONE = new BadReviews(new TreeMap<>());

    private final NavigableMap<Long, List<BadReview>> days;

    /** @param days by the index of the day, each in {@link BadReview#ORDER} */
    BadReviews(NavigableMap<Long, List<BadReview>> days) {
        this.days = days;
    }

    /**
     * Where a review stands in the order of all. A place stays where it is when reviews come and go, so a reader that asks on from its last one neither misses nor
     * repeats any that stood all the while.
     *
     * @param nth among those that look the same, from 0 on: which of them is which nobody can tell, nor needs to
     */
    public record Place(long ratedAt, long tie, int nth) {
        boolean isBefore(BadReview review, int nthOfIt) {
            int compared = Long.compare(review.ratedAt(), ratedAt);
            if (compared == 0) {
                compared = Long.compareUnsigned(tie, review.tie());
            }
            return compared == 0 ? nth < nthOfIt : compared < 0;
        }
    }

    /** A review and its place. */
    public record Placed(BadReview review, Place place) {}

    /**
     * @param from first millisecond
     * @param until first millisecond no longer
     */
    public record Question(long from, long until, Predicate<BadReview> filter) {}

    /**
     * The newest that are asked for, those up to a place left out.
     *
     * @param limit one more than a page tells whether another follows
     */
    public List<Placed> newest(Question question, Optional<Place> after, int limit) {
        List<Placed> found = new ArrayList<>();
        long last =
                Math.min(question.until, after.map(place -> place.ratedAt + 1).orElse(Long.MAX_VALUE));
        for (List<BadReview> day : within(question.from, last).descendingMap().values()) {
            BadReview before = null;
            int nth = 0;
            for (BadReview review : day) {
                nth = before != null && BadReview.ORDER.compare(before, review) == 0 ? nth + 1 : 0;
                before = review;
                boolean follows = after.isEmpty() || after.get().isBefore(review, nth);
                if (follows && matches(question, review)) {
                    found.add(new Placed(review, new Place(review.ratedAt(), review.tie(), nth)));
                    if (found.size() == limit) {
                        return found;
                    }
                }
            }
        }
        return found;
    }

    /** How many are asked for. */
    public long count(Question question) {
        long count = 0;
        for (List<BadReview> day : within(question.from, question.until).values()) {
            for (BadReview review : day) {
                count += matches(question, review) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean matches(Question question, BadReview review) {
        return review.ratedAt() >= question.from && review.ratedAt() < question.until && question.filter.test(review);
    }

    private NavigableMap<Long, List<BadReview>> within(long from, long until) {
        if (from >= until) {
            return new TreeMap<>();
        }
        return days.subMap(ShanghaiTime.dayIndex(from), true, ShanghaiTime.dayIndex(until - 1), true);
    }

    NavigableMap<Long, List<BadReview>> days() {
        return days;
    }

    public long size() {
        return days.values().stream().mapToLong(List::size).sum();
    }
}
