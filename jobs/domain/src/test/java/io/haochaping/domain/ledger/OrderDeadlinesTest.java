package io.haochaping.domain.ledger;

import static io.haochaping.domain.ledger.CaseRecord.granted;
import static io.haochaping.domain.ledger.CaseRecord.refused;
import static io.haochaping.domain.ledger.CaseRecord.workOrder;
import static io.haochaping.domain.record.ToldSeverity.DIFFICULT;
import static io.haochaping.domain.record.ToldSeverity.NOTHING;
import static io.haochaping.domain.record.ToldSeverity.ORDINARY;
import static io.haochaping.domain.record.ToldSeverity.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadline.Severity;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/counting.md section 6, "Work orders", sentence by sentence. 2 March 2026 is a Monday. */
final class OrderDeadlinesTest {
    private static final String AT = "|440100000000|11440100007482532L|hall-1|item-1|web||place-1|";
    private static final OrderDeadline CONTACT = working(Step.CONTACTED, 3);
    private static final OrderDeadline SLOW =
            new OrderDeadline(Step.RECTIFIED, Severity.DIFFICULT, 15, true, Step.OPENED, 0);
    private static final Rules BY_SEVERITY =
            place(new OrderDeadline(Step.RECTIFIED, Severity.ORDINARY, 5, true, Step.OPENED, 0), SLOW);
    private static final Rules PLACE = place(CONTACT, working(Step.RECTIFIED, 10));

    @Test
    void usageExample() {
        Books books = Books.under(
                PLACE,
                workOrder(Step.OPENED, "w1").at("2026-03-02T10:00"),
                workOrder(Step.CONTACTED, "w1").at("2026-03-05T23:00"),
                workOrder(Step.RECTIFIED, "w1").at("2026-03-17T09:00"));

        assertThat(books.row("hour|2026-03-05T23" + AT + "dated-in-time"))
                .as("the third working day after it")
                .isEqualTo("order_contact_due=1,order_contact_met=1");
        assertThat(books.row("hour|2026-03-16T23" + AT + "dated-in-time"))
                .as("the tenth")
                .isEqualTo("order_rectify_due=1");
        assertThat(books.row("hour|2026-03-02T10" + AT + "in-time")).isEqualTo("order_opened=1");
    }

    @Test
    void nobodyTouchesItAndItIsLateWithoutATimer() {
        Books books = Books.under(PLACE, workOrder(Step.OPENED, "w1"));

        assertThat(books.total(Part.DATED_IN_TIME, Figure.ORDER_CONTACT_DUE)).isEqualTo(1);
        assertThat(books.total(Figure.ORDER_CONTACT_MET)).isZero();
    }

    @Test
    void theEndOfTheLastDayIsInTimeAndTheNextMillisecondIsNot() {
        long due = CaseRecord.millis("2026-03-06T00:00") - 1;

        assertThat(contactedAt(due)).isEqualTo(1);
        assertThat(contactedAt(due + 1)).isZero();
    }

    private static long contactedAt(long time) {
        return Books.under(
                        PLACE,
                        workOrder(Step.OPENED, "w1").at("2026-03-02T10:00"),
                        workOrder(Step.CONTACTED, "w1").atMillis(time))
                .total(Figure.ORDER_CONTACT_MET);
    }

    @Test
    void withoutTheStepFromWhichTheDaysRunNothingIsDue() {
        Books books = Books.under(
                place(CONTACT, new OrderDeadline(Step.REVISITED, Severity.ANY, 1, false, Step.RECTIFIED, 0)),
                workOrder(Step.CONTACTED, "w1"),
                workOrder(Step.REVISITED, "w1"));

        assertThat(books.total(Figure.ORDER_CONTACT_DUE)).isZero();
        assertThat(books.total(Figure.ORDER_REVISIT_DUE)).isZero();
    }

    @Test
    void naturalDaysRunOverTheWeekendAndFromTheStepThatTheRulesName() {
        Books books = Books.under(
                place(new OrderDeadline(Step.REVISITED, Severity.ANY, 1, false, Step.RECTIFIED, 0)),
                workOrder(Step.OPENED, "w1").at("2026-03-02T10:00"),
                workOrder(Step.RECTIFIED, "w1").at("2026-03-06T10:00"),
                workOrder(Step.REVISITED, "w1").at("2026-03-07T22:00"));

        assertThat(books.row("hour|2026-03-07T23" + AT + "dated-in-time"))
                .isEqualTo("order_revisit_due=1,order_revisit_met=1");
    }

