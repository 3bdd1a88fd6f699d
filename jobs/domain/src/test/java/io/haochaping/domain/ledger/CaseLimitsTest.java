package io.haochaping.domain.ledger;

import static io.haochaping.domain.ledger.CaseRecord.accepted;
import static io.haochaping.domain.ledger.CaseRecord.completed;
import static io.haochaping.domain.ledger.CaseRecord.millis;
import static io.haochaping.domain.ledger.CaseRecord.rating;
import static io.haochaping.domain.record.TimeLimit.Unit.CALENDAR_DAY;
import static io.haochaping.domain.record.TimeLimit.Unit.MONTH;
import static io.haochaping.domain.record.TimeLimit.Unit.WORKING_DAY;
import static io.haochaping.domain.record.TimeLimit.Unit.YEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.CaseLimits;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.rules.OfficeHours;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/counting.md section 6, "Limits", sentence by sentence. 2 March 2026 is a Monday. */
final class CaseLimitsTest {
    private static final String AT = "|440100000000|11440100007482532L|hall-1|item-1|web||builtin-1|";

    @Test
    void usageExample() {
        Books books = Books.of(
                accepted().at("2026-03-02T10:00").promised(1, WORKING_DAY).statutory(3, WORKING_DAY),
                completed().at("2026-03-03T17:00").limits(CaseLimits.NONE));

        assertThat(books.row("hour|2026-03-03T17" + AT + "in-time"))
                .as("a day and seven hours of handling, within both; Baiyun's promise of 3 working days made 1")
                .endsWith(
                        "limits_read=1,day_timed=1,promised=1,promised_decided=1,promised_met=1,statutory=1,"
                                + "statutory_decided=1,statutory_met=1,lengths_compared=1,promised_length=7,statutory_length=21");
    }

