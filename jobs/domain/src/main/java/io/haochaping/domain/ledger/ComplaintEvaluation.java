package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.ComplaintTerms;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.rules.ComplaintRules;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What the steps of one complaint contribute beside {@code complaints}: docs/counting.md section 6, "Complaints". A pure function of the steps
 * that took their places.
 *
 * <p>What was due counts at its deadline and is dated: a view shows it once everything up to the end of that day has been read. So a complaint
 * that nobody takes up is late without a timer, and one whose time has not come is neither.
 */
final class ComplaintEvaluation {
    private final RuleBook rules;
    private final Limits limits;
    private final WorkingDays workingDays;

    private World world;
    private Fact received;
    private Fact accepted;
    private Fact completed;
    private Fact replied;
    private Fact replyRated;

    ComplaintEvaluation(RuleBook rules, Limits limits, WorkingDays workingDays) {
        this.rules = rules;
        this.limits = limits;
        this.workingDays = workingDays;
    }

    /** @param sorted records of a session by {@link Precedence#BY_PLACE} */
    void evaluate(Fact[] sorted, int size, World into) {
        // A case has no complaint steps, a complaint nothing else; where there are any they stand last.
        if (size == 0 || sorted[size - 1].kind != FactKind.COMPLAINT) {
            return;
        }
        world = into;
        findSteps(sorted, size);
        countStep(accepted, Figure.COMPLAINT_ACCEPTED);
        countStep(replied, Figure.COMPLAINT_REPLIED);
        countCompletion();
        countReplyRating();
        if (received != null) {
            countDeadlines();
        }
    }

    private void findSteps(Fact[] sorted, int size) {
        received = null;
        accepted = null;
        completed = null;
        replied = null;
        replyRated = null;
        for (int i = 0; i < size; i++) {
            boolean takesPlace = i == 0 || Precedence.samePlace(sorted[i - 1], sorted[i]) != 0;
            if (takesPlace && sorted[i].complaint != null) {
                place(sorted[i]);
            }
        }
    }

    private void place(Fact step) {
        switch (step.step) {
            case COMPLAINT_RECEIVED -> received = step;
            case COMPLAINT_ACCEPTED -> accepted = step;
            case COMPLAINT_COMPLETED -> completed = step;
            case COMPLAINT_REPLIED -> replied = step;
            case COMPLAINT_REPLY_RATED -> replyRated = step;
            default -> {}
        }
    }

    private void countStep(Fact step, Figure figure) {
        if (step != null) {
            leafOf(step).addToHour(figure.number(), 1);
        }
    }

    private World leafOf(Fact step) {
        world.because(Cause.STEP, step, null);
        return world.leaf(step.ownTime, false, step.dimensions, rulesOf(step));
    }

    private Rules rulesOf(Fact step) {
        return rules.at(step.dimensions.region(), step.ownTime);
    }

    private void countCompletion() {
        if (completed == null) {
            return;
        }
        countStep(completed, Figure.COMPLAINT_COMPLETED);
        if (received != null && received.ownTime <= completed.ownTime) {
            world.because(Cause.DURATION, completed, received)
                    .addToHour(Figure.COMPLAINT_TIMED.number(), 1)
                    .addToHour(Figure.COMPLAINT_SECONDS.number(), (completed.ownTime - received.ownTime) / 1_000);
        }
    }

    /** An unknown level says nothing; the rates stand beside how many there were. */
    private void countReplyRating() {
        if (replyRated == null || replyRated.level == 0) {
            return;
        }
        countStep(replyRated, Figure.COMPLAINT_REPLY_RATED);
        if (replyRated.level >= rulesOf(replyRated).goodFrom()) {
            world.addToHour(Figure.COMPLAINT_REPLY_SATISFIED.number(), 1);
        }
    }

    private void countDeadlines() {
        ComplaintRules terms = rules.complaintsAt(received.dimensions.region(), received.ownTime);
        countDeadline(
                due(ComplaintTerms::acceptanceDueAt, terms.acceptDays()),
                accepted,
                Figure.COMPLAINT_ACCEPTANCE_DUE,
                Figure.COMPLAINT_ACCEPTANCE_MET);
        boolean simple = isSimple();
        long completionDue = due(ComplaintTerms::completionDueAt, simple ? terms.simpleDays() : terms.completeDays());
        countDeadline(completionDue, completed, Figure.COMPLAINT_COMPLETION_DUE, Figure.COMPLAINT_COMPLETION_MET);
        if (simple) {
            countDeadline(completionDue, completed, Figure.COMPLAINT_SIMPLE_DUE, Figure.COMPLAINT_SIMPLE_MET);
        }
    }

    private void countDeadline(long due, Fact step, Figure ofDue, Figure ofMet) {
        if (due == 0) {
            return;
        }
        world.because(Cause.STEP, received, null);
        world.leaf(due, true, received.dimensions, rulesOf(received)).addToHour(ofDue.number(), 1);
        if (step != null && step.ownTime <= due) {
            world.addToHour(ofMet.number(), 1);
        }
    }

    private boolean isSimple() {
        return says(received) || says(accepted) || says(completed);
    }

    private static boolean says(Fact step) {
        return step != null && step.complaint.simple();
    }

    /** The last millisecond in time: as received, accepted or completed carries it, in this order; else by the rules; 0: the calendar does not say. */
    private long due(ToLongFunction<ComplaintTerms> carried, int days) {
        for (Fact step : new Fact[] {received, accepted, completed}) {
            long due = step == null ? 0 : carried.applyAsLong(step.complaint);
            if (due >= received.ownTime && due <= received.ownTime + limits.sessionLength()) {
                return due;
            }
        }
        LocalDate day = LocalDate.ofEpochDay(ShanghaiTime.dayIndex(received.ownTime));
        Optional<LocalDate> last = workingDays.plus(day, days);
        return last.isEmpty() ? 0 : ShanghaiTime.startOfDay(last.get().toEpochDay() + 1) - 1;
    }
}
