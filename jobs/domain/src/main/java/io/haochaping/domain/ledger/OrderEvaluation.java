package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadline.Severity;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import java.time.LocalDate;
import java.util.ArrayList;
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
    /** Those of the taken steps that tell a severity, as they happened; a re-rating is the citizen's, and tells none. */
    private final List<Fact> telling = new ArrayList<>();

    /** Which of them decided the deadline that was looked for last; null: none. */
    private Fact teller;

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
        telling.clear();
        Fact first = sorted[from];
        int to = from;
        while (to < size && isOfOneOrder(first, sorted[to])) {
            Step step = sorted[to].step;
            if (taken[step.ordinal()] == null) {
                taken[step.ordinal()] = sorted[to];
                if (sorted[to].severity != ToldSeverity.NOTHING && step != Step.RERATED) {
                    telling.add(sorted[to]);
                }
            }
            to++;
        }
        if (telling.size() > 1) {
            telling.sort(Precedence::byTimeAndContent);
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
        OrderDeadline deadline = decided(deadlines);
        Fact begin = begin(deadline == null ? deadlines.get(0) : deadline);
        if (begin == null) {
            return;
        }
        if (deadline == null) {
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
        if (teller == null) {
            world.because(Cause.DEADLINE, begin, met ? done : null);
        } else {
            boolean difficult = teller.severity == ToldSeverity.DIFFICULT;
            world.because(
                    difficult ? Cause.DEADLINE_DIFFICULT : Cause.DEADLINE_ORDINARY,
                    begin,
                    teller == begin ? null : teller);
        }
        world.leaf(due, true, begin.dimensions, rules).addToHour(first.number(), 1);
        if (met) {
            world.because(Cause.DEADLINE, begin, done);
            world.addToHour(first.number() + 1, 1);
        }
    }

    private Fact begin(OrderDeadline deadline) {
        return taken[deadline.after().ordinal()];
    }

    /**
     * The deadline of the order among those of one step; null where its severity is not told. An order is classified anew only while the deadline that it has has not passed: late is late,
     * as it is with an extension.
     */
    private OrderDeadline decided(List<OrderDeadline> deadlines) {
        teller = null;
        if (deadlines.size() == 1 && deadlines.get(0).severity() == Severity.ANY) {
            return deadlines.get(0);
        }
        OrderDeadline holding = null;
        for (Fact step : telling) {
            if (holding != null && isPast(holding, step.ownTime)) {
                break;
            }
            holding = OrderDeadlines.of(deadlines, step.severity);
            teller = step;
        }
        return holding;
    }

    private boolean isPast(OrderDeadline deadline, long time) {
        Fact begin = begin(deadline);
        long due = begin == null ? UNKNOWN : due(begin, deadline);
        return due != UNKNOWN && time > due;
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
