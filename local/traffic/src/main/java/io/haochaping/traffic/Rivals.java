package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Several records for what can be true only once, and several ordinals that may all be true. */
final class Rivals {
    private Rivals() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("second-rating-differs", 20, 2 * 24, Rivals::secondDiffers),
                Scenario.of("earlier-rating-arrives-later", 10, 2 * 24, Rivals::earlierArrivesLater),
                Scenario.of("earlier-rating-after-cut-off", 10, 62 * 24, Rivals::earlierAfterCutOff),
                Scenario.of("revised-rating", 15, 3 * 24, Rivals::revised),
                Scenario.of("revised-after-cut-off", 10, 62 * 24, Rivals::revisedAfterCutOff),
                Scenario.of("several-ordinals", 25, 6 * 24, Rivals::severalOrdinals),
                Scenario.of("corrected-completion", 15, 12 * 24, Rivals::correctedCompletion),
                Scenario.of("accepted-twice", 15, 3, Rivals::acceptedTwice),
                Scenario.of("served-twice", 15, 3, Rivals::servedTwice));
    }

    private static void secondDiffers(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()), 5);
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
        story.rate(story.rated(story.after(rated.at(), 30, 24 * 60), 4)).superseded();
    }

    private static void earlierArrivesLater(Story story) {
        Handled handled = story.handledAtOnce();
        Rated earlier = story.rated(story.soonAfter(handled.completedAt()), 4);
        Rated later = story.rated(story.after(earlier.at(), 20, 90), 5);
        Sent first = story.rate(later).superseded();
        Sent second = story.rate(earlier, story.after(later.at(), 60, 20 * 60)).counted();
        replaced(story, handled, later, first, earlier, second);
    }

    /** What was settled with the later rating is corrected to the earlier one. */
    private static void earlierAfterCutOff(Story story) {
        Handled handled = story.handledAtOnce();
        Rated earlier = story.bad(story.soonAfter(handled.completedAt()));
        Rated later = story.rated(story.after(earlier.at(), 20, 90), 5);
        Sent first = story.rate(later).superseded();
        Sent second = story.rate(earlier, story.pastCutOff(later.at())).counted();
        replaced(story, handled, later, first, earlier, second);
    }

    private static void revised(Story story) {
        Handled handled = story.handledAtOnce();
        Rated before = story.rated(story.soonAfter(handled.completedAt()), 3);
        Rated after = story.rated(story.after(before.at(), 10, 24 * 60), 5);
        revisedAt(story, handled, before, after, story.promptly(after.at()));
    }

    private static void revisedAfterCutOff(Story story) {
        Handled handled = story.handledAtOnce();
        Rated before = story.rated(story.soonAfter(handled.completedAt()), 5);
        Rated after = before.ofLevel(2);
        revisedAt(story, handled, before, after, story.pastCutOff(before.at()));
    }

    private static void revisedAt(Story story, Handled handled, Rated before, Rated after, long appendAt) {
        Sent first = story.rate(before).superseded();
        Sent second = story.send(story.clerk.rating(story.file, after).with("revision", 3), appendAt)
                .counted();
        replaced(story, handled, before, first, after, second);
    }

    /** `before` counts until `after` is known; the case is rated all along. */
    private static void replaced(Story story, Handled handled, Rated before, Sent first, Rated after, Sent second) {
        story.counts(before, Life.since(first).until(second));
        story.counts(after, Life.since(second));
        story.ratedCase(handled, Life.since(handled.completed(), first));
        story.generatedDefault(handled, Life.since(handled.completed()).until(first));
    }

    /** Each visit or stage is rated for itself; the case is a rated one once. */
    private static void severalOrdinals(Story story) {
        long filed = story.filed();
        Sent accepted = story.accepted(filed, story.promptly(filed));
        int ordinals = 2 + story.draw.below(3);
        List<Sent> ratings = new ArrayList<>();
        long at = filed;
        for (int ordinal = 1; ordinal <= ordinals; ordinal++) {
            at = story.after(at, 30, 20 * 60);
            story.served(ordinal, at);
            Rated rated = story.rated(story.soonAfter(at), 6 - ordinal).ofOrdinal(ordinal);
            Sent rating = story.rate(rated).counted();
            story.counts(rated, Life.since(rating));
            ratings.add(rating);
        }
        long completedAt = story.after(at, 60, 20 * 60);
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), story.promptly(completedAt));
        Sent first = ratings.stream().min(Comparator.comparing(Sent::knownAt)).orElseThrow();
        story.took(filed, completedAt, Life.since(accepted, completed));
        story.ratedCase(new Handled(completedAt, accepted, completed), Life.since(completed, first));
    }

    /** The system sends the completion again with another date and a higher revision. */
    private static void correctedCompletion(Story story) {
        long filed = story.filed();
        Sent accepted = story.accepted(filed, story.promptly(filed));
        long wrongAt = story.after(filed, 60, 10 * 60);
        long rightAt = story.after(wrongAt, 24 * 60, 3 * 24 * 60);
        Sent wrong = story.send(story.clerk.completed(story.file, wrongAt)).superseded();
        long correctedAt = story.after(rightAt, 24 * 60, 5 * 24 * 60);
        Sent right = story.send(story.clerk.completed(story.file, rightAt).with("revision", 1), correctedAt)
                .counted();

        completedFor(story, filed, wrongAt, accepted, Life.since(wrong).until(right));
        completedFor(story, filed, rightAt, accepted, Life.since(right));
    }

    private static void completedFor(Story story, long filed, long completedAt, Sent accepted, Life life) {
        story.completion(completedAt, story.file.ofCase(), life);
        story.took(filed, completedAt, new Life(Math.max(life.from(), accepted.knownAt()), life.until()));
        story.generatedDefault(completedAt, life);
    }

    private static void acceptedTwice(Story story) {
        Handled handled = story.handledAtOnce();
        long again = handled.accepted().draft.ownTime() + 5 * Span.MINUTE;
        story.send(story.clerk.accepted(story.file, again), story.promptly(handled.completedAt()))
                .superseded();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }

    /** A service whose time was moved by five minutes so that the rating comes after it, sent as a new revision. */
    private static void servedTwice(Story story) {
        long filed = story.filed();
        Sent accepted = story.accepted(filed, story.promptly(filed));
        long servedAt = story.after(filed, 20, 40);
        long moved = servedAt - 5 * Span.MINUTE;
        Sent before = story.send(story.clerk.served(story.file, 1, servedAt)).superseded();
        Sent after = story.send(
                        story.clerk.served(story.file, 1, moved).with("revision", 1), story.after(servedAt, 3, 8))
                .counted();
        story.truth.add(
                "served", 1, servedAt, story.file.ofCase(), Life.since(before).until(after));
        story.truth.add("served", 1, moved, story.file.ofCase(), Life.since(after));

        long completedAt = story.after(servedAt, 5, 30);
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), story.promptly(completedAt));
        story.took(filed, completedAt, Life.since(accepted, completed));
        story.generatedDefault(completedAt, Life.since(completed));
    }
}
