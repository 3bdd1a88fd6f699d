package io.haochaping.traffic;

import java.util.List;

/** Work orders at the edges of their deadlines. They say nothing that an ordinary mix does not say where the rules have no deadlines, and are told where they are asked for. */
final class OrdersInTime {
    private OrdersInTime() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("order-kept-to-the-millisecond", 0, 20 * 24, OrdersInTime::keptToTheMillisecond),
                Scenario.of("order-missed-by-a-millisecond", 0, 20 * 24, OrdersInTime::missedByAMillisecond),
                Scenario.of("order-untouched", 0, 1, OrdersInTime::untouched),
                Scenario.of("order-extended", 0, 20 * 24, OrdersInTime::extended),
                Scenario.of("order-extended-too-late", 0, 20 * 24, OrdersInTime::extendedTooLate),
                Scenario.of("order-contact-after-cut-off", 0, 62 * 24, OrdersInTime::contactAfterCutOff),
                Scenario.of("order-extension-after-cut-off", 0, 62 * 24, OrdersInTime::extensionAfterCutOff),
                Scenario.of("order-void-after-cut-off", 0, 62 * 24, OrdersInTime::voidAfterCutOff),
                Scenario.of("order-valid-again", 0, 12 * 24, OrdersInTime::validAgain),
                Scenario.of("order-not-opened", 0, 6 * 24, OrdersInTime::notOpened));
    }

    private static void keptToTheMillisecond(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        long contactedAt = order.step("CONTACTED", known(WorkOrder.contactDue(openedAt), openedAt));
        order.step("RECTIFIED", WorkOrder.rectificationDue(contactedAt));
        order.tellDue();
    }

    private static void missedByAMillisecond(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        long contactedAt = order.step("CONTACTED", known(WorkOrder.contactDue(openedAt), openedAt) + 1);
        order.step("RECTIFIED", WorkOrder.rectificationDue(contactedAt) + 1);
        order.tellDue();
    }

    /** Where the calendar does not know the deadline, any moment will do. */
    private static long known(long due, long openedAt) {
        return due == 0 ? openedAt + Span.HOUR : due;
    }

    private static void untouched(Story story) {
        WorkOrder order = new WorkOrder(story);
        order.step("OPENED", story.filed());
        order.tellDue();
    }

    private static void extended(Story story) {
        WorkOrder order = new WorkOrder(story);
        long contactedAt = order.stepAfter(order.step("OPENED", story.filed()), "CONTACTED");
        long due = WorkOrder.rectificationDue(contactedAt);
        order.step("EXTENDED", due);
        order.step("RECTIFIED", story.after(due, 1, 2 * 24 * 60));
        order.tellDue();
    }

    private static void extendedTooLate(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        long due = WorkOrder.rectificationDue(order.stepAfter(openedAt, "CONTACTED"));
        order.step("EXTENDED", due + 1);
        order.step("RECTIFIED", story.after(due, 1, 24 * 60));
        order.tellDue();
    }

    /** Contacted in time, but the record of it comes when the month of the deadline is settled. */
    private static void contactAfterCutOff(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        long at = story.after(openedAt, 30, 10 * 60);
        order.step("CONTACTED", at, story.pastCutOff(WorkOrder.contactDue(openedAt)));
        order.tellDue();
    }

    /** The deadline of before stays in the settled figure; the correction moves it. */
    private static void extensionAfterCutOff(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        long contactedAt = order.stepAfter(openedAt, "CONTACTED");
        long due = WorkOrder.rectificationDue(contactedAt);
        order.step("RECTIFIED", story.after(contactedAt, 30, 24 * 60));
        order.step("EXTENDED", story.after(contactedAt, 30, 24 * 60), story.pastCutOff(due));
        order.tellDue();
    }

    private static void voidAfterCutOff(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        order.stepAfter(openedAt, "CONTACTED");
        long grantedAt = story.pastCutOff(WorkOrder.contactDue(openedAt));
        order.voidedBy(granted(story, grantedAt, true));
        order.tellDue();
    }

    private static void validAgain(Story story) {
        WorkOrder order = new WorkOrder(story);
        long openedAt = order.step("OPENED", story.filed());
        long contactedAt = order.stepAfter(openedAt, "CONTACTED");
        long grantedAt = story.after(contactedAt, 30, 24 * 60);
        Sent granted = granted(story, grantedAt, false);
        Sent refused = story.send(story.clerk.claim(
                        story.file, "INVALID_REFUSED", 1, "CL-1", story.after(grantedAt, 30, 24 * 60)))
                .counted();
        order.voidedBy(granted);
        order.validAgain(refused);
        story.truth.add(
                "voids",
                1,
                grantedAt,
                story.file.ofWorkOrder(),
                Life.since(granted).until(refused));
        order.tellDue();
    }

    static Sent granted(Story story, long at, boolean stands) {
        Sent granted = story.send(story.clerk.claim(story.file, "INVALID_GRANTED", 1, "CL-1", at));
        if (stands) {
            story.truth.add("voids", 1, at, story.file.ofWorkOrder(), Life.since(granted));
            return granted.counted();
        }
        return granted.superseded();
    }

    /** Nobody says when it was opened: contact is not due, and what runs from contact is. */
    private static void notOpened(Story story) {
        WorkOrder order = new WorkOrder(story);
        order.stepAfter(order.step("CONTACTED", story.filed()), "RECTIFIED");
        order.tellDue();
    }
}
