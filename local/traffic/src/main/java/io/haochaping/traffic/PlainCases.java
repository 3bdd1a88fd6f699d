package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** What most cases are. */
final class PlainCases {
    private PlainCases() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("plain-immediate", 500, 2, PlainCases::immediate),
                Scenario.of("plain-promised", 250, 10 * 24, PlainCases::promised),
                Scenario.of("unrated", 120, 2, PlainCases::unrated),
                Scenario.of("under-way", 30, 2, PlainCases::underWay),
                Scenario.of("rated-before-completion", 20, 60 * 24, PlainCases::ratedLongBeforeCompletion),
                Scenario.of("special-procedures", 20, 20 * 24, PlainCases::specialProcedures),
                Scenario.of("joint-service", 30, 2, PlainCases::jointService));
    }

    private static void immediate(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }

    private static void promised(Story story) {
        long filed = story.filed();
        Handled handled = story.handled(filed, story.after(filed, 8 * 60, 6 * 24 * 60));
        Rated rated = story.rated(story.after(handled.completedAt(), 5, 3 * 24 * 60));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }

    private static void unrated(Story story) {
        Handled handled = story.handledAtOnce();
        story.generatedDefault(handled, Life.since(handled.completed()));
    }

    private static void underWay(Story story) {
        long filed = story.filed();
        story.accepted(filed, story.promptly(filed));
        story.served(1, story.soonAfter(filed));
    }

    /** Rated at the window when the case was accepted; the result comes weeks later. There never is a default. */
    private static void ratedLongBeforeCompletion(Story story) {
        long filed = story.filed();
        Sent accepted = story.accepted(filed, story.promptly(filed));
        Rated rated = story.rated(story.soonAfter(filed));
        Sent rating = story.rate(rated).counted();
        long completedAt = story.after(filed, 20 * 24 * 60, 45 * 24 * 60);
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), story.promptly(completedAt));

        story.took(filed, completedAt, Life.since(accepted, completed));
        story.counts(rated, Life.since(rating));
        story.ratedCase(new Handled(completedAt, accepted, completed), Life.since(completed, rating));
    }

    /** Two overlapping procedures, given in the wrong order, and one that began before the acceptance: three stretches of handling remain. */
    private static void specialProcedures(Story story) {
        long filed = story.filed();
        long first = story.after(filed, 60, 600);
        long second = story.after(first, 30 * 60, 60 * 60);
        long third = story.after(second, 30 * 60, 60 * 60);
        long overlap = (first + second) / 2;
        long completedAt = story.after(third, 60, 24 * 60);
        long head = story.after(filed, 5, 50);

        Sent accepted = story.accepted(filed, story.promptly(filed));
        Draft draft = story.clerk.withSpecialProcedures(
                story.clerk.completed(story.file, completedAt), overlap, third, first, second, filed - Span.HOUR, head);
        Sent completed = story.completed(draft, story.promptly(completedAt));
        story.truth.took(
                new long[][] {{head, first}, {third, completedAt}},
                completedAt,
                story.file.ofCase(),
                Life.since(accepted, completed));
        story.generatedDefault(completedAt, Life.since(completed));
    }

    /** One application, several items: the lead item counts, the others get a share; the lead may be named among them. */
    private static void jointService(Story story) {
        String lead = story.file.item();
        String other = story.world.otherItem(story.draw, lead);
        List<String> items = story.draw.oneIn(2)
                ? List.of(other, lead, other)
                : List.of(story.world.otherItem(story.draw, lead), other);
        story.file = story.file.jointWith(items);
        immediate(story);
    }
}
