package io.haochaping.domain.ledger;

import static io.haochaping.domain.ledger.CaseRecord.complaint;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.rules.ComplaintRules;
import io.haochaping.domain.rules.CountsFor;
import io.haochaping.domain.rules.FraudRules;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.MeanScore;
import io.haochaping.domain.rules.RatingIdentity;
import io.haochaping.domain.rules.ReRating;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/counting.md section 6, "Complaints", sentence by sentence. 2 March 2026 is a Monday. */
final class ComplaintTest {
    private static final String AT = "|440100000000|11440100007482532L|hall-1|item-1|web||builtin-1|";

    @Test
    void usageExample() {
        Books books = Books.of(
                complaint(Step.COMPLAINT_RECEIVED).at("2026-03-02T10:00"),
                complaint(Step.COMPLAINT_ACCEPTED).at("2026-03-03T09:00"),
                complaint(Step.COMPLAINT_COMPLETED).at("2026-03-06T10:00"),
                complaint(Step.COMPLAINT_REPLIED).at("2026-03-06T11:00"),
                complaint(Step.COMPLAINT_REPLY_RATED).level(4).at("2026-03-07T08:00"));

        assertThat(books.row("hour|2026-03-03T09" + AT + "in-time")).isEqualTo("complaint_accepted=1");
        assertThat(books.row("hour|2026-03-06T10" + AT + "in-time"))
                .isEqualTo("complaint_completed=1,complaint_timed=1,complaint_seconds=345600");
        assertThat(books.row("hour|2026-03-06T11" + AT + "in-time")).isEqualTo("complaint_replied=1");
        assertThat(books.row("hour|2026-03-07T08" + AT + "in-time"))
                .isEqualTo("complaint_reply_rated=1,complaint_reply_satisfied=1");
        assertThat(books.row("hour|2026-03-09T23" + AT + "dated-in-time"))
                .as("acceptance: the fifth working day after it")
                .isEqualTo("complaint_acceptance_due=1,complaint_acceptance_met=1");
        assertThat(books.row("hour|2026-03-23T23" + AT + "dated-in-time"))
                .as("completion: the fifteenth")
                .isEqualTo("complaint_completion_due=1,complaint_completion_met=1");
    }

    @Test
    void nobodyTakesItUpAndItIsLateWithoutATimer() {
        Books books = Books.of(complaint(Step.COMPLAINT_RECEIVED));

        assertThat(books.total(Part.DATED_IN_TIME, Figure.COMPLAINT_ACCEPTANCE_DUE))
                .isEqualTo(1);
        assertThat(books.total(Figure.COMPLAINT_ACCEPTANCE_MET)).isZero();
    }

    @Test
    void theEndOfTheLastDayIsInTimeAndTheNextMillisecondIsNot() {
        long due = CaseRecord.millis("2026-03-10T00:00") - 1;

        assertThat(Books.of(
                                complaint(Step.COMPLAINT_RECEIVED),
                                complaint(Step.COMPLAINT_ACCEPTED).atMillis(due))
                        .total(Figure.COMPLAINT_ACCEPTANCE_MET))
                .isEqualTo(1);
        assertThat(Books.of(
                                complaint(Step.COMPLAINT_RECEIVED),
                                complaint(Step.COMPLAINT_ACCEPTED).atMillis(due + 1))
                        .total(Figure.COMPLAINT_ACCEPTANCE_MET))
                .isZero();
    }

    @Test
    void aDeadlineThatWasSentGoesBeforeTheRules() {
        Books books = Books.of(
                complaint(Step.COMPLAINT_RECEIVED).at("2026-03-02T10:00").due("2026-03-02T18:00", "2026-03-04T18:00"),
                complaint(Step.COMPLAINT_ACCEPTED).at("2026-03-02T18:00").due("2026-03-05T18:00", "2026-03-05T18:00"),
                complaint(Step.COMPLAINT_COMPLETED).at("2026-03-04T18:01"));

        assertThat(books.row("hour|2026-03-02T18" + AT + "dated-in-time"))
                .isEqualTo("complaint_acceptance_due=1,complaint_acceptance_met=1");
        assertThat(books.row("hour|2026-03-04T18" + AT + "dated-in-time")).isEqualTo("complaint_completion_due=1");
    }

