package io.haochaping.traffic;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Complaints: a stream of their own, with deadlines counted here a second time, in working days from the day of receipt. */
final class Complaints {
    private static final int ACCEPT_DAYS = 5;
    private static final int COMPLETE_DAYS = 15;
    private static final int SIMPLE_DAYS = 1;

    private Complaints() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("complaint", 20, 10 * 24, Complaints::complaint),
                Scenario.of("complaint-received-twice", 10, 3 * 24, Complaints::receivedTwice),
                Scenario.of("complaint-simple", 10, 5 * 24, Complaints::simple),
                Scenario.of("complaint-late", 10, 50 * 24, Complaints::late),
                Scenario.of("complaint-due-sent", 10, 7 * 24, Complaints::dueSent),
                Scenario.of("complaint-due-sent-later", 10, 7 * 24, Complaints::dueSentLater),
                Scenario.of("complaint-accepted-after-cut-off", 10, 70 * 24, Complaints::acceptedAfterCutOff),
                Scenario.of("complaint-not-received", 5, 4 * 24, Complaints::notReceived),
                Scenario.of("complaint-reply-unreadable", 5, 3 * 24, Complaints::replyUnreadable));
    }

    private static void complaint(Story story) {
        long at = story.filed();
        Sent received = received(story, at);
        long acceptedAt = story.after(at, 60, 2 * 24 * 60);
        met("acceptance", acceptedAt, due(at, ACCEPT_DAYS), story, received, step(story, "ACCEPTED", acceptedAt));
        long completedAt = story.after(acceptedAt, 60, 2 * 24 * 60);
        Sent completed = step(story, "COMPLETED", completedAt);
        met("completion", completedAt, due(at, COMPLETE_DAYS), story, received, completed);
        took(story, at, completedAt, Life.since(received, completed));
        long repliedAt = story.after(completedAt, 60, 2 * 24 * 60);
        step(story, "REPLIED", repliedAt);
        replyRated(story, story.after(repliedAt, 60, 2 * 24 * 60), 1 + story.draw.below(5));
    }

    private static void receivedTwice(Story story) {
        long at = story.filed();
        received(story, at);
        story.send(story.clerk.complaint(story.file, "RECEIVED", story.after(at, 30, 2 * 24 * 60)))
                .superseded();
    }

    /** A question that can be answered on the next working day, and is or is not. */
    private static void simple(Story story) {
        long at = story.filed();
        Sent received = story.send(
                        story.clerk.complaint(story.file, "RECEIVED", at).with("simple", true))
                .counted();
        story.truth.add("complaints", 1, at, story.file.ofComplaint(), Life.since(received));
        Life life = Life.since(received);
        due(story, "acceptance", due(at, ACCEPT_DAYS), life);
        long due = due(at, SIMPLE_DAYS);
        due(story, "completion", due, life);
        due(story, "simple", due, life);
        long completedAt = story.after(at, 10, 4 * 24 * 60);
        Sent completed = step(story, "COMPLETED", completedAt);
        met("completion", completedAt, due, story, received, completed);
        met("simple", completedAt, due, story, received, completed);
        took(story, at, completedAt, Life.since(received, completed));
    }

    /** Taken up and settled after both deadlines. */
    private static void late(Story story) {
        long at = story.filed();
        Sent received = received(story, at);
        long acceptedAt = story.after(at, 18 * 24 * 60, 20 * 24 * 60);
        step(story, "ACCEPTED", acceptedAt);
        long completedAt = story.after(acceptedAt, 20 * 24 * 60, 25 * 24 * 60);
        took(story, at, completedAt, Life.since(received, step(story, "COMPLETED", completedAt)));
    }

    /** The receipt says until when; one deadline is kept to the millisecond, one is missed by one. */
    private static void dueSent(Story story) {
        long at = story.filed();
        long acceptanceDue = story.after(at, 60, 24 * 60);
        long completionDue = story.after(acceptanceDue, 60, 48 * 60);
        Sent received = story.send(story.clerk
                        .complaint(story.file, "RECEIVED", at)
                        .with("acceptanceDueAt", acceptanceDue)
                        .with("completionDueAt", completionDue))
                .counted();
        story.truth.add("complaints", 1, at, story.file.ofComplaint(), Life.since(received));
        due(story, "acceptance", acceptanceDue, Life.since(received));
        due(story, "completion", completionDue, Life.since(received));
        met("acceptance", acceptanceDue, acceptanceDue, story, received, step(story, "ACCEPTED", acceptanceDue));
        took(story, at, completionDue + 1, Life.since(received, step(story, "COMPLETED", completionDue + 1)));
    }

    /** Until the acceptance says otherwise the deadline is the one of the rules. */
    private static void dueSentLater(Story story) {
        long at = story.filed();
        Sent received =
                story.send(story.clerk.complaint(story.file, "RECEIVED", at)).counted();
        story.truth.add("complaints", 1, at, story.file.ofComplaint(), Life.since(received));
        due(story, "acceptance", due(at, ACCEPT_DAYS), Life.since(received));
        long acceptedAt = story.after(at, 60, 24 * 60);
        long sentDue = story.after(acceptedAt, 60, 24 * 60);
        Sent accepted = story.send(story.clerk
                        .complaint(story.file, "ACCEPTED", acceptedAt)
                        .with("completionDueAt", sentDue))
                .counted();
        story.truth.add("complaint_accepted", 1, acceptedAt, story.file.ofComplaint(), Life.since(accepted));
        met("acceptance", acceptedAt, due(at, ACCEPT_DAYS), story, received, accepted);
        due(story, "completion", due(at, COMPLETE_DAYS), Life.since(received).until(accepted));
        due(story, "completion", sentDue, Life.since(received, accepted));
    }

    /** Accepted in time, but the record of it comes when the month of the deadline is settled. */
    private static void acceptedAfterCutOff(Story story) {
        long at = story.filed();
        Sent received = received(story, at);
        long due = due(at, ACCEPT_DAYS);
        long acceptedAt = story.after(at, 60, 10 * 60);
        Sent accepted = story.send(
                        story.clerk.complaint(story.file, "ACCEPTED", acceptedAt),
                        due == 0 ? story.promptly(acceptedAt) : story.pastCutOff(due))
                .counted();
        story.truth.add("complaint_accepted", 1, acceptedAt, story.file.ofComplaint(), Life.since(accepted));
        met("acceptance", acceptedAt, due, story, received, accepted);
    }

    /** Nobody says when it came in: no deadline, no duration. */
    private static void notReceived(Story story) {
        long at = story.filed();
        step(story, "ACCEPTED", at);
        step(story, "COMPLETED", story.after(at, 60, 2 * 24 * 60));
    }

    private static void replyUnreadable(Story story) {
        story.send(story.clerk
                        .complaint(story.file, "REPLY_RATED", story.filed())
                        .with("level", "9"))
                .counted();
    }

    /** An ordinary receipt: both deadlines by the rules. */
    static Sent received(Story story, long at) {
        Sent sent =
                story.send(story.clerk.complaint(story.file, "RECEIVED", at)).counted();
        story.truth.add("complaints", 1, at, story.file.ofComplaint(), Life.since(sent));
        due(story, "acceptance", due(at, ACCEPT_DAYS), Life.since(sent));
        due(story, "completion", due(at, COMPLETE_DAYS), Life.since(sent));
        return sent;
    }

    private static Sent step(Story story, String step, long at) {
        Sent sent = story.send(story.clerk.complaint(story.file, step, at)).counted();
        String figure = "complaint_" + step.toLowerCase(Locale.ROOT);
        story.truth.add(figure, 1, at, story.file.ofComplaint(), Life.since(sent));
        return sent;
    }

    private static void replyRated(Story story, long at, int level) {
        Draft draft = story.clerk
                .complaint(story.file, "REPLY_RATED", at)
                .with("level", RawCodes.level(story.file.codeSystem(), level));
        Life life = Life.since(story.send(draft).counted());
        story.truth.add("complaint_reply_rated", 1, at, story.file.ofComplaint(), life);
        if (level >= 3) {
            story.truth.add("complaint_reply_satisfied", 1, at, story.file.ofComplaint(), life);
        }
    }

    private static void took(Story story, long from, long to, Life life) {
        story.truth.add("complaint_timed", 1, to, story.file.ofComplaint(), life);
        story.truth.add("complaint_seconds", (to - from) / Span.SECOND, to, story.file.ofComplaint(), life);
    }

    private static void due(Story story, String what, long due, Life life) {
        if (due != 0) {
            story.truth.addDated("complaint_" + what + "_due", due, story.file.ofComplaint(), life);
        }
    }

    private static void met(String what, long doneAt, long due, Story story, Sent... needed) {
        if (due != 0 && doneAt <= due) {
            story.truth.addDated("complaint_" + what + "_met", due, story.file.ofComplaint(), Life.since(needed));
        }
    }

    /** The last millisecond of the n-th working day after the day of receipt; 0 where a day's year is unknown. */
    private static long due(long receivedAt, int workingDays) {
        LocalDate day = Run.day(receivedAt);
        for (int left = workingDays; left > 0; ) {
            day = day.plusDays(1);
            if (!WorkingDays.known(day)) {
                return 0;
            }
            left -= WorkingDays.working(day) ? 1 : 0;
        }
        return WorkingDays.startOf(day.plusDays(1)) - 1;
    }
}
