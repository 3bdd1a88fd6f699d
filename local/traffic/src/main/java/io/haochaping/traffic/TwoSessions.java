package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** A case number that comes up again months later. */
final class TwoSessions {
    private static final long LATER = 127 * Span.DAY;

    private TwoSessions() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("two-sessions", 10, 132 * 24, TwoSessions::numberReused),
                Scenario.of("bridged-sessions", 10, 132 * 24, TwoSessions::bridged));
    }

    /** A gap of more than 124 days makes it another case: its void does not touch the first one's rating. */
    private static void numberReused(Story story) {
        Handled first = story.handledAtOnce();
        Rated rated = story.bad(story.soonAfter(first.completedAt()));
        story.ratedOnce(first, rated, story.promptly(rated.at()));

        long again = first.completedAt() + LATER;
        Handled second = story.handled(again, story.after(again, 5, 60));
        Rated other = story.bad(story.soonAfter(second.completedAt()));
        Sent rating = story.rate(other).voided();
        long grantedAt = story.after(other.at(), 60, 24 * 60);
        Sent granted = story.send(story.clerk.claim(story.file, "INVALID_GRANTED", 1, "CL-9", grantedAt))
                .counted();
        story.truth.add("voids", 1, grantedAt, story.file.ofWorkOrder(), Life.since(granted));
        story.counts(other, Life.since(rating).until(granted));
        story.ratedCase(second, Life.since(second.completed(), rating).until(granted));
        story.generatedDefault(second, Life.since(second.completed()).until(rating));
    }

    /** A service between the two, which arrives last of all, makes them one case, and the second rating superfluous. */
    private static void bridged(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()), 4);
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
        Rated later = story.rated(rated.at() + LATER, 5);
        Sent second = story.rate(later).superseded();
        long servedAt = rated.at() + 80 * Span.DAY;
        Sent bridge = story.send(story.clerk.served(story.file, 2, servedAt), story.after(later.at(), 60, 24 * 60))
                .counted();

        story.truth.add("served", 1, servedAt, story.file.ofCase(), Life.since(bridge));
        story.counts(later, Life.since(second).until(bridge));
        story.unmatched(later, Life.since(second).until(bridge));
    }
}