    @Test
    void atOnceIsTheDayItself() {
        Books books = Books.under(
                place(working(Step.REPLIED, 0)),
                workOrder(Step.OPENED, "w1").at("2026-03-07T10:00"),
                workOrder(Step.REPLIED, "w1").at("2026-03-07T20:00"));

        assertThat(books.row("hour|2026-03-07T23" + AT + "dated-in-time"))
                .isEqualTo("order_reply_due=1,order_reply_met=1");
    }

    @Test
    void anOrderThatIsExtendedInTimeIsDueLaterAndOneThatIsExtendedTooLateIsNot() {
        Rules place = place(new OrderDeadline(Step.RECTIFIED, Severity.ANY, 2, true, Step.OPENED, 3));

        Books inTime = Books.under(
                place,
                workOrder(Step.OPENED, "w1").at("2026-03-02T10:00"),
                workOrder(Step.EXTENDED, "w1").at("2026-03-04T23:59"));
        Books late = Books.under(
                place,
                workOrder(Step.OPENED, "w1").at("2026-03-02T10:00"),
                workOrder(Step.EXTENDED, "w1").at("2026-03-05T00:00"));

        assertThat(inTime.row("hour|2026-03-09T23" + AT + "dated-in-time")).isEqualTo("order_rectify_due=1");
        assertThat(inTime.row("hour|2026-03-04T23" + AT + "dated-in-time")).isEmpty();
        assertThat(late.row("hour|2026-03-04T23" + AT + "dated-in-time")).isEqualTo("order_rectify_due=1");
        assertThat(late.total(Figure.ORDER_RECTIFY_DUE)).isEqualTo(1);
    }

    @Test
    void whatTheRulesDoNotExtendIsDueAsEver() {
        Books books = Books.under(
                PLACE,
                workOrder(Step.OPENED, "w1").at("2026-03-02T10:00"),
                workOrder(Step.EXTENDED, "w1").at("2026-03-02T11:00"));

        assertThat(books.row("hour|2026-03-05T23" + AT + "dated-in-time")).isEqualTo("order_contact_due=1");
    }

    @Test
    void whereTheCalendarDoesNotKnowTheDayTheOrderIsCountedApart() {
        Books books = Books.under(
                PLACE,
                workOrder(Step.OPENED, "w1").at("2026-12-30T10:00"),
                workOrder(Step.CONTACTED, "w1").at("2026-12-30T11:00"));

        assertThat(books.row("hour|2026-12-30T10" + AT + "in-time"))
                .isEqualTo("order_opened=1,order_contact_unknown_days=1,order_rectify_unknown_days=1");
        assertThat(books.total(Figure.ORDER_CONTACT_DUE)).isZero();
    }

    @Test
    void whereDeadlinesDifferBySeverityAnOrderOfWhichNoStepTellsItIsCountedApart() {
        OrderDeadline ordinary = new OrderDeadline(Step.RECTIFIED, Severity.ORDINARY, 5, true, Step.OPENED, 0);
        OrderDeadline difficult = new OrderDeadline(Step.RECTIFIED, Severity.DIFFICULT, 15, true, Step.OPENED, 0);
        OrderDeadline any = working(Step.RECTIFIED, 7);

        for (Rules place : List.of(
                place(CONTACT, difficult, ordinary), place(CONTACT, any, difficult), place(CONTACT, ordinary))) {
            Books books = Books.under(place, workOrder(Step.OPENED, "w1"));

            assertThat(books.row("hour|2026-03-02T10" + AT + "in-time"))
                    .isEqualTo("order_opened=1,order_rectify_unknown_severity=1");
            assertThat(books.total(Figure.ORDER_RECTIFY_DUE)).isZero();
            assertThat(books.total(Figure.ORDER_CONTACT_DUE)).isEqualTo(1);
        }
    }

