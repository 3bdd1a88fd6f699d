package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadline.Severity;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What is due of the work orders of a session, and what was done in time: docs/counting.md section 6, "Work orders". A pure function of the steps that
 * took their places, of the claims, and of the rules of the case.
 *
 * <p>What was due counts at its deadline and is dated, as it is of complaints: an order that nobody touches is late without a timer.
 */
final class OrderEvaluation {
    /** Last millisecond of a day that the calendar does not know. */
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final WorkingDays workingDays;
    private final Fact[] taken = new Fact[Step.values().length];

    private World world;
    private Rules rules;

    OrderEvaluation(WorkingDays workingDays) {
        this.workingDays = workingDays;
    }

    /**
     * @param sorted records of a session by {@link Precedence#BY_PLACE}
     * @param holding the rules of the case
     * @param isVoid whether the review of an ordinal was void: its orders are not valid, and nothing of them is due
     */
    void evaluate(Fact[] sorted, int size, Rules holding, IntPredicate isVoid, World into) {
        if (holding.orderDeadlines().isEmpty()) {
            return;
        }
        world = into;
        rules = holding;
        for (int from = 0; from < size; ) {
            int to = from + 1;
            if (Precedence.place(sorted[from]) == Precedence.ORDER_STEP) {
                to = takeOrder(sorted, from, size);
                if (!isVoid.test(sorted[from].ordinal)) {
                    countDue();
                }
            }
            from = to;
        }
    }

    /** Returns where the next order begins. */
    private int takeOrder(Fact[] sorted, int from, int size) {
        Arrays.fill(taken, null);
        Fact first = sorted[from];
        int to = from;
        while (to < size && isOfOneOrder(first, sorted[to])) {
            Step step = sorted[to].step;
            if (taken[step.ordinal()] == null) {
                taken[step.ordinal()] = sorted[to];
            }
            to++;
        }
        return to;
    }

    private static boolean isOfOneOrder(Fact one, Fact other) {
        return Precedence.place(other) == Precedence.ORDER_STEP
                && one.ordinal == other.ordinal
                && one.group.equals(other.group);
    }

    private void countDue() {
        countDue(Step.CONTACTED, Figure.ORDER_CONTACT_DUE);
        countDue(Step.RECTIFIED, Figure.ORDER_RECTIFY_DUE);
        countDue(Step.REPLIED, Figure.ORDER_REPLY_DUE);
        countDue(Step.REVISITED, Figure.ORDER_REVISIT_DUE);
    }

    /** @param first the figure that met, unknown days and unknown severity of the step follow */
    private void countDue(Step step, Figure first) {
        List<OrderDeadline> deadlines = rules.orderDeadlines().of(step);
        if (deadlines.isEmpty()) {
            return;
        }
        OrderDeadline deadline = deadlines.get(0);
        Fact begin = taken[deadline.after().ordinal()];
        if (begin == null) {
            return;
        }
        if (deadline.severity() != Severity.ANY || deadlines.size() > 1) {
            count(begin, begin.ownTime, false, first.number() + 3);
            return;
        }
        long due = due(begin, deadline);
        if (due == UNKNOWN) {
            count(begin, begin.ownTime, false, first.number() + 2);
            return;
        }
        Fact done = taken[step.ordinal()];
        boolean met = done != null && done.ownTime <= due;
        world.because(Cause.DEADLINE, begin, met ? done : null);
        world.leaf(due, true, begin.dimensions, rules).addToHour(first.number(), 1);
        if (met) {
            world.addToHour(first.number() + 1, 1);
        }
    }

    private void count(Fact begin, long time, boolean dated, int figure) {
        world.because(Cause.DEADLINE, begin, null);
        world.leaf(time, dated, begin.dimensions, rules).addToHour(figure, 1);
    }

    /** The last millisecond in time. An order is extended only while its deadline has not passed: late is late. */
    private long due(Fact begin, OrderDeadline deadline) {
        long due = endOfDay(begin, deadline.days(), deadline.working());
        Fact extended = taken[Step.EXTENDED.ordinal()];
        boolean isExtended =
                due != UNKNOWN && deadline.extensionDays() > 0 && extended != null && extended.ownTime <= due;
        return isExtended ? endOfDay(begin, deadline.days() + deadline.extensionDays(), deadline.working()) : due;
    }

    private long endOfDay(Fact begin, int days, boolean working) {
        long day = ShanghaiTime.dayIndex(begin.ownTime);
        if (working) {
            Optional<LocalDate> last = workingDays.plus(LocalDate.ofEpochDay(day), days);
            return last.isEmpty() ? UNKNOWN : ShanghaiTime.startOfDay(last.get().toEpochDay() + 1) - 1;
        }
        return ShanghaiTime.startOfDay(day + days + 1) - 1;
    }
}