    /** domain.md section 7: the start day is not counted. */
    @ParameterizedTest
    @CsvSource({
        "2026-02-13, 1, 2026-02-14", "2026-02-13, 3, 2026-02-25", "2026-02-13, 5, 2026-02-27",
        "2026-02-13, 10, 2026-03-05", "2026-02-13, 15, 2026-03-12", "2026-09-30, 1, 2026-10-08",
        "2026-09-30, 3, 2026-10-10", "2026-09-30, 5, 2026-10-13", "2026-09-30, 10, 2026-10-20",
        "2026-09-30, 15, 2026-10-27", "2026-04-30, 1, 2026-05-06", "2026-04-30, 3, 2026-05-08",
        "2026-04-30, 5, 2026-05-11", "2026-04-30, 10, 2026-05-18", "2026-04-30, 15, 2026-05-25",
        "2025-12-31, 1, 2026-01-04", "2025-12-31, 3, 2026-01-06", "2025-12-31, 5, 2026-01-08",
        "2025-12-31, 10, 2026-01-15", "2025-12-31, 15, 2026-01-22", "2023-07-31, 1, 2023-08-01",
        "2023-07-31, 3, 2023-08-03", "2023-07-31, 5, 2023-08-07", "2023-07-31, 10, 2023-08-14",
        "2023-07-31, 15, 2023-08-21"
    })
    void workingDaysEndWithTheGoldenDay(String acceptedOn, int days, String last) {
        assertEndsWith(last, days, WORKING_DAY, acceptedOn + "T10:00");
        assertEndsWith(last, days, WORKING_DAY, acceptedOn + "T00:00");
        assertEndsWith(last, days, WORKING_DAY, acceptedOn + "T23:59");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T10:00, 5, CALENDAR_DAY, 2026-03-07", // a Saturday
        "2026-03-07T10:00, 2, WORKING_DAY, 2026-03-10", // accepted on one
        "2026-03-02T10:00, 0, CALENDAR_DAY, 2026-03-02",
        "2026-03-07T10:00, 0, WORKING_DAY, 2026-03-07",
        "2026-01-31T10:00, 1, MONTH, 2026-02-28", // clipped to the last day
        "2026-01-30T10:00, 2, MONTH, 2026-03-30",
        "2024-02-29T10:00, 1, YEAR, 2025-02-28",
        "2026-03-02T10:00, 0, MONTH, 2026-03-02"
    })
    void everyUnitEndsWithItsLastDay(String acceptedAt, int amount, TimeLimit.Unit unit, String last) {
        assertEndsWith(last, amount, unit, acceptedAt);
    }

    private static void assertEndsWith(String lastDay, int amount, TimeLimit.Unit unit, String acceptedAt) {
        long end = millis(lastDay + "T00:00") + 86_400_000;
        assertThat(met(amount, unit, acceptedAt, end - 1)).as("23:59:59.999").isEqualTo(1);
        assertThat(met(amount, unit, acceptedAt, end))
                .as("the next millisecond")
                .isZero();
    }

    private static long met(int amount, TimeLimit.Unit unit, String acceptedAt, long completedAt) {
        Books books = Books.of(
                completed().atMillis(completedAt).acceptedAt(acceptedAt).promised(amount, unit));
        assertThat(books.total(Figure.PROMISED_DECIDED)).isEqualTo(1);
        return books.total(Figure.PROMISED_MET);
    }

    @Test
    void aSpecialProcedureStopsTheClockInWorkingDays() {
        // Monday to Thursday at most; two working days of expert review move the end to Monday.
        assertThat(metWithReview("2026-03-09T10:00")).isEqualTo(1);
        assertThat(metWithReview("2026-03-09T23:59")).isEqualTo(1);
        assertThat(metWithReview("2026-03-10T00:00")).isZero();
    }

    private static long metWithReview(String completedAt) {
        return Books.of(
                        accepted().at("2026-03-02T10:00"),
                        completed()
                                .at(completedAt)
                                .special("2026-03-03T00:00", "2026-03-05T00:00")
                                .promised(3, WORKING_DAY))
                .total(Figure.PROMISED_MET);
    }

    @Test
    void aSpecialProcedureStopsTheClockByItsOwnLength() {
        Books books = Books.of(
                accepted().at("2026-03-02T10:00"),
                completed()
                        .at("2026-03-05T05:59")
                        .special("2026-03-03T10:00", "2026-03-03T16:00")
                        .promised(2, CALENDAR_DAY)
                        .statutory(1, CALENDAR_DAY));

        assertThat(books.total(Figure.PROMISED_MET)).isEqualTo(1);
        assertThat(books.total(Figure.STATUTORY_DECIDED)).isEqualTo(1);
        assertThat(books.total(Figure.STATUTORY_MET)).isZero();
    }

    @Test
    void aDayIsTwentyFourHoursOfHandling() {
        assertThat(Books.of(accepted().at("2026-03-02T10:00"), completedAt("2026-03-03T10:00"))
                        .total(Figure.WITHIN_DAY))
                .isEqualTo(1);
        long late = millis("2026-03-03T10:00") + 1;
        Books books = Books.of(
                accepted().at("2026-03-02T10:00"), completed().atMillis(late).limits(CaseLimits.NONE));
        assertThat(books.total(Figure.DAY_TIMED)).isEqualTo(1);
        assertThat(books.total(Figure.WITHIN_DAY)).isZero();
    }

    private static CaseRecord completedAt(String time) {
        return completed().at(time).limits(CaseLimits.NONE);
    }

    @Test
    void beyondTheLastPublishedYearALimitInWorkingDaysIsNotDecided() {
        Books books = Books.of(
                accepted().at("2026-12-30T10:00"),
                completedAt("2027-01-05T10:00")
                        .promised(30, WORKING_DAY)
                        .limits(new CaseLimits(TimeLimit.code(30, WORKING_DAY), TimeLimit.code(30, CALENDAR_DAY))));

        assertThat(books.total(Figure.PROMISED)).isEqualTo(1);
        assertThat(books.total(Figure.PROMISED_DECIDED)).isZero();
        assertThat(books.total(Figure.PROMISED_UNKNOWN_DAYS)).isEqualTo(1);
        assertThat(books.row("flag|limit-beyond-calendar|11440100007482532L")).isEqualTo("records=1");
        assertThat(books.total(Figure.STATUTORY_MET))
                .as("natural days ask no calendar")
                .isEqualTo(1);
    }

    /** So a year that is published later changes nothing of what was counted without it. */
    @Test
    void aCaseDoneWithinKnownDaysIsDecidedWhereverItsLimitEnds() {
        Books books = Books.of(
                accepted().at("2026-12-28T10:00"),
                completedAt("2026-12-31T10:00").promised(10, WORKING_DAY));

        assertThat(books.total(Figure.PROMISED_MET)).isEqualTo(1);
    }

    @Test
    void aFirstDayInAnUnknownYearThatSpecialProceduresCoverIsNotAskedFor() {
        Books books = Books.of(completed()
                .at("2027-03-05T10:00")
                .acceptedAt("2027-03-02T10:00")
                .special("2027-03-02T10:00", "2027-03-05T09:00")
                .promised(1, WORKING_DAY));

        assertThat(books.total(Figure.PROMISED_MET)).as("an hour of handling").isEqualTo(1);
        assertThat(Books.of(completed()
                                .at("2019-01-04T10:00")
                                .acceptedAt("2018-12-31T23:30")
                                .special("2018-12-31T23:30", "2019-01-03T00:00")
                                .promised(1, WORKING_DAY))
                        .total(Figure.PROMISED_UNKNOWN_DAYS))
                .as("how much of the first day counts is not known")
                .isEqualTo(1);
    }

    @Test
    void withoutAnAcceptanceThereIsALimitAndNoAnswer() {
        Books books = Books.of(completed().promised(3, WORKING_DAY).statutory(9, WORKING_DAY));

        assertThat(books.total(Figure.PROMISED)).isEqualTo(1);
        assertThat(books.total(Figure.PROMISED_DECIDED)).isZero();
        assertThat(books.total(Figure.PROMISED_UNKNOWN_DAYS)).isZero();
        assertThat(books.total(Figure.LENGTHS_COMPARED))
                .as("lengths need no time")
                .isEqualTo(1);
        assertThat(books.total(Figure.DAY_TIMED)).isZero();
    }

    @Test
    void theCompletionsOwnLimitGoesBeforeTheAcceptancesAndAContradictionIsFlagged() {
        Books books = Books.of(
                accepted().at("2026-03-02T10:00").promised(9, CALENDAR_DAY).statutory(20, CALENDAR_DAY),
                completed().at("2026-03-05T10:00").promised(1, CALENDAR_DAY));

        assertThat(books.total(Figure.PROMISED_MET)).isZero();
        assertThat(books.total(Figure.STATUTORY_MET)).isEqualTo(1);
        assertThat(books.row("flag|limits-contradict|11440100007482532L")).isEqualTo("records=1");
    }

    @Test
    void aLateAcceptanceBringsTheLimitAsACorrection() {
        Books books = Books.of(
                completedAt("2026-03-05T10:00"),
                accepted().at("2026-03-02T10:00").appended("2026-04-20T10:00").promised(3, WORKING_DAY));

        assertThat(books.row("hour|2026-03-05T10" + AT + "in-time")).isEqualTo("completed=1,limits_read=1");
        assertThat(books.row("hour|2026-03-05T10" + AT + "correction"))
                .endsWith("day_timed=1,promised=1,promised_decided=1,promised_met=1");
    }

    @Test
    void anUnreadableLimitIsFlaggedAndCountsAsNone() {
        assertThat(TimeLimit.code(-1, YEAR)).isEqualTo(TimeLimit.UNREADABLE);
        assertThat(TimeLimit.code(36_501, WORKING_DAY)).isEqualTo(TimeLimit.UNREADABLE);
        Books books = Books.of(
                accepted().at("2026-03-02T10:00").promised(2, CALENDAR_DAY),
                completedAt("2026-03-03T10:00").promised(-1, CALENDAR_DAY));

        assertThat(books.total(Figure.PROMISED_MET))
                .as("the acceptance's holds")
                .isEqualTo(1);
        assertThat(books.row("flag|limit-unreadable|11440100007482532L")).isEqualTo("records=1");
    }

    @Test
    void howUnitsAreComparedIsARule() {
        Rules six = new Rules("six-days", 0, 3, 3)
                .with(Publication.STANDARD, OfficeHours.STANDARD, new LimitLengths(6, 31, 366));

        Books months = Books.under(six, completed().promised(10, WORKING_DAY).statutory(2, MONTH));
        assertThat(months.total(Figure.PROMISED_LENGTH)).isEqualTo(70);
        assertThat(months.total(Figure.STATUTORY_LENGTH)).isEqualTo(6 * 62);
        Books years = Books.under(six, completed().promised(1, CALENDAR_DAY).statutory(1, YEAR));
        assertThat(years.total(Figure.PROMISED_LENGTH)).isEqualTo(6);
        assertThat(years.total(Figure.STATUTORY_LENGTH)).isEqualTo(6 * 366);
        assertThat(six.canonicalText()).isEqualTo("six-days default=0d@3 good>=3 lengths=6/31/366");
    }

    @Test
    void limitsOfDifferentUnitsAreComparedInWorkingDaysByAFixedRule() {
        Books books = Books.of(completed().promised(10, WORKING_DAY).statutory(2, MONTH));

        assertThat(books.total(Figure.LENGTHS_MIXED)).isEqualTo(1);
        assertThat(books.total(Figure.PROMISED_LENGTH)).isEqualTo(70);
        assertThat(books.total(Figure.STATUTORY_LENGTH)).isEqualTo(300);
        assertThat(Books.of(completed().promised(1, YEAR).statutory(365, CALENDAR_DAY))
                        .total(Figure.PROMISED_LENGTH))
                .isEqualTo(1_825);
        assertThat(Books.of(completed().promised(9, WORKING_DAY).statutory(3, WORKING_DAY))
                        .row("flag|promised-beyond-statutory|11440100007482532L"))
                .isEqualTo("records=1");
    }

    @Test
    void aCarriedCompletionHasADayAndNoLimits() {
        Books books = Books.of(rating().at("2026-03-04T10:00")
                .acceptedAt("2026-03-03T10:00")
                .completedAt("2026-03-03T11:00")
                .limits(CaseLimits.NONE));

        assertThat(books.total(Figure.WITHIN_DAY)).isEqualTo(1);
        assertThat(books.total(Figure.PROMISED)).isZero();
    }

    @Test
    void whatWasReadBeforeLimitsWereLookedAtGivesNoneOfTheFiguresAndIsNotTakenBack() {
        Books books = Books.of(
                accepted().at("2026-03-02T10:00").limits(null),
                completed().at("2026-03-03T10:00").limits(null));
        assertThat(books.total(Figure.COMPLETED)).isEqualTo(1);
        assertThat(books.total(Figure.LIMITS_READ)).isZero();

        books.receive(accepted()
                .at("2026-03-02T10:00")
                .revision(2)
                .promised(1, CALENDAR_DAY)
                .fact());
        assertThat(books.total(Figure.PROMISED)).as("nor by what comes later").isZero();

        books.receive(completedAt("2026-03-03T11:00").revision(1).fact());
        assertThat(books.total(Figure.PROMISED_MET))
                .as("but by a new completion")
                .isEqualTo(1);
    }
}
