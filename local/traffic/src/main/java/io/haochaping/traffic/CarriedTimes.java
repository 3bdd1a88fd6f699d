package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** Cases whose own events are missing, late, or told by another record. */
final class CarriedTimes {
    private static final long TOO_OLD = 401 * Span.DAY;

    private CarriedTimes() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("unmatched", 15, 2, CarriedTimes::unmatched),
                Scenario.of("carried", 20, 8 * 24, CarriedTimes::carried),
                Scenario.of("carried-by-two", 10, 8 * 24, CarriedTimes::carriedByTwo),
                Scenario.of("carried-by-default", 10, 12 * 24, CarriedTimes::carriedByDefault),
                Scenario.of("carried-without-acceptance", 10, 8 * 24, CarriedTimes::carriedWithoutAcceptance),
                Scenario.of("carried-too-old", 10, 2, CarriedTimes::carriedTooOld),
                Scenario.of("carried-then-events", 10, 70 * 24, CarriedTimes::carriedThenEvents),
                Scenario.of("events-after-cut-off", 10, 70 * 24, CarriedTimes::eventsAfterCutOff),
                Scenario.of("completion-alone", 20, 8 * 24, CarriedTimes::completionAlone),
                Scenario.of("completion-alone-acceptance-too-old", 10, 8 * 24, CarriedTimes::acceptanceTooOld),
                Scenario.of("accepted-event-wins", 10, 8 * 24, CarriedTimes::acceptedEventWins),
                Scenario.of("completed-before-accepted", 10, 2 * 24, CarriedTimes::completedBeforeAccepted));
    }

    private static void unmatched(Story story) {
        Rated rated = story.rated(story.filed());
        Sent rating = story.rate(rated).counted();
        story.counts(rated, Life.since(rating));
        story.unmatched(rated, Life.since(rating));
    }

    private static void carried(Story story) {
        long acceptedAt = story.filed();
        long completedAt = story.after(acceptedAt, 30, 5 * 24 * 60);
        Rated rated = story.rated(story.soonAfter(completedAt));
        Sent rating =
                story.send(carrying(story, rated, acceptedAt, completedAt)).counted();
        story.counts(rated, Life.since(rating));
        carriedCase(story, rated, acceptedAt, completedAt, Life.since(rating));
    }

    /** Two ratings carry a completion; the earlier rating's is the one, though both count. */
    private static void carriedByTwo(Story story) {
        long acceptedAt = story.filed();
        long completedAt = story.after(acceptedAt, 30, 5 * 24 * 60);
        Rated first = story.rated(story.soonAfter(completedAt));
        Rated second = story.rated(story.after(first.at(), 60, 600)).ofOrdinal(2);
        Sent rating =
                story.send(carrying(story, first, acceptedAt, completedAt)).counted();
        Sent other = story.send(carrying(story, second, acceptedAt, completedAt - 7 * Span.MINUTE))
                .counted();
        story.counts(first, Life.since(rating));
        story.counts(second, Life.since(other));
        carriedCase(story, first, acceptedAt, completedAt, Life.since(rating));
    }

    /** A completion that a default carries: it gives the default its day, but nobody rated. */
    private static void carriedByDefault(Story story) {
        long acceptedAt = story.filed();
        long completedAt = story.after(acceptedAt, 30, 24 * 60);
        Rated byDefault = story.defaultRated(story.after(completedAt, 7 * 24 * 60 + 10, 8 * 24 * 60), 3);
        Draft draft = story.clerk
                .sentDefault(story.file, byDefault)
                .with("acceptedAt", acceptedAt)
                .with("completedAt", completedAt);
        Life life = Life.since(story.send(draft).counted());
        story.datedDefault(byDefault, completedAt, life);
        story.completion(completedAt, byDefault.in(), life);
        story.truth.took(new long[][] {{acceptedAt, completedAt}}, completedAt, byDefault.in(), life);
    }

    private static void carriedWithoutAcceptance(Story story) {
        long completedAt = story.filed();
        Rated rated = story.rated(story.soonAfter(completedAt));
        Sent rating = story.send(story.clerk.rating(story.file, rated).with("completedAt", completedAt))
                .counted();
        story.counts(rated, Life.since(rating));
        story.completion(completedAt, rated.in(), Life.since(rating));
        story.truth.add("rated_cases", 1, completedAt, rated.in(), Life.since(rating));
    }

    private static void carriedTooOld(Story story) {
        Rated rated = story.rated(story.filed());
        Sent rating = story.send(carrying(story, rated, rated.at() - TOO_OLD - Span.DAY, rated.at() - TOO_OLD))
                .counted();
        story.counts(rated, Life.since(rating));
        story.unmatched(rated, Life.since(rating));
    }

    /** Settled with what the rating said of its case; the case's own events, which arrive weeks later, win. */
    private static void carriedThenEvents(Story story) {
        long acceptedAt = story.filed();
        long completedAt = story.after(acceptedAt, 30, 90);
        Rated rated = story.rated(story.soonAfter(completedAt));
        long carriedAt = completedAt - 11 * Span.MINUTE;
        Sent rating = story.send(carrying(story, rated, acceptedAt, carriedAt)).counted();
        long late = story.pastCutOff(rated.at());
        Sent accepted = story.accepted(acceptedAt, late);
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), late + Span.MINUTE);

        story.counts(rated, Life.since(rating));
        carriedCase(story, rated, acceptedAt, carriedAt, Life.since(rating).until(accepted));
        story.took(acceptedAt, completedAt, Life.since(accepted, completed));
        story.ratedCase(new Handled(completedAt, accepted, completed), Life.since(completed, rating));
    }

    private static void eventsAfterCutOff(Story story) {
        long acceptedAt = story.filed();
        long completedAt = story.after(acceptedAt, 30, 90);
        Rated rated = story.rated(story.soonAfter(completedAt));
        Sent rating = story.rate(rated).counted();
        long late = story.pastCutOff(rated.at());
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), late);
        Sent accepted = story.accepted(acceptedAt, late + Span.HOUR);

        story.counts(rated, Life.since(rating));
        story.unmatched(rated, Life.since(rating).until(completed));
        story.took(acceptedAt, completedAt, Life.since(accepted, completed));
        story.ratedCase(new Handled(completedAt, accepted, completed), Life.since(completed, rating));
    }

    private static void completionAlone(Story story) {
        long acceptedAt = story.filed();
        long completedAt = story.after(acceptedAt, 30, 5 * 24 * 60);
        Draft draft = story.clerk.completed(story.file, completedAt).with("acceptedAt", acceptedAt);
        Sent completed = story.completed(draft, story.promptly(completedAt));
        story.took(acceptedAt, completedAt, Life.since(completed));
        story.generatedDefault(completedAt, Life.since(completed));
    }

    private static void acceptanceTooOld(Story story) {
        long completedAt = story.filed();
        Draft draft = story.clerk.completed(story.file, completedAt).with("acceptedAt", completedAt - TOO_OLD);
        Sent completed = story.completed(draft, story.promptly(completedAt));
        story.generatedDefault(completedAt, Life.since(completed));
    }

    /** The completing system is wrong about the acceptance; the accepted event, which comes a day later, wins. */
    private static void acceptedEventWins(Story story) {
        long acceptedAt = story.filed();
        long believedAt = acceptedAt - 3 * Span.HOUR;
        long completedAt = story.after(acceptedAt, 30, 24 * 60);
        Draft draft = story.clerk.completed(story.file, completedAt).with("acceptedAt", believedAt);
        Sent completed = story.completed(draft, story.promptly(completedAt));
        Sent accepted = story.accepted(acceptedAt, story.after(completedAt, 12 * 60, 36 * 60));
        story.took(believedAt, completedAt, Life.since(completed).until(accepted));
        story.took(acceptedAt, completedAt, Life.since(accepted, completed));
        story.generatedDefault(completedAt, Life.since(completed));
    }

    private static void completedBeforeAccepted(Story story) {
        long completedAt = story.filed();
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), story.promptly(completedAt));
        long acceptedAt = story.after(completedAt, 10, 300);
        story.accepted(acceptedAt, story.promptly(acceptedAt));
        story.generatedDefault(completedAt, Life.since(completed));
    }

    private static Draft carrying(Story story, Rated rated, long acceptedAt, long completedAt) {
        return story.clerk
                .rating(story.file, rated)
                .with("acceptedAt", acceptedAt)
                .with("completedAt", completedAt);
    }

    /** A completion that a rating carries has the dimensions of the rating. */
    private static void carriedCase(Story story, Rated rated, long acceptedAt, long completedAt, Life life) {
        story.completion(completedAt, rated.in(), life);
        story.truth.took(new long[][] {{acceptedAt, completedAt}}, completedAt, rated.in(), life);
        story.truth.add("rated_cases", 1, completedAt, rated.in(), life);
    }
}