    @Test
    void aPlaceMayHaveDeadlinesOfItsOwn() {
        Rules place = new Rules(
                "place-1",
                0,
                3,
                LevelScale.BINARY,
                RatingIdentity.STAGE,
                false,
                ReRating.SEPARATE,
                0,
                CountsFor.HANDLING,
                true,
                new TreeSet<>(),
                MeanScore.STANDARD,
                new ComplaintRules(2, 7, 1),
                FraudRules.STANDARD);
        Books books = Books.under(
                place,
                complaint(Step.COMPLAINT_RECEIVED).at("2026-03-02T10:00"),
                complaint(Step.COMPLAINT_ACCEPTED).at("2026-03-05T09:00"));
        String at = AT.replace("builtin-1", "place-1");

        assertThat(books.row("hour|2026-03-04T23" + at + "dated-in-time")).isEqualTo("complaint_acceptance_due=1");
        assertThat(books.row("hour|2026-03-11T23" + at + "dated-in-time")).isEqualTo("complaint_completion_due=1");
        assertThat(place.canonicalText()).endsWith(" complaints=2/7/1");
        assertThat(new Rules("place-1", 0, 3, 3).canonicalText()).doesNotContain("complaints");
    }

    @Test
    void aSimpleQuestionIsDueOnTheNextWorkingDayAndIsAClassOfItsOwn() {
        Books books = Books.of(
                complaint(Step.COMPLAINT_RECEIVED).simple().at("2026-03-06T16:00"),
                complaint(Step.COMPLAINT_COMPLETED).at("2026-03-09T17:00"));

        assertThat(books.row("hour|2026-03-09T23" + AT + "dated-in-time"))
                .as("over the weekend")
                .isEqualTo("complaint_completion_due=1,complaint_completion_met=1,complaint_simple_due=1,"
                        + "complaint_simple_met=1");
    }

    @Test
    void withoutItsReceiptAComplaintHasNoDeadlineAndNoDuration() {
        Books books = Books.of(
                complaint(Step.COMPLAINT_ACCEPTED).due("2026-03-05T18:00", "2026-03-05T18:00"),
                complaint(Step.COMPLAINT_COMPLETED));

        assertThat(books.total(Figure.COMPLAINT_ACCEPTED)).isEqualTo(1);
        assertThat(books.total(Figure.COMPLAINT_COMPLETED)).isEqualTo(1);
        assertThat(books.total(Figure.COMPLAINT_ACCEPTANCE_DUE)).isZero();
        assertThat(books.total(Figure.COMPLAINT_TIMED)).isZero();
    }

    @Test
    void whereTheCalendarDoesNotKnowTheDayNothingIsDue() {
        Books books = Books.of(complaint(Step.COMPLAINT_RECEIVED).at("2026-12-30T10:00"));

        assertThat(books.total(Figure.COMPLAINTS)).isEqualTo(1);
        assertThat(books.total(Figure.COMPLAINT_ACCEPTANCE_DUE)).isZero();
    }

    @Test
    void aRatingOfTheReplyWithoutAKnownLevelSaysNothing() {
        assertThat(Books.of(complaint(Step.COMPLAINT_REPLY_RATED)).total(Figure.COMPLAINT_REPLY_RATED))
                .isZero();
    }

    @Test
    void anAcceptanceThatArrivesBehindTheCutOffIsACorrection() {
        Books books = Books.of(
                complaint(Step.COMPLAINT_RECEIVED).at("2026-03-02T10:00"),
                complaint(Step.COMPLAINT_ACCEPTED).at("2026-03-03T09:00").appended("2026-04-20T09:00"));

        assertThat(books.row("hour|2026-03-09T23" + AT + "dated-in-time")).isEqualTo("complaint_acceptance_due=1");
        assertThat(books.row("hour|2026-03-09T23" + AT + "dated-correction")).isEqualTo("complaint_acceptance_met=1");
    }

    @Test
    void whatWasReadBeforeTheseFiguresExistedGivesNoneOfThemAndIsNotTakenBack() {
        Books books = Books.of(
                complaint(Step.COMPLAINT_RECEIVED).terms(null),
                complaint(Step.COMPLAINT_ACCEPTED).at("2026-03-03T09:00").terms(null),
                complaint(Step.COMPLAINT_ACCEPTED).at("2026-03-04T09:00").revision(2));

        assertThat(books.total(Figure.COMPLAINTS)).isEqualTo(1);
        assertThat(books.row("hour|2026-03-03T09" + AT + "in-time")).isEmpty();
        assertThat(books.row("hour|2026-03-04T09" + AT + "in-time")).isEqualTo("complaint_accepted=1");
        assertThat(books.total(Figure.COMPLAINT_ACCEPTANCE_DUE)).isZero();
        assertThat(Books.of(complaint(Step.COMPLAINT_ACCEPTED).terms(null)).total(Figure.COMPLAINT_ACCEPTED))
                .isZero();
    }
}