    @Test
    void theSeverityThatAStepTellsDecidesTheDeadline() {
        assertThat(rectificationDue(opened(ORDINARY))).isEqualTo("2026-03-09T23");
        assertThat(rectificationDue(opened(DIFFICULT))).isEqualTo("2026-03-23T23");
        assertThat(rectificationDue(opened(NOTHING), contacted("2026-03-03T10:00", DIFFICULT)))
                .as("a later step may tell it first, whenever it comes")
                .isEqualTo("2026-03-23T23");
        assertThat(rectificationDue(opened(NOTHING), contacted("2026-05-03T10:00", ORDINARY)))
                .isEqualTo("2026-03-09T23");
    }

    @Test
    void aDeadlineForAnyIsThatOfASeverityWithoutOneOfItsOwn() {
        Rules place = place(working(Step.RECTIFIED, 7), SLOW);

        assertThat(Books.under(place, opened(ORDINARY)).row("hour|2026-03-11T23" + AT + "dated-in-time"))
                .isEqualTo("order_rectify_due=1");
        assertThat(Books.under(place, opened(DIFFICULT)).row("hour|2026-03-23T23" + AT + "dated-in-time"))
                .isEqualTo("order_rectify_due=1");
        assertThat(Books.under(place(SLOW), opened(ORDINARY)).total(Figure.ORDER_RECTIFY_UNKNOWN_SEVERITY))
                .as("the place has no deadline for it")
                .isEqualTo(1);
    }

    @Test
    void whereEveryOrderHasOneDeadlineTheSeverityDecidesNothing() {
        for (ToldSeverity told : ToldSeverity.values()) {
            assertThat(Books.under(PLACE, opened(told)).row("hour|2026-03-16T23" + AT + "dated-in-time"))
                    .isEqualTo("order_rectify_due=1");
        }
    }

    @Test
    void anOrderIsClassifiedAnewUntilItsDeadlineHasPassed() {
        long due = CaseRecord.millis("2026-03-10T00:00") - 1;

        assertThat(rectificationDue(
                        opened(ORDINARY),
                        workOrder(Step.RECTIFYING, "w1").atMillis(due).severity(DIFFICULT)))
                .isEqualTo("2026-03-23T23");
        assertThat(rectificationDue(
                        opened(ORDINARY),
                        workOrder(Step.RECTIFYING, "w1").atMillis(due + 1).severity(DIFFICULT)))
                .as("late is late")
                .isEqualTo("2026-03-09T23");
        assertThat(rectificationDue(opened(DIFFICULT), contacted("2026-03-12T10:00", ORDINARY)))
                .as("to a shorter one, too, though it has passed")
                .isEqualTo("2026-03-09T23");
        assertThat(rectificationDue(
                        opened(ORDINARY),
                        contacted("2026-03-09T10:00", DIFFICULT),
                        workOrder(Step.RECTIFYING, "w1").at("2026-03-20T10:00").severity(ORDINARY)))
                .as("and back again")
                .isEqualTo("2026-03-09T23");
    }

    @Test
    void anExtensionMovesTheEndUntilWhichAnOrderIsClassified() {
        Rules place = place(new OrderDeadline(Step.RECTIFIED, Severity.ORDINARY, 5, true, Step.OPENED, 5), SLOW);
        Books books = Books.under(
                place,
                opened(ORDINARY),
                workOrder(Step.EXTENDED, "w1").at("2026-03-09T10:00"),
                contacted("2026-03-12T10:00", DIFFICULT));

        assertThat(books.row("hour|2026-03-23T23" + AT + "dated-in-time")).isEqualTo("order_rectify_due=1");
    }

    @Test
    void aCodeThatNobodyKnowsTakesBackWhatWasTold() {
        Books books = Books.under(BY_SEVERITY, opened(ORDINARY), contacted("2026-03-03T10:00", UNREADABLE));

        assertThat(books.total(Figure.ORDER_RECTIFY_DUE)).isZero();
        assertThat(books.row("hour|2026-03-02T10" + AT + "in-time"))
                .isEqualTo("order_opened=1,order_rectify_unknown_severity=1");
        assertThat(rectificationDue(
                        opened(ORDINARY),
                        contacted("2026-03-03T10:00", UNREADABLE),
                        workOrder(Step.RECTIFYING, "w1").at("2026-04-20T10:00").severity(DIFFICULT)))
                .as("where nothing holds, nothing has passed")
                .isEqualTo("2026-03-23T23");
    }

