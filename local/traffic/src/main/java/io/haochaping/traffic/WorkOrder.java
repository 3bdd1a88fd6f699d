package io.haochaping.traffic;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A work order while it is told. What is due of it is counted here a second time, under deadlines that stand in no built-in rules: contact on the next
 * working day after it is opened; rectification on the third natural day after contact, on the fifth where it was extended before; the return visit on
 * the second working day after rectification; and replies that are due by a severity which nobody tells.
 */
final class WorkOrder {
    private record Step(Sent sent, long at) {}

    private final Story story;
    private final Map<String, Step> steps = new HashMap<>();
    private Sent granted;
    private Sent refused;

    WorkOrder(Story story) {
        this.story = story;
    }

    /** A step that counts, some time after another moment; returns when. */
    long stepAfter(long before, String step) {
        return step(step, story.after(before, 30, 36 * 60));
    }

    long step(String step, long at) {
        took(step, at, story.send(story.clerk.step(story.file, step, 1, at)).counted());
        return at;
    }

    long step(String step, long at, long appendAt) {
        took(
                step,
                at,
                story.send(story.clerk.step(story.file, step, 1, at), appendAt).counted());
        return at;
    }

    void took(String step, long at, Sent sent) {
        steps.put(step, new Step(sent, at));
        if (!step.equals("RECTIFYING") && !step.equals("EXTENDED")) {
            String figure = "order_" + step.toLowerCase(Locale.ROOT);
            story.truth.add(figure, 1, at, story.file.ofWorkOrder(), Life.since(sent));
        }
    }

    /** The review was void: nothing is due of its order. */
    void voidedBy(Sent claim) {
        granted = claim;
    }

    /** The claim was refused after all, and what is due is due again. */
    void validAgain(Sent claim) {
        refused = claim;
    }

    /** Says what was due, once every step is told. */
    void tellDue() {
        due("contact", "OPENED", "CONTACTED", 1, true, 0);
        due("rectify", "CONTACTED", "RECTIFIED", 3, false, 2);
        due("revisit", "RECTIFIED", "REVISITED", 2, true, 0);
        Step opened = steps.get("OPENED");
        if (opened != null) {
            add("order_reply_unknown_severity", opened.at, false, Life.since(opened.sent));
        }
    }

    private void due(String name, String from, String what, int days, boolean working, int extension) {
        Step begin = steps.get(from);
        if (begin == null) {
            return;
        }
        long plain = lastMilli(begin.at, days, working);
        if (plain == 0) {
            add("order_" + name + "_unknown_days", begin.at, false, Life.since(begin.sent));
            return;
        }
        Step extended = steps.get("EXTENDED");
        Step done = steps.get(what);
        if (extension > 0 && extended != null && extended.at <= plain) {
            tell(name, plain, Life.since(begin.sent).until(extended.sent), done);
            long later = lastMilli(begin.at, days + extension, working);
            tell(name, later, Life.since(begin.sent, extended.sent), done);
        } else {
            tell(name, plain, Life.since(begin.sent), done);
        }
    }

    private void tell(String name, long due, Life life, Step done) {
        add("order_" + name + "_due", due, true, life);
        if (done != null && done.at <= due) {
            Life both = new Life(Math.max(life.from(), done.sent.knownAt()), life.until());
            add("order_" + name + "_met", due, true, both);
        }
    }

    /** While the order is valid: before a claim is granted, and again behind its refusal. */
    private void add(String figure, long at, boolean dated, Life life) {
        Life first = granted == null ? life : life.until(granted);
        story.truth.addOrderDue(figure, at, dated, story.file.ofWorkOrder(), first);
        if (refused != null) {
            Life again = new Life(Math.max(life.from(), refused.knownAt()), life.until());
            story.truth.addOrderDue(figure, at, dated, story.file.ofWorkOrder(), again);
        }
    }

    /** When contact is due of an order that is opened then; 0: nobody knows. */
    static long contactDue(long openedAt) {
        return lastMilli(openedAt, 1, true);
    }

    /** When rectification is due after a contact, without an extension. */
    static long rectificationDue(long contactedAt) {
        return lastMilli(contactedAt, 3, false);
    }

    /** The last millisecond of the n-th day after that of a moment; 0 where a day's year is unknown. */
    private static long lastMilli(long from, int days, boolean working) {
        LocalDate day = Run.day(from);
        for (int left = days; left > 0; ) {
            day = day.plusDays(1);
            if (working && !WorkingDays.known(day)) {
                return 0;
            }
            left -= !working || WorkingDays.working(day) ? 1 : 0;
        }
        return WorkingDays.startOf(day.plusDays(1)) - 1;
    }
}
