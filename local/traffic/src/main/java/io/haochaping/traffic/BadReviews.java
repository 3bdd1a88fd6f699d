package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** Work orders: figures of their own, which leave the rating as it is. */
final class BadReviews {
    private BadReviews() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("work-order", 30, 14 * 24, BadReviews::workOrder),
                Scenario.of("work-order-step-twice", 10, 8 * 24, BadReviews::stepTwice));
    }

    /** The whole loop to the re-rating, which never changes the rating itself. */
    private static void workOrder(Story story) {
        long at = badReview(story);
        WorkOrder order = new WorkOrder(story);
        for (String step : List.of("OPENED", "CONTACTED", "RECTIFYING", "RECTIFIED", "REPLIED", "REVISITED")) {
            at = order.stepAfter(at, step);
        }
        order.tellDue();
        rerated(story, story.after(at, 60, 24 * 60), 1 + story.draw.below(5));
    }

    private static void rerated(Story story, long at, int level) {
        Draft draft = story.clerk
                .step(story.file, "RERATED", 1, at)
                .with("level", RawCodes.level(story.file.codeSystem(), level));
        Life life = Life.since(story.send(draft).counted());
        story.truth.add("order_rerated", 1, at, story.file.ofWorkOrder(), life);
        if (level >= 3) {
            story.truth.add("order_rerated_good", 1, at, story.file.ofWorkOrder(), life);
        }
    }

    private static void stepTwice(Story story) {
        long at = badReview(story);
        WorkOrder order = new WorkOrder(story);
        at = order.stepAfter(at, "OPENED");
        at = order.stepAfter(at, "CONTACTED");
        order.tellDue();
        story.send(story.clerk.step(story.file, "CONTACTED", 1, story.after(at, 30, 300)))
                .superseded();
    }

    private static long badReview(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.bad(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
        return rated.at();
    }
}
