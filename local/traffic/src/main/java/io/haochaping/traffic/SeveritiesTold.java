package io.haochaping.traffic;

import java.util.List;

/** Work orders that tell their severity, at the edges of what it decides. They are of the second version, and told where they are asked for: a job takes them that names it. */
final class SeveritiesTold {
    private SeveritiesTold() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("severity-ordinary", 0, 20 * 24, SeveritiesTold::ordinary),
                Scenario.of("severity-difficult", 0, 20 * 24, SeveritiesTold::difficult),
                Scenario.of("severity-told-later", 0, 20 * 24, SeveritiesTold::toldLater),
                Scenario.of("severity-raised-in-time", 0, 20 * 24, SeveritiesTold::raisedInTime),
                Scenario.of("severity-raised-too-late", 0, 20 * 24, SeveritiesTold::raisedTooLate),
                Scenario.of("severity-lowered", 0, 20 * 24, SeveritiesTold::lowered),
                Scenario.of("severity-of-an-unknown-code", 0, 20 * 24, SeveritiesTold::ofAnUnknownCode),
                Scenario.of("severity-delivered-twice", 0, 20 * 24, SeveritiesTold::deliveredTwice),
                Scenario.of("severity-after-cut-off", 0, 62 * 24, SeveritiesTold::afterCutOff),
                Scenario.of("severity-of-a-void-review", 0, 62 * 24, SeveritiesTold::ofAVoidReview));
    }

    private static void ordinary(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = opened("ordinary", order, story);
        order.step("REPLIED", due("ordinary", openedAt));
        order.tellDue();
    }

    private static void difficult(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = opened("difficult", order, story);
        order.step("REPLIED", due("difficult", openedAt) + 1);
        order.tellDue();
    }

    private static void toldLater(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        order.tells("difficult", "CONTACTED", story.after(openedAt, 30, 36 * 60));
        order.step("REPLIED", due("difficult", openedAt));
        order.tellDue();
    }

    private static void raisedInTime(Story story) {
        raised(story, 0);
    }

    private static void raisedTooLate(Story story) {
        raised(story, 1);
    }

    private static void raised(Story story, long behindTheDeadline) {
        WorkOrder order = new WorkOrder(story);
        long at = due("ordinary", opened("ordinary", order, story)) + behindTheDeadline;
        order.tells("difficult", "RECTIFYING", at);
        order.step("REPLIED", story.after(at, 30, 12 * 60));
        order.tellDue();
    }

    /** While it is in time as a difficult order, and late as the ordinary one that it was all along. */
    private static void lowered(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = opened("difficult", order, story);
        order.step("REPLIED", due("ordinary", openedAt) + 1);
        order.tells("ordinary", "RECTIFYING", due("difficult", openedAt));
        order.tellDue();
    }

    private static void ofAnUnknownCode(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = opened("ordinary", order, story);
        order.tells("urgent", "CONTACTED", story.after(openedAt, 30, 20 * 60));
        order.tellDue();
    }

    private static void deliveredTwice(Story story) {
        WorkOrder order = new WorkOrder(story);
        long at = story.filed();
        order.tells("ordinary", "OPENED", at).again(story.after(at, 60, 5 * 24 * 60));
        order.tellDue();
    }

    /** Until its month is settled nobody says which deadline it has; then the settled figure stays, and the correction moves it. */
    private static void afterCutOff(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        long at = story.after(openedAt, 30, 10 * 60);
        order.tells("difficult", "CONTACTED", at, story.pastCutOff(due("difficult", openedAt)));
        order.tellDue();
    }

    private static void ofAVoidReview(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = opened("ordinary", order, story);
        long grantedAt = story.pastCutOff(due("ordinary", openedAt));
        order.voidedBy(OrdersInTime.granted(story, grantedAt, true));
        order.tellDue();
    }

    private static long opened(String severity, WorkOrder order, Story story) {
        long openedAt = story.filed();
        order.tells(severity, "OPENED", openedAt);
        return openedAt;
    }

    /** Where the calendar does not know the deadline, any moment will do. */
    private static long due(String severity, long openedAt) {
        long due = WorkOrder.replyDue(severity, openedAt);
        return due == 0 ? openedAt + Span.HOUR : due;
    }
}