    @Test
    void aStepThatStoodAsideAReRatingAndAnotherOrderTellNothing() {
        for (CaseRecord other : List.of(
                workOrder(Step.OPENED, "w1").at("2026-03-02T11:00").severity(DIFFICULT),
                workOrder(Step.RERATED, "w1").at("2026-03-02T11:00").level(5).severity(DIFFICULT),
                workOrder(Step.CONTACTED, "w2").at("2026-03-02T11:00").severity(DIFFICULT),
                workOrder(Step.CONTACTED, "w1")
                        .ordinal(2)
                        .at("2026-03-02T11:00")
                        .severity(DIFFICULT))) {
            assertThat(rectificationDue(opened(NOTHING), other)).isEmpty();
            assertThat(rectificationDue(opened(ORDINARY), other)).isEqualTo("2026-03-09T23");
        }
    }

    @Test
    void aSeverityThatArrivesBehindTheCutOffIsACorrection() {
        Books books = Books.under(
                BY_SEVERITY,
                opened(NOTHING),
                contacted("2026-03-03T09:00", DIFFICULT).appended("2026-04-20T09:00"));

        assertThat(books.row("hour|2026-03-02T10" + AT + "in-time"))
                .isEqualTo("order_opened=1,order_rectify_unknown_severity=1");
        assertThat(books.row("hour|2026-03-02T10" + AT + "correction")).isEqualTo("order_rectify_unknown_severity=-1");
        assertThat(books.row("hour|2026-03-23T23" + AT + "dated-correction")).isEqualTo("order_rectify_due=1");
    }

    @Test
    void ofAVoidReviewNothingIsDueHoweverItWasClassified() {
        Books books = Books.under(
                BY_SEVERITY,
                opened(DIFFICULT),
                granted("c1").at("2026-03-03T10:00").severity(ORDINARY));
        assertThat(books.total(Figure.ORDER_RECTIFY_DUE)).isZero();

        books.receive(refused("c1").at("2026-03-04T10:00").fact());
        assertThat(books.row("hour|2026-03-23T23" + AT + "dated-in-time")).isEqualTo("order_rectify_due=1");
    }

    private static CaseRecord opened(ToldSeverity told) {
        return workOrder(Step.OPENED, "w1").at("2026-03-02T10:00").severity(told);
    }

    private static CaseRecord contacted(String at, ToldSeverity told) {
        return workOrder(Step.CONTACTED, "w1").at(at).severity(told);
    }

    /** The hour in which the one rectification is due that is; empty: none is. */
    private static String rectificationDue(CaseRecord... records) {
        Books books = Books.under(BY_SEVERITY, records);
        String found = "";
        for (int day = 1; day < 31; day++) {
            String hour = "2026-03-%02dT23".formatted(day);
            for (String part : List.of("dated-in-time", "dated-correction")) {
                found += books.row("hour|" + hour + AT + part).contains("order_rectify_due=1") ? hour : "";
            }
        }
        return found;
    }

    @Test
    void nothingIsDueOfAnOrderWhoseReviewIsVoidUntilTheClaimIsRefusedAgain() {
        Books books =
                Books.under(PLACE, workOrder(Step.OPENED, "w1"), granted("c1").at("2026-03-03T10:00"));
        assertThat(books.total(Figure.ORDER_CONTACT_DUE)).isZero();
        assertThat(books.total(Figure.ORDER_OPENED)).isEqualTo(1);

        books.receive(refused("c1").at("2026-03-04T10:00").fact());
        assertThat(books.total(Figure.ORDER_CONTACT_DUE)).isEqualTo(1);
    }

    @Test
    void ordersAreApartByOrdinalAndNumber() {
        Books books = Books.under(
                PLACE,
                workOrder(Step.OPENED, "w1"),
                workOrder(Step.CONTACTED, "w2"),
                workOrder(Step.OPENED, "w2"),
                workOrder(Step.OPENED, "w1").ordinal(2),
                granted("c1").ordinal(2));

        assertThat(books.total(Figure.ORDER_CONTACT_DUE)).isEqualTo(2);
        assertThat(books.total(Figure.ORDER_CONTACT_MET)).isEqualTo(1);
    }

