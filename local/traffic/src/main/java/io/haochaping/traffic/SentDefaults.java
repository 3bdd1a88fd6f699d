package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** Defaults: those that sources send, and the one that stands in for a silent applicant. */
final class SentDefaults {
    private SentDefaults() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("default-then-real", 20, 12 * 24, SentDefaults::defaultThenReal),
                Scenario.of("real-then-default", 20, 10 * 24, SentDefaults::realThenDefault),
                Scenario.of("default-alone", 20, 9 * 24, SentDefaults::alone),
                Scenario.of("default-without-completion", 10, 9 * 24, SentDefaults::withoutCompletion),
                Scenario.of("two-defaults", 10, 10 * 24, SentDefaults::twice),
                Scenario.of("real-after-generated-default", 20, 22 * 24, SentDefaults::realAfterGenerated),
                Scenario.of("real-after-settled-default", 10, 72 * 24, SentDefaults::realAfterSettled),
                Scenario.of("default-then-late-completion", 10, 72 * 24, SentDefaults::completionAfterCutOff));
    }

    private static void defaultThenReal(Story story) {
        Handled handled = story.handledAtOnce();
        Rated byDefault = sevenDaysAfter(story, handled.completedAt());
        Sent sentDefault = send(story, byDefault).superseded();
        Rated rated = story.rated(story.after(byDefault.at(), 60, 3 * 24 * 60));
        Sent rating = story.rate(rated).counted();

        story.generatedDefault(handled, Life.since(handled.completed()).until(sentDefault));
        story.datedDefault(
                byDefault, handled.completedAt(), Life.since(sentDefault).until(rating));
        story.counts(rated, Life.since(rating));
        story.ratedCase(handled, Life.since(handled.completed(), rating));
    }

    private static void realThenDefault(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
        send(story, sevenDaysAfter(story, handled.completedAt())).superseded();
    }

    private static void alone(Story story) {
        Handled handled = story.handledAtOnce();
        Rated byDefault = sevenDaysAfter(story, handled.completedAt());
        Sent sentDefault = send(story, byDefault).counted();

        story.generatedDefault(handled, Life.since(handled.completed()).until(sentDefault));
        story.datedDefault(byDefault, handled.completedAt(), Life.since(sentDefault));
    }

    /** Without a completion there is no day to count from: it counts when it was given. */
    private static void withoutCompletion(Story story) {
        long filed = story.filed();
        story.accepted(filed, story.promptly(filed));
        Rated byDefault = sevenDaysAfter(story, filed);
        Sent sentDefault = send(story, byDefault).counted();
        story.undatedDefault(byDefault, Life.since(sentDefault));
    }

    /** At most one default per case, whatever their ordinals. */
    private static void twice(Story story) {
        Handled handled = story.handledAtOnce();
        Rated first = sevenDaysAfter(story, handled.completedAt());
        Rated second = story.defaultRated(story.after(first.at(), 30, 300), 5).ofOrdinal(2);
        Sent sentFirst = send(story, first).counted();
        send(story, second).superseded();

        story.generatedDefault(handled, Life.since(handled.completed()).until(sentFirst));
        story.datedDefault(first, handled.completedAt(), Life.since(sentFirst));
    }

    private static void realAfterGenerated(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.after(handled.completedAt(), 9 * 24 * 60, 20 * 24 * 60));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }

    /** The default's month is settled when a person rates after all: the settled default stays, its withdrawal is a correction. */
    private static void realAfterSettled(Story story) {
        Handled handled = story.handledAtOnce();
        long due = Run.defaultDueAt(handled.completedAt());
        Rated rated = story.rated(story.pastCutOff(due));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }

    /** Settled where it was given; once the completion is known, it moves to the seventh day. */
    private static void completionAfterCutOff(Story story) {
        long filed = story.filed();
        Sent accepted = story.accepted(filed, story.promptly(filed));
        long completedAt = story.soonAfter(filed);
        Rated byDefault = sevenDaysAfter(story, completedAt);
        Sent sentDefault = send(story, byDefault).counted();
        long late = Math.min(story.pastCutOff(byDefault.at()), completedAt + 60 * Span.DAY);
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), late);

        story.took(filed, completedAt, Life.since(accepted, completed));
        story.undatedDefault(byDefault, Life.since(sentDefault).until(completed));
        story.datedDefault(byDefault, completedAt, Life.since(sentDefault, completed));
    }

    private static Rated sevenDaysAfter(Story story, long at) {
        return story.defaultRated(story.after(at, 7 * 24 * 60 + 10, 8 * 24 * 60), story.draw.oneIn(4) ? 5 : 3);
    }

    private static Sent send(Story story, Rated byDefault) {
        return story.send(story.clerk.sentDefault(story.file, byDefault));
    }
}
