package io.haochaping.traffic;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A work order while it is told. What is due of it is counted here a second time, under deadlines that stand in no built-in rules: contact on the next
 * working day after it is opened; rectification on the third natural day after contact, on the fifth where it was extended before; the return visit on
 * the second working day after rectification; and the reply after the order is opened, on the second working day of an ordinary and on the fourth of a difficult one.
 */
final class WorkOrder {
    private static final Map<String, Integer> REPLY_DAYS = Map.of("ordinary", 2, "difficult", 4);

    private record Step(Sent sent, long at) {}

    private record Told(Step step, String severity) {}

    private final Story story;
    private final Map<String, Step> steps = new HashMap<>();
    /** What the steps say of the severity, as they happened; {@link #replyDue} knows two at most. */
    private final List<Told> told = new ArrayList<>();

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

    /** A step that tells the severity. */
    Sent tells(String severity, String step, long at) {
        return tells(severity, step, at, story.send(telling(severity, step, at)).counted());
    }

    Sent tells(String severity, String step, long at, long appendAt) {
        return tells(
                severity,
                step,
                at,
                story.send(telling(severity, step, at), appendAt).counted());
    }

    private Draft telling(String severity, String step, long at) {
        return story.clerk.step(story.file, step, 1, at).with("severity", severity);
    }

    private Sent tells(String severity, String step, long at, Sent sent) {
        took(step, at, sent);
        if (told.size() == 2) {
            throw new IllegalStateException("the truth of an order knows two severities, and here is a third");
        }
        told.add(new Told(steps.get(step), severity));
        return sent;
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
        if (steps.containsKey("OPENED")) {
            replyDue(steps.get("OPENED"));
        }
    }

    /** For each set of the tellings that may be known at a time, what it says. */
    private void replyDue(Step opened) {
        Life known = Life.since(opened.sent);
        if (told.isEmpty()) {
            reply("", opened, known);
            return;
        }
        Told first = told.get(0);
        if (told.size() == 1) {
            reply("", opened, known.until(first.step.sent));
            reply(first.severity, opened, Life.since(opened.sent, first.step.sent));
            return;
        }
        Told second = told.get(1);
        reply("", opened, known.until(first.step.sent).until(second.step.sent));
        reply(first.severity, opened, Life.since(opened.sent, first.step.sent).until(second.step.sent));
        reply(second.severity, opened, Life.since(opened.sent, second.step.sent).until(first.step.sent));
        long ends = replyDue(first.severity, opened.at);
        boolean inTime = ends == 0 || second.step.at <= ends;
        reply(
                inTime ? second.severity : first.severity,
                opened,
                Life.since(opened.sent, first.step.sent, second.step.sent));
    }

    private void reply(String severity, Step opened, Life life) {
        if (!REPLY_DAYS.containsKey(severity)) {
            add("order_reply_unknown_severity", opened.at, false, life);
            return;
        }
        long due = replyDue(severity, opened.at);
        if (due == 0) {
            add("order_reply_unknown_days", opened.at, false, life);
        } else {
            tell("reply", due, life, steps.get("REPLIED"));
        }
    }

    /** When the reply is due of an order of a severity; 0: nobody knows. */
    static long replyDue(String severity, long openedAt) {
        Integer days = REPLY_DAYS.get(severity);
        return days == null ? 0 : lastMilli(openedAt, days, true);
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
