package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** Cases with limits: kept to the millisecond, missed by one, moved by special procedures, brought late, contradicting and unreadable. */
final class OnTime {
    private OnTime() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("limit-kept-to-the-millisecond", 10, 40 * 24, story -> toTheMillisecond(story, 1)),
                Scenario.of("limit-missed-by-a-millisecond", 10, 40 * 24, story -> toTheMillisecond(story, 0)),
                Scenario.of("limit-moved-by-procedures", 10, 30 * 24, OnTime::movedByProcedures),
                Scenario.of("limit-brought-late", 10, 75 * 24, OnTime::broughtLate),
                Scenario.of("limits-contradict", 10, 10 * 24, OnTime::contradicting),
                Scenario.of("limit-corrected", 10, 10 * 24, OnTime::corrected),
                Scenario.of("limit-unreadable", 5, 3 * 24, OnTime::unreadable),
                Scenario.of("limit-without-acceptance", 5, 3 * 24, OnTime::withoutAcceptance));
    }

    private static void toTheMillisecond(Story story, long early) {
        long filed = story.filed();
        TimeLimit promised =
                switch (story.draw.below(4)) {
                    case 0 -> new TimeLimit(story.draw.below(5), TimeLimit.NATURAL_DAYS);
                    case 1 -> new TimeLimit(1, TimeLimit.MONTHS);
                    default -> new TimeLimit(1 + story.draw.below(10), TimeLimit.WORKING_DAYS);
                };
        TimeLimit statutory = new TimeLimit(1, TimeLimit.YEARS);
        long completedAt = promised.runsOut(filed).orElse(filed + Span.HOUR) - early;
        Sent accepted = story.accepted(filed, story.promptly(filed));
        Draft draft =
                statutory.in(promised.in(story.clerk.completed(story.file, completedAt), "promised"), "statutory");
        Sent completed = story.completed(draft, story.promptly(completedAt));
        Life life = Life.since(completed);
        Life timed = Life.since(accepted, completed);
        long[][] handled = {{filed, completedAt}};
        story.took(filed, completedAt, timed);
        story.limit("promised", promised, handled, life, timed);
        story.limit("statutory", statutory, handled, life, timed);
        story.compared(promised, statutory, completedAt, life);
        story.generatedDefault(completedAt, Life.since(completed));
    }

    /** An expert review over whole days, some of them worked: both clocks stand still. */
    private static void movedByProcedures(Story story) {
        long filed = story.filed();
        long from = WorkingDays.startOf(Run.day(filed).plusDays(1));
        long to = from + story.draw.between(1, 8) * Span.DAY;
        long completedAt = story.after(to, 60, 9 * 24 * 60);
        TimeLimit promised = new TimeLimit(1 + story.draw.below(5), TimeLimit.WORKING_DAYS);
        TimeLimit statutory = new TimeLimit(1 + story.draw.below(7), TimeLimit.NATURAL_DAYS);
        Sent accepted = story.accepted(filed, story.promptly(filed));
        Draft draft = story.clerk.withSpecialProcedures(story.clerk.completed(story.file, completedAt), from, to);
        Sent completed =
                story.completed(statutory.in(promised.in(draft, "promised"), "statutory"), story.promptly(completedAt));
        Life life = Life.since(completed);
        Life timed = Life.since(accepted, completed);
        long[][] handled = {{filed, from}, {to, completedAt}};
        story.truth.took(handled, completedAt, story.file.ofCase(), timed);
        story.limit("promised", promised, handled, life, timed);
        story.limit("statutory", statutory, handled, life, timed);
        story.compared(promised, statutory, completedAt, life);
        story.generatedDefault(completedAt, Life.since(completed));
    }

    /** The acceptance brings limits and duration when the month of the completion is settled. */
    private static void broughtLate(Story story) {
        long filed = story.filed();
        long completedAt = story.after(filed, 60, 5 * 24 * 60);
        TimeLimit promised = new TimeLimit(2, TimeLimit.WORKING_DAYS);
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), story.promptly(completedAt));
        Sent accepted = story.accepted(
                promised.in(story.clerk.accepted(story.file, filed), "promised"), story.pastCutOff(completedAt));
        Life life = Life.since(accepted, completed);
        story.took(filed, completedAt, life);
        story.limit("promised", promised, new long[][] {{filed, completedAt}}, life, life);
        story.generatedDefault(completedAt, Life.since(completed));
    }

    /** What the completion says holds, not what was promised at the acceptance. */
    private static void contradicting(Story story) {
        long filed = story.filed();
        long completedAt = story.after(filed, 2 * 24 * 60, 6 * 24 * 60);
        TimeLimit said = new TimeLimit(1, TimeLimit.NATURAL_DAYS);
        TimeLimit holds = new TimeLimit(3, TimeLimit.NATURAL_DAYS);
        Sent accepted =
                story.accepted(said.in(story.clerk.accepted(story.file, filed), "promised"), story.promptly(filed));
        Sent completed = story.completed(
                holds.in(story.clerk.completed(story.file, completedAt), "promised"), story.promptly(completedAt));
        Life timed = Life.since(accepted, completed);
        story.took(filed, completedAt, timed);
        story.limit("promised", holds, new long[][] {{filed, completedAt}}, Life.since(completed), timed);
        story.generatedDefault(completedAt, Life.since(completed));
    }

    /** A revision of the completion changes the limit and nothing else: the first is superseded by the second, which is better. */
    private static void corrected(Story story) {
        long filed = story.filed();
        long completedAt = story.after(filed, 2 * 24 * 60, 6 * 24 * 60);
        TimeLimit first = new TimeLimit(1, TimeLimit.NATURAL_DAYS);
        TimeLimit second = new TimeLimit(2, TimeLimit.WORKING_DAYS);
        Sent accepted = story.accepted(filed, story.promptly(filed));
        Sent before = story.send(
                first.in(story.clerk.completed(story.file, completedAt), "promised"), story.promptly(completedAt));
        before.superseded();
        Sent after = story.send(
                        second.in(story.clerk.completed(story.file, completedAt), "promised")
                                .with("revision", 1),
                        story.after(completedAt, 60, 24 * 60))
                .counted();
        long[][] handled = {{filed, completedAt}};
        Life until = Life.since(before).until(after);
        story.completion(completedAt, story.file.ofCase(), Life.since(before));
        story.took(filed, completedAt, Life.since(accepted, before));
        story.limit(
                "promised", first, handled, until, Life.since(accepted, before).until(after));
        story.limit("promised", second, handled, Life.since(after), Life.since(accepted, after));
        story.generatedDefault(completedAt, Life.since(before));
    }

    private static void unreadable(Story story) {
        Handled handled = story.handledUnder(draft -> story.draw.oneIn(2)
                ? new TimeLimit(3, "UNKNOWN").in(draft, "promised")
                : new TimeLimit(-1, TimeLimit.WORKING_DAYS).in(draft, "statutory"));
        story.generatedDefault(handled, Life.since(handled.completed()));
    }

    /** A limit, and nobody knows since when it ran. */
    private static void withoutAcceptance(Story story) {
        long completedAt = story.filed();
        TimeLimit promised = new TimeLimit(1, TimeLimit.WORKING_DAYS);
        TimeLimit statutory = new TimeLimit(3, TimeLimit.WORKING_DAYS);
        Draft draft =
                statutory.in(promised.in(story.clerk.completed(story.file, completedAt), "promised"), "statutory");
        Sent completed = story.completed(draft, story.promptly(completedAt));
        Life life = Life.since(completed);
        story.truth.add("promised", 1, completedAt, story.file.ofCase(), life);
        story.truth.add("statutory", 1, completedAt, story.file.ofCase(), life);
        story.compared(promised, statutory, completedAt, life);
        story.generatedDefault(completedAt, life);
    }
}