    @Test
    void aStepThatArrivesBehindTheCutOffIsACorrection() {
        Books books = Books.under(
                PLACE,
                workOrder(Step.OPENED, "w1").at("2026-03-02T10:00"),
                workOrder(Step.CONTACTED, "w1").at("2026-03-03T09:00").appended("2026-04-20T09:00"));

        assertThat(books.row("hour|2026-03-05T23" + AT + "dated-in-time")).isEqualTo("order_contact_due=1");
        assertThat(books.row("hour|2026-03-05T23" + AT + "dated-correction")).isEqualTo("order_contact_met=1");
    }

    /** The deadline lies months behind every record of the case, and so does the cut-off of its month. */
    @Test
    void aLongDeadlineIsSettledByTheCutOffOfItsOwnMonth() {
        Rules place = place(new OrderDeadline(Step.RECTIFIED, Severity.ANY, 60, true, Step.OPENED, 0));

        Books books = Books.under(
                place,
                workOrder(Step.OPENED, "w1").at("2026-03-02T10:00"),
                workOrder(Step.RECTIFIED, "w1").at("2026-03-20T10:00").appended("2026-06-15T09:00"));

        assertThat(books.row("hour|2026-05-28T23" + AT + "dated-in-time")).isEqualTo("order_rectify_due=1");
        assertThat(books.row("hour|2026-05-28T23" + AT + "dated-correction")).isEqualTo("order_rectify_met=1");
    }

    /** The rules of the case are those of its anchor; the deadline stands in a row of their version. */
    @Test
    void theRulesOfTheCaseHoldWhateverHoldsWhenTheStepIsTaken() {
        Rules later = new Rules("place-2", 0, 3, 3).with(new OrderDeadlines(List.of(working(Step.CONTACTED, 1))));
        RuleBook book = new ProfileBook(
                List.of(new Profile(
                        "place",
                        List.of(
                                new Profile.Version(LocalDate.of(2026, 1, 1), new TreeSet<>(), PLACE),
                                new Profile.Version(LocalDate.of(2026, 3, 2), new TreeSet<>(), later)))),
                RegionTable.builtIn());
        Books books = Books.under(book);

        books.receive(CaseRecord.accepted().at("2026-02-27T10:00").fact());
        books.receive(workOrder(Step.OPENED, "w1").at("2026-03-02T10:00").fact());

        assertThat(books.row("hour|2026-03-05T23" + AT + "dated-in-time")).isEqualTo("order_contact_due=1");
        assertThat(books.row("hour|2026-03-02T10" + AT.replace("place-1", "place-2") + "in-time"))
                .isEqualTo("order_opened=1");
    }

    @Test
    void rulesWithoutDeadlinesCountNothingAndSayNothing() {
        Books books = Books.of(workOrder(Step.OPENED, "w1"));

        for (Figure figure : Figure.values()) {
            if (figure.number() >= Figure.ORDER_CONTACT_DUE.number()) {
                assertThat(books.total(figure)).as(figure.column()).isZero();
            }
        }
        assertThat(new Rules("place-1", 0, 3, 3).canonicalText()).doesNotContain("deadlines");
    }

    @Test
    void theTextOfTheRulesNamesEveryDeadlineWhateverTheOrderOfTheFile() {
        OrderDeadline revisit = new OrderDeadline(Step.REVISITED, Severity.ANY, 1, false, Step.RECTIFIED, 2);

        assertThat(place(revisit, CONTACT).canonicalText())
                .isEqualTo(place(CONTACT, revisit).canonicalText())
                .endsWith(" deadlines=contacted/any/3w/opened,revisited/any/1n/rectified+2");
    }

    @Test
    void whatIsNoDeadlineIsRefused() {
        for (Step step : List.of(Step.CONTACTED, Step.OPENED, Step.RECTIFIED)) {
            assertThatThrownBy(() -> new OrderDeadline(step, Severity.ANY, 1, true, step, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new OrderDeadlines(List.of(CONTACT, CONTACT)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static OrderDeadline working(Step step, int days) {
        return new OrderDeadline(step, Severity.ANY, days, true, Step.OPENED, 0);
    }

    private static Rules place(OrderDeadline... deadlines) {
        return new Rules("place-1", 0, 3, 3).with(new OrderDeadlines(List.of(deadlines)));
    }
}
