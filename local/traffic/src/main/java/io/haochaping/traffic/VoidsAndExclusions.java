package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** Ratings that are taken out again, and some that come back. */
final class VoidsAndExclusions {
    private static final String CLAIM = "CL-1";
    private static final String DECISION = "EX-1";

    private VoidsAndExclusions() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("void-before-cut-off", 15, 9 * 24, VoidsAndExclusions::voidBeforeCutOff),
                Scenario.of("void-shortly-before-cut-off", 10, 62 * 24, VoidsAndExclusions::voidShortlyBeforeCutOff),
                Scenario.of("void-after-cut-off", 15, 62 * 24, VoidsAndExclusions::voidAfterCutOff),
                Scenario.of("void-with-clock-behind", 10, 62 * 24, VoidsAndExclusions::voidWithClockBehind),
                Scenario.of("void-then-refused", 10, 9 * 24, VoidsAndExclusions::voidThenRefused),
                Scenario.of("void-refused-after-cut-off", 10, 62 * 24, VoidsAndExclusions::voidRefusedAfterCutOff),
                Scenario.of("claim-refused", 10, 9 * 24, VoidsAndExclusions::claimRefused),
                Scenario.of("two-claims", 10, 9 * 24, VoidsAndExclusions::twoClaims),
                Scenario.of("void-arrives-before-rating", 10, 3 * 24, VoidsAndExclusions::voidArrivesFirst),
                Scenario.of("void-with-superseded", 10, 9 * 24, VoidsAndExclusions::voidWithSuperseded),
                Scenario.of("void-of-one-ordinal", 10, 9 * 24, VoidsAndExclusions::voidOfOneOrdinal),
                Scenario.of("excluded", 15, 9 * 24, VoidsAndExclusions::excluded),
                Scenario.of("excluded-after-cut-off", 10, 62 * 24, VoidsAndExclusions::excludedAfterCutOff),
                Scenario.of("exclusion-revoked", 10, 12 * 24, VoidsAndExclusions::exclusionRevoked),
                Scenario.of("void-and-excluded", 10, 9 * 24, VoidsAndExclusions::voidAndExcluded),
                Scenario.of("default-voided", 10, 18 * 24, VoidsAndExclusions::defaultVoided),
                Scenario.of("default-beside-voided", 10, 14 * 24, VoidsAndExclusions::defaultBesideVoided),
                Scenario.of("refused-then-granted", 10, 9 * 24, VoidsAndExclusions::refusedThenGranted),
                Scenario.of("void-of-unrated-ordinal", 10, 9 * 24, VoidsAndExclusions::voidOfUnratedOrdinal),
                Scenario.of("two-exclusions-one-revoked", 10, 12 * 24, VoidsAndExclusions::oneOfTwoRevoked));
    }

    private static void voidBeforeCutOff(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        long requestedAt = story.after(rated.at(), 60, 2 * 24 * 60);
        story.send(claim(story, "INVALID_REQUESTED", CLAIM, requestedAt)).counted();
        long grantedAt = story.after(requestedAt, 60, 5 * 24 * 60);
        takenOut(story, handled, rated, rating, granted(story, CLAIM, grantedAt, story.promptly(grantedAt)));
    }

    private static void voidShortlyBeforeCutOff(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        long appendAt = story.cutOff(rated.at()) - 6 * Span.MINUTE - story.draw.between(0, 100 * Span.MINUTE);
        takenOut(story, handled, rated, rating, granted(story, CLAIM, appendAt - Span.MINUTE, appendAt));
    }

    /** The settled figure keeps the bad review; the correction takes it back. */
    private static void voidAfterCutOff(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        long grantedAt = story.pastCutOff(rated.at());
        takenOut(story, handled, rated, rating, granted(story, CLAIM, grantedAt, story.promptly(grantedAt)));
    }

    /** The header says ten minutes before the cut-off, but a tick from after it stands before the record: too late. */
    private static void voidWithClockBehind(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        long cutOff = story.cutOff(rated.at());
        long place = cutOff + 3 * story.run.tickEvery() + Span.MINUTE;
        Draft draft = claim(story, "INVALID_GRANTED", CLAIM, cutOff - Span.HOUR);
        Sent granted = story.sendWithClockBehind(draft, place, cutOff - 10 * Span.MINUTE, cutOff)
                .counted();
        voids(story, draft.ownTime(), Life.since(granted));
        takenOut(story, handled, rated, rating, granted);
    }

    private static void voidThenRefused(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        long grantedAt = story.after(rated.at(), 60, 2 * 24 * 60);
        long refusedAt = story.after(grantedAt, 60, 5 * 24 * 60);
        grantedAndRefused(story, handled, rated, grantedAt, refusedAt);
    }

    /** Settled without the review; that the claim was refused in the end is a correction of + 1. */
    private static void voidRefusedAfterCutOff(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        grantedAndRefused(
                story, handled, rated, story.after(rated.at(), 60, 2 * 24 * 60), story.pastCutOff(rated.at()));
    }

    private static void grantedAndRefused(Story story, Handled handled, Rated rated, long grantedAt, long refusedAt) {
        Sent rating = story.rate(rated).counted();
        Sent granted =
                story.send(claim(story, "INVALID_GRANTED", CLAIM, grantedAt)).superseded();
        Sent refused =
                story.send(claim(story, "INVALID_REFUSED", CLAIM, refusedAt)).counted();

        voids(story, grantedAt, Life.since(granted).until(refused));
        story.counts(rated, Life.since(rating).until(granted));
        story.counts(rated, Life.since(rating, refused));
        story.ratedCase(handled, Life.since(handled.completed(), rating).until(granted));
        story.ratedCase(handled, Life.since(handled.completed(), rating, refused));
        story.generatedDefault(handled, Life.since(handled.completed()).until(rating));
    }

    private static void claimRefused(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
        long refusedAt = story.after(rated.at(), 60, 5 * 24 * 60);
        story.send(claim(story, "INVALID_REFUSED", CLAIM, refusedAt)).counted();
    }

    /** One claim is refused, another granted: the review is void. */
    private static void twoClaims(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        long grantedAt = story.after(rated.at(), 60, 2 * 24 * 60);
        takenOut(story, handled, rated, rating, granted(story, CLAIM, grantedAt, story.promptly(grantedAt)));
        long refusedAt = story.after(grantedAt, 60, 24 * 60);
        story.send(claim(story, "INVALID_REFUSED", "CL-2", refusedAt)).counted();
    }

    private static void voidArrivesFirst(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        long grantedAt = story.after(rated.at(), 10, 60);
        Sent granted = granted(story, CLAIM, grantedAt, story.promptly(grantedAt));
        Sent rating = story.rate(rated, story.after(grantedAt, 10, 24 * 60)).voided();
        takenOut(story, handled, rated, rating, granted);
    }

    /** The void takes the rating that would count; the one that was superseded stays so. */
    private static void voidWithSuperseded(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        story.rate(story.rated(story.after(rated.at(), 10, 50), 5)).superseded();
        long grantedAt = story.after(rated.at(), 60, 5 * 24 * 60);
        takenOut(story, handled, rated, rating, granted(story, CLAIM, grantedAt, story.promptly(grantedAt)));
    }

    /** The other ordinal still counts, so the case stays a rated one. */
    private static void voidOfOneOrdinal(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        Rated other = story.rated(story.after(rated.at(), 10, 60), 5).ofOrdinal(2);
        Sent otherRating = story.rate(other).counted();
        long grantedAt = story.after(other.at(), 60, 5 * 24 * 60);
        Sent granted = granted(story, CLAIM, grantedAt, story.promptly(grantedAt));

        story.counts(rated, Life.since(rating).until(granted));
        story.counts(other, Life.since(otherRating));
        story.ratedCase(handled, Life.since(handled.completed(), rating));
        story.generatedDefault(handled, Life.since(handled.completed()).until(rating));
    }

    private static void excluded(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()), 5);
        Sent rating = story.rate(rated).excluded();
        long decidedAt = story.after(rated.at(), 60, 5 * 24 * 60);
        takenOut(
                story,
                handled,
                rated,
                rating,
                story.send(exclusion(story, "EXCLUDE", decidedAt)).counted());
    }

    private static void excludedAfterCutOff(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()), 5);
        Sent rating = story.rate(rated).excluded();
        long decidedAt = story.pastCutOff(rated.at());
        takenOut(
                story,
                handled,
                rated,
                rating,
                story.send(exclusion(story, "EXCLUDE", decidedAt)).counted());
    }

    private static void exclusionRevoked(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()), 4);
        Sent rating = story.rate(rated).counted();
        long decidedAt = story.after(rated.at(), 60, 5 * 24 * 60);
        Sent excluded = story.send(exclusion(story, "EXCLUDE", decidedAt)).superseded();
        Sent revoked = story.send(exclusion(story, "REVOKE", story.after(decidedAt, 60, 5 * 24 * 60)))
                .counted();

        story.counts(rated, Life.since(rating).until(excluded));
        story.counts(rated, Life.since(rating, revoked));
        story.ratedCase(handled, Life.since(handled.completed(), rating).until(excluded));
        story.ratedCase(handled, Life.since(handled.completed(), rating, revoked));
        story.generatedDefault(handled, Life.since(handled.completed()).until(rating));
    }

    /** Void goes before excluded. */
    private static void voidAndExcluded(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        long decidedAt = story.after(rated.at(), 60, 24 * 60);
        Sent excluded = story.send(exclusion(story, "EXCLUDE", decidedAt)).counted();
        long grantedAt = story.after(decidedAt, 60, 5 * 24 * 60);
        granted(story, CLAIM, grantedAt, story.promptly(grantedAt));
        takenOut(story, handled, rated, rating, excluded);
    }

    /** A default that a source sent can be voided too; no other is generated, for a voided record is a record. */
    private static void defaultVoided(Story story) {
        Handled handled = story.handledAtOnce();
        Rated byDefault = story.defaultRated(story.after(handled.completedAt(), 7 * 24 * 60 + 10, 8 * 24 * 60), 3);
        Sent sentDefault =
                story.send(story.clerk.sentDefault(story.file, byDefault)).voided();
        long grantedAt = story.after(byDefault.at(), 60, 5 * 24 * 60);
        Sent granted = granted(story, CLAIM, grantedAt, story.promptly(grantedAt));

        story.generatedDefault(handled, Life.since(handled.completed()).until(sentDefault));
        story.datedDefault(
                byDefault, handled.completedAt(), Life.since(sentDefault).until(granted));
    }

    /** A real rating overrides the default even when it is void: nothing is left. */
    private static void defaultBesideVoided(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        long grantedAt = story.after(rated.at(), 60, 3 * 24 * 60);
        takenOut(story, handled, rated, rating, granted(story, CLAIM, grantedAt, story.promptly(grantedAt)));
        Rated byDefault = story.defaultRated(story.after(handled.completedAt(), 7 * 24 * 60 + 10, 8 * 24 * 60), 3);
        story.send(story.clerk.sentDefault(story.file, byDefault)).superseded();
    }

    private static void refusedThenGranted(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        Sent rating = story.rate(rated).voided();
        long refusedAt = story.after(rated.at(), 60, 2 * 24 * 60);
        story.send(claim(story, "INVALID_REFUSED", CLAIM, refusedAt)).superseded();
        long grantedAt = story.after(refusedAt, 60, 5 * 24 * 60);
        takenOut(story, handled, rated, rating, granted(story, CLAIM, grantedAt, story.promptly(grantedAt)));
    }

    /** The void counts as a void, but the rating of another ordinal stays. */
    private static void voidOfUnratedOrdinal(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = badAfter(story, handled);
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
        long grantedAt = story.after(rated.at(), 60, 5 * 24 * 60);
        Draft claim = story.clerk.claim(story.file, "INVALID_GRANTED", 3, CLAIM, grantedAt);
        voids(story, grantedAt, Life.since(story.send(claim).counted()));
    }

    /** One decision to exclude still stands. */
    private static void oneOfTwoRevoked(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()), 5);
        Sent rating = story.rate(rated).excluded();
        long decidedAt = story.after(rated.at(), 60, 3 * 24 * 60);
        Sent first = story.send(exclusion(story, "EXCLUDE", decidedAt)).superseded();
        long otherAt = story.after(decidedAt, 10, 60);
        story.send(story.clerk.exclusion(story.file, "EXCLUDE", 1, "EX-2", otherAt))
                .counted();
        story.send(exclusion(story, "REVOKE", story.after(otherAt, 60, 5 * 24 * 60)))
                .counted();
        takenOut(story, handled, rated, rating, first);
    }

    private static void takenOut(Story story, Handled handled, Rated rated, Sent rating, Sent decision) {
        story.counts(rated, Life.since(rating).until(decision));
        story.ratedCase(handled, Life.since(handled.completed(), rating).until(decision));
        story.generatedDefault(handled, Life.since(handled.completed()).until(rating));
    }

    private static Rated badAfter(Story story, Handled handled) {
        return story.bad(story.soonAfter(handled.completedAt()));
    }

    private static Sent granted(Story story, String claimId, long at, long appendAt) {
        Sent granted = story.send(claim(story, "INVALID_GRANTED", claimId, at), appendAt)
                .counted();
        voids(story, at, Life.since(granted));
        return granted;
    }

    private static void voids(Story story, long at, Life life) {
        story.truth.add("voids", 1, at, story.file.ofWorkOrder(), life);
    }

    private static Draft claim(Story story, String step, String claimId, long at) {
        return story.clerk.claim(story.file, step, 1, claimId, at);
    }

    private static Draft exclusion(Story story, String action, long at) {
        return story.clerk.exclusion(story.file, action, 1, DECISION, at);
    }
}
