package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.CaseLimits;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.tally.Figure;
import java.time.LocalDate;
import java.util.function.ToIntFunction;

/**
 * What a completed case contributes beside its duration: whether it was done within a day, within its promised and its statutory limit, and how long the one
 * is against the other. docs/counting.md section 6, "Limits".
 *
 * <p>A limit is a length of handling time, the very time that the duration shows: special procedures stop its clock. So a figure asks the calendar for no
 * day behind the completion, and a calendar year that is published later changes none that stands.
 */
final class LimitEvaluation {
    private final WorkingDays workingDays;

    private World world;
    private Fact completion;
    private Fact acceptance;
    private long acceptedAt;
    private HandlingTime handled;
    private LimitLengths lengths;

    LimitEvaluation(WorkingDays workingDays) {
        this.workingDays = workingDays;
    }

    /**
     * Adds to the leaf of the completion, to which the world has been turned.
     *
     * @param completed a completion whose limits were read
     * @param accepting the acceptance; null: none
     * @param accepted when the case was accepted; 0: not known
     * @param time as measured; null: not known
     * @param comparison of the rules that the completion's row is counted under
     */
    void evaluate(
            Fact completed, Fact accepting, long accepted, HandlingTime time, LimitLengths comparison, World into) {
        world = into;
        completion = completed;
        acceptance = accepting;
        acceptedAt = accepted;
        handled = time;
        lengths = comparison;
        world.because(Cause.LIMITS, completion, acceptance);
        world.addToHour(Figure.LIMITS_READ.number(), 1);
        if (handled != null) {
            boolean withinDay = handled.calendarMillis() <= ShanghaiTime.MILLIS_PER_DAY;
            world.addToHour(Figure.DAY_TIMED.number(), 1).addToHour(Figure.WITHIN_DAY.number(), withinDay ? 1 : 0);
        }
        CaseLimits other = acceptance == null || acceptance.limits == null ? CaseLimits.NONE : acceptance.limits;
        int promised = which(other, CaseLimits::promised);
        int statutory = which(other, CaseLimits::statutory);
        count(promised, Figure.PROMISED);
        count(statutory, Figure.STATUTORY);
        if (promised != TimeLimit.NOT_SENT && statutory != TimeLimit.NOT_SENT) {
            compare(TimeLimit.of(promised), TimeLimit.of(statutory));
        }
        if (contradict(other, CaseLimits::promised) || contradict(other, CaseLimits::statutory)) {
            flag("limits-contradict");
        }
    }

    /** The completion's own where it says one, else the acceptance's. */
    private int which(CaseLimits ofAcceptance, ToIntFunction<CaseLimits> limit) {
        int own = limit.applyAsInt(completion.limits);
        int code = TimeLimit.isReadable(own) ? own : limit.applyAsInt(ofAcceptance);
        return TimeLimit.isReadable(code) ? code : TimeLimit.NOT_SENT;
    }

    private boolean contradict(CaseLimits ofAcceptance, ToIntFunction<CaseLimits> limit) {
        int own = limit.applyAsInt(completion.limits);
        int other = limit.applyAsInt(ofAcceptance);
        return TimeLimit.isReadable(own) && TimeLimit.isReadable(other) && own != other;
    }

    /** @param first the figure that the three others of its limit follow */
    private void count(int code, Figure first) {
        if (code == TimeLimit.NOT_SENT) {
            return;
        }
        world.addToHour(first.number(), 1);
        if (handled == null) {
            return;
        }
        TimeLimit limit = TimeLimit.of(code);
        if (isDecidable(limit)) {
            world.addToHour(first.number() + 1, 1).addToHour(first.number() + 2, isMet(limit) ? 1 : 0);
        } else {
            world.addToHour(first.number() + 3, 1);
            flag("limit-beyond-calendar");
        }
    }

    private boolean isDecidable(TimeLimit limit) {
        return limit.unit() != TimeLimit.Unit.WORKING_DAY
                || limit.amount() == 0
                || isOfTheFirstDay()
                || handled.knowsWorkingTime()
                        && workingDays.knows(LocalDate.ofEpochDay(ShanghaiTime.dayIndex(acceptedAt)));
    }

    private boolean isMet(TimeLimit limit) {
        if (isOfTheFirstDay()) {
            return true;
        }
        long firstDay = ShanghaiTime.dayIndex(acceptedAt);
        if (limit.unit() == TimeLimit.Unit.WORKING_DAY && limit.amount() > 0) {
            boolean worked = workingDays.isWorkingDay(LocalDate.ofEpochDay(firstDay));
            long length = (worked ? restOfTheFirstDay() : 0) + limit.amount() * ShanghaiTime.MILLIS_PER_DAY;
            return handled.workingMillis() < length;
        }
        long lastDay =
                switch (limit.unit()) {
                    case CALENDAR_DAY, WORKING_DAY -> firstDay + limit.amount();
                    case MONTH ->
                        LocalDate.ofEpochDay(firstDay)
                                .plusMonths(limit.amount())
                                .toEpochDay();
                    case YEAR ->
                        LocalDate.ofEpochDay(firstDay).plusYears(limit.amount()).toEpochDay();
                };
        return handled.calendarMillis() < ShanghaiTime.startOfDay(lastDay + 1) - acceptedAt;
    }

    /** Whatever the limit and whatever the calendar, the first day is within it: it is not even counted. */
    private boolean isOfTheFirstDay() {
        return handled.calendarMillis() < restOfTheFirstDay();
    }

    private long restOfTheFirstDay() {
        return ShanghaiTime.startOfDay(ShanghaiTime.dayIndex(acceptedAt) + 1) - acceptedAt;
    }

    private void compare(TimeLimit promised, TimeLimit statutory) {
        boolean mixed = promised.unit() != statutory.unit();
        world.addToHour(Figure.LENGTHS_COMPARED.number(), 1)
                .addToHour(Figure.LENGTHS_MIXED.number(), mixed ? 1 : 0)
                .addToHour(Figure.PROMISED_LENGTH.number(), lengths.sevenths(promised))
                .addToHour(Figure.STATUTORY_LENGTH.number(), lengths.sevenths(statutory));
        if (!mixed && promised.amount() > statutory.amount()) {
            flag("promised-beyond-statutory");
        }
    }

    private void flag(String flag) {
        world.because(Cause.FLAG, completion, acceptance).flag(flag, completion.dimensions.department());
        world.because(Cause.LIMITS, completion, acceptance);
    }

    /** A limit that was sent and says nothing counts as none. */
    static void flagWhatCannotBeRead(Fact record, World into) {
        if (record.limits.promised() == TimeLimit.UNREADABLE || record.limits.statutory() == TimeLimit.UNREADABLE) {
            into.flag("limit-unreadable", record.dimensions.department());
        }
    }
}
