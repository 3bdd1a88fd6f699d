package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** Records that arrive hours or weeks after they happened. */
final class LateDeliveries {
    private LateDeliveries() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("kiosk-hours-late", 30, 40, LateDeliveries::kioskHoursLate),
                Scenario.of("kiosk-after-cut-off", 15, 62 * 24, LateDeliveries::kioskAfterCutOff),
                Scenario.of("completion-arrives-first", 15, 12, LateDeliveries::completionArrivesFirst),
                Scenario.of("batch-upload", 15, 6 * 24, LateDeliveries::batchUpload));
    }

    private static void kioskHoursLate(Story story) {
        Handled handled = atKiosk(story);
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.after(rated.at(), 3 * 60, 30 * 60));
    }

    /** A kiosk that was off the net for weeks: settled without its rating, which shows as a correction. */
    private static void kioskAfterCutOff(Story story) {
        Handled handled = atKiosk(story);
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.pastCutOff(rated.at()));
    }

    private static Handled atKiosk(Story story) {
        story.file = story.file.ratedOver("kiosk", "");
        return story.handledAtOnce();
    }

    private static void completionArrivesFirst(Story story) {
        long filed = story.filed();
        long completedAt = story.after(filed, 5, 40);
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), story.promptly(completedAt));
        Sent accepted = story.accepted(filed, story.after(completedAt, 60, 600));
        story.took(filed, completedAt, Life.since(accepted, completed));
        Rated rated = story.rated(story.soonAfter(completedAt));
        story.ratedOnce(new Handled(completedAt, accepted, completed), rated, story.promptly(rated.at()));
    }

    /** A lower level uploads everything days later in one go, the rating before its case. */
    private static void batchUpload(Story story) {
        long filed = story.filed();
        long completedAt = story.after(filed, 5, 40);
        long upload = story.after(completedAt, 24 * 60, 5 * 24 * 60);
        Rated rated = story.rated(story.soonAfter(completedAt));
        Sent rating = story.rate(rated, upload).counted();
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), upload + 300);
        Sent accepted = story.accepted(filed, upload + 700);

        story.counts(rated, Life.since(rating));
        story.unmatched(rated, Life.since(rating).until(completed));
        story.took(filed, completedAt, Life.since(accepted, completed));
        story.ratedCase(new Handled(completedAt, accepted, completed), Life.since(completed, rating));
    }
}
