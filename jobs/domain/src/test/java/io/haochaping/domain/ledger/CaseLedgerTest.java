package io.haochaping.domain.ledger;

import static io.haochaping.domain.ledger.CaseRecord.accepted;
import static io.haochaping.domain.ledger.CaseRecord.complaint;
import static io.haochaping.domain.ledger.CaseRecord.completed;
import static io.haochaping.domain.ledger.CaseRecord.defaultRating;
import static io.haochaping.domain.ledger.CaseRecord.excluded;
import static io.haochaping.domain.ledger.CaseRecord.granted;
import static io.haochaping.domain.ledger.CaseRecord.rating;
import static io.haochaping.domain.ledger.CaseRecord.refused;
import static io.haochaping.domain.ledger.CaseRecord.revoked;
import static io.haochaping.domain.ledger.CaseRecord.served;
import static io.haochaping.domain.ledger.CaseRecord.workOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.tally.Figure;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** docs/counting.md sections 3 to 6, sentence by sentence. Partition 0 holds what is not under test. */
final class CaseLedgerTest {
    private static final String AT = "|440100000000|11440100007482532L|hall-1|item-1|web||builtin-1|in-time";

    @Test
    void usageExample() {
        Books books = Books.of(
                accepted().at("2026-03-02T09:00"),
                completed().at("2026-03-02T10:00"),
                rating().level(5).at("2026-03-02T10:01"));

        assertThat(books.row("hour|2026-03-02T09" + AT)).isEqualTo("accepted=1");
        assertThat(books.row("hour|2026-03-02T10" + AT))
                .isEqualTo("level_5=1,completed=1,rated_cases=1,timed=1,calendar_seconds=3600,calendar@737=1,"
                        + "working_timed=1,working_seconds=3600,working@737=1");
        assertThat(books.row("minute|2026-03-02T10:01|440100000000|11440100007482532L|web"))
                .isEqualTo("level_5=1");
        assertThat(books.equation("rating", 0)).isEqualTo("counted=1");
        assertThat(books.equation("case", 0)).isEqualTo("counted=2");
    }

    // section 3

    @Test
    void ofCopiesTheOneInTheSmallestPartitionIsTheRecord() {
        Books books = Books.of(rating().in(2), rating().in(1), rating().in(3), rating().in(1));

        assertThat(books.total(Figure.LEVEL_5)).isEqualTo(1);
        assertThat(books.equation("rating", 1)).isEqualTo("counted=1,duplicate=1");
        assertThat(books.equation("rating", 2)).isEqualTo("duplicate=1");
        assertThat(books.equation("rating", 3)).isEqualTo("duplicate=1");
    }

    @Test
    void theTopicComesBeforeThePartition() {
        Books books = Books.of(rating().in("rating.web", 0), rating().in("rating.hall", 7));

        assertThat(books.row("equation|rating.hall|7|rating")).isEqualTo("counted=1");
        assertThat(books.row("equation|rating.web|0|rating")).isEqualTo("duplicate=1");
    }

    @Test
    void theSmallestAppendTimeAmongCopiesCounts() {
        Books books = Books.of(
                rating().at("2026-03-02T10:00").appended("2026-04-20T00:00").in(0),
                rating().at("2026-03-02T10:00").appended("2026-03-02T10:00").in(1));

        assertThat(books.total(Part.IN_TIME, Figure.LEVEL_5)).isEqualTo(1);
        assertThat(books.total(Part.CORRECTION, Figure.LEVEL_5)).isZero();
        assertThat(books.equation("rating", 0)).isEqualTo("counted=1");
    }

    @Test
    void theSameContentOnAnotherOrdinalIsAnotherRecord() {
        assertThat(Books.of(rating().ordinal(1), rating().ordinal(2)).total(Figure.LEVEL_5))
                .isEqualTo(2);
    }

    // section 4

    @Test
    void aGapOfExactlyGKeepsASessionTogether() {
        Books books = Books.of(completed().at("2025-01-01T00:00"), rating().at("2025-05-05T00:00"));

        assertThat(books.total(Figure.RATED_CASES)).isEqualTo(1);
        assertThat(books.total(Figure.GENERATED_DEFAULTS)).isZero();
    }

    @Test
    void aGapOfMoreThanGBeginsANewSession() {
        Books books = Books.of(completed().at("2025-01-01T00:00"), rating().at("2025-05-05T00:00:00.001"));

        assertThat(books.total(Figure.RATED_CASES)).isZero();
        assertThat(books.total(Figure.GENERATED_DEFAULTS)).isEqualTo(1);
        assertThat(books.total(Figure.UNMATCHED)).isEqualTo(1);
    }

    @Test
    void aSessionTakesInNothingMoreThanLAfterItsFirstRecord() {
        Books books = Books.of(
                completed().at("2025-01-01T00:00"),
                served().at("2025-05-01T00:00"),
                served().at("2025-09-01T00:00").ordinal(2),
                served().at("2025-12-31T00:00").ordinal(3),
                rating().at("2026-02-05T00:00").level(4),
                rating().at("2026-02-05T00:00:00.001").level(5));

        assertThat(books.total(Figure.RATED_CASES)).isEqualTo(1);
        assertThat(books.total(Figure.LEVEL_4)).isEqualTo(1);
        assertThat(books.total(Figure.LEVEL_5)).isEqualTo(1);
    }

    // section 5

    @Test
    void theHigherRevisionIsBetterThenTheEarlierTime() {
        Books books = Books.of(
                rating().level(5).at("2026-03-02T10:00").in(1),
                rating().level(4).at("2026-03-02T11:00").in(2),
                rating().level(3).at("2026-03-02T12:00").revision(1).in(3));

        assertThat(books.equation("rating", 3)).isEqualTo("counted=1");
        assertThat(books.equation("rating", 1)).isEqualTo("superseded=1");
        assertThat(books.equation("rating", 2)).isEqualTo("superseded=1");
        assertThat(Books.of(
                                rating().level(5).at("2026-03-02T10:00"),
                                rating().level(4).at("2026-03-02T11:00"))
                        .total(Figure.LEVEL_5))
                .isEqualTo(1);
    }

    @Test
    void ofAcceptancesAndCompletionsTheBestCountsWhateverTheirOrdinals() {
        Books books = Books.of(
                accepted().at("2026-03-02T09:00").ordinal(2).in(1),
                accepted().at("2026-03-02T10:00").in(2),
                completed().at("2026-03-03T09:00").in(3),
                completed().at("2026-03-03T10:00").revision(2).ordinal(5).in(4));

        assertThat(books.equation("case", 1)).isEqualTo("counted=1");
        assertThat(books.equation("case", 2)).isEqualTo("superseded=1");
        assertThat(books.equation("case", 3)).isEqualTo("superseded=1");
        assertThat(books.equation("case", 4)).isEqualTo("counted=1");
        assertThat(books.total(Figure.CALENDAR_SECONDS)).isEqualTo(25 * 3600);
    }

    @Test
    void ofAcceptancesThatDifferInTheirOrdinalAloneTheSmallerCounts() {
        Books books =
                Books.of(accepted().ordinal(2).in(1), accepted().ordinal(1).in(2));

        assertThat(books.equation("case", 1)).isEqualTo("superseded=1");
        assertThat(books.equation("case", 2)).isEqualTo("counted=1");
    }

    @Test
    void oneServiceCountsPerOrdinal() {
        Books books = Books.of(
                served().at("2026-03-02T09:00").in(1),
                served().at("2026-03-02T10:00").in(2),
                served().at("2026-03-02T10:00").ordinal(2).in(3));

        assertThat(books.total(Figure.SERVED)).isEqualTo(2);
        assertThat(books.equation("case", 2)).isEqualTo("superseded=1");
    }

    @Test
    void aRatingCarriesItsCompletionWhereThereIsNoCaseEvent() {
        Dimensions kiosk = new Dimensions("440100000000", "11440100007482532L", "hall-2", "item-1", "kiosk", "");
        Books books = Books.of(rating().at("2026-03-02T10:00")
                .of(kiosk)
                .acceptedAt("2026-03-02T08:00")
                .completedAt("2026-03-02T09:30"));

        assertThat(books.row(
                        "hour|2026-03-02T09|440100000000|11440100007482532L|hall-2|item-1|kiosk||builtin-1|in-time"))
                .startsWith("completed=1,rated_cases=1,timed=1,calendar_seconds=5400,");
        assertThat(books.total(Figure.UNMATCHED)).isZero();
        assertThat(books.total(Figure.ACCEPTED)).isZero();
    }

    @Test
    void anyCaseEventWinsOverCarriedTimes() {
        Books books = Books.of(
                served().at("2026-03-02T09:00"), rating().at("2026-03-02T10:00").completedAt("2026-03-02T09:30"));

        assertThat(books.total(Figure.COMPLETED)).isZero();
        assertThat(books.total(Figure.UNMATCHED)).isZero();
    }

    @Test
    void aVoidedRatingStillCarriesItsCompletion() {
        Books books = Books.of(
                rating().at("2026-03-02T10:00").completedAt("2026-03-02T09:30"),
                granted("c").at("2026-03-03T10:00"));

        assertThat(books.total(Figure.COMPLETED)).isEqualTo(1);
        assertThat(books.total(Figure.RATED_CASES)).isZero();
        assertThat(books.total(Figure.GENERATED_DEFAULTS)).isZero();
    }

    @Test
    void aCarriedTimeOutOfRangeIsFlaggedAndNotUsed() {
        String flag = "flag|carried-out-of-range|11440100007482532L";
        Books before = Books.of(rating().at("2026-03-02T10:00").completedAt("2025-01-26T09:59:59.999"));
        Books after = Books.of(rating().at("2026-03-02T10:00").completedAt("2026-05-03T10:00:00.001"));
        Books near = Books.of(rating().at("2026-03-02T10:00").completedAt("2025-01-26T10:00"));

        assertThat(before.row(flag)).isEqualTo("records=1");
        assertThat(before.total(Figure.COMPLETED)).isZero();
        assertThat(before.total(Figure.UNMATCHED)).isEqualTo(1);
        assertThat(after.row(flag)).isEqualTo("records=1");
        assertThat(after.total(Figure.COMPLETED)).isZero();
        assertThat(near.row(flag)).isEmpty();
        assertThat(near.total(Figure.COMPLETED)).isEqualTo(1);
    }

    @Test
    void aGrantedClaimVoidsTheRatingAndALaterRefusalUndoesIt() {
        CaseRecord bad = rating().level(1).in(1);
        CaseRecord grant = granted("c").at("2026-03-03T10:00").in(2);
        CaseRecord refusal = refused("c").at("2026-03-04T10:00").in(3);

        Books voided = Books.of(bad, grant);
        assertThat(voided.equation("rating", 1)).isEqualTo("voided=1");
        assertThat(voided.total(Figure.LEVEL_1)).isZero();
        assertThat(voided.total(Figure.VOIDS)).isEqualTo(1);

        Books undone = Books.of(bad, grant, refusal);
        assertThat(undone.equation("rating", 1)).isEqualTo("counted=1");
        assertThat(undone.equation("workorder", 2)).isEqualTo("superseded=1");
        assertThat(undone.total(Figure.VOIDS)).isZero();
    }

    @Test
    void oneGrantedClaimAmongSeveralIsEnough() {
        Books books = Books.of(
                rating().in(1),
                granted("first").at("2026-03-03T10:00"),
                refused("second").at("2026-03-04T10:00"));

        assertThat(books.equation("rating", 1)).isEqualTo("voided=1");
    }

    @Test
    void aClaimConcernsItsOrdinalOnly() {
        Books books = Books.of(rating().in(1), granted("c").ordinal(2).at("2026-03-03T10:00"));

        assertThat(books.equation("rating", 1)).isEqualTo("counted=1");
    }

    @Test
    void anExclusionTakesARatingOutUntilItIsRevoked() {
        CaseRecord rating = rating().in(1);
        CaseRecord exclusion = excluded("e").at("2026-03-03T10:00");

        assertThat(Books.of(rating, exclusion).equation("rating", 1)).isEqualTo("excluded=1");
        assertThat(Books.of(rating, exclusion, revoked("e").at("2026-03-04T10:00"))
                        .equation("rating", 1))
                .isEqualTo("counted=1");
        assertThat(Books.of(rating, exclusion, revoked("f").at("2026-03-04T10:00"))
                        .equation("rating", 1))
                .isEqualTo("excluded=1");
    }

    @Test
    void voidedGoesBeforeExcludedAndSupersededBeforeBoth() {
        Books books = Books.of(
                rating().level(5).at("2026-03-02T10:00").in(1),
                rating().level(4).at("2026-03-02T11:00").in(2),
                excluded("e").at("2026-03-03T10:00"),
                granted("c").at("2026-03-03T10:00"));

        assertThat(books.equation("rating", 1)).isEqualTo("voided=1");
        assertThat(books.equation("rating", 2)).isEqualTo("superseded=1");
    }

    @Test
    void stepsCompetePerOrdinalWorkOrderAndStepAndComplaintsPerStep() {
        Books books = Books.of(
                workOrder(Step.CONTACTED, "w1").at("2026-03-02T10:00").in(1),
                workOrder(Step.CONTACTED, "w1").at("2026-03-02T11:00").in(2),
                workOrder(Step.CONTACTED, "w2").at("2026-03-02T11:00").in(3),
                workOrder(Step.RERATED, "w1").level(3).at("2026-03-05T10:00"),
                complaint(Step.COMPLAINT_RECEIVED).ordinal(1).in(1),
                complaint(Step.COMPLAINT_RECEIVED)
                        .ordinal(2)
                        .at("2026-03-09T10:00")
                        .in(2));

        assertThat(books.total(Figure.ORDER_CONTACTED)).isEqualTo(2);
        assertThat(books.equation("workorder", 2)).isEqualTo("superseded=1");
        assertThat(books.total(Figure.ORDER_RERATED)).isEqualTo(1);
        assertThat(books.total(Figure.ORDER_RERATED_GOOD)).isEqualTo(1);
        assertThat(books.total(Figure.COMPLAINTS)).isEqualTo(1);
        assertThat(books.equation("complaint", 2)).isEqualTo("superseded=1");
    }

    @Test
    void anyRealRatingRecordSupersedesEveryDefault() {
        Books books = Books.of(
                defaultRating().in(1),
                rating().ordinal(2).at("2026-03-04T10:00").in(2),
                granted("c").ordinal(2).at("2026-03-05T10:00"));

        assertThat(books.equation("rating", 1)).isEqualTo("superseded=1");
        assertThat(books.equation("rating", 2)).isEqualTo("voided=1");
    }

    @Test
    void ofSeveralDefaultsTheBestOverAllOrdinalsCounts() {
        Books books = Books.of(
                defaultRating().ordinal(1).at("2026-03-04T10:00").in(1),
                defaultRating().ordinal(2).at("2026-03-03T10:00").in(2));

        assertThat(books.equation("rating", 1)).isEqualTo("superseded=1");
        assertThat(books.equation("rating", 2)).isEqualTo("counted=1");
        assertThat(books.total(Part.IN_TIME, Figure.DEFAULT_3)).isEqualTo(1);
    }

    @Test
    void anUnratedCompletionIsRatedByDefaultOnTheSeventhDay() {
        Books books = Books.of(completed().at("2026-03-02T23:30"));

        assertThat(books.row("hour|2026-03-09T23|440100000000|11440100007482532L|hall-1|item-1|default||builtin-1"
                        + "|dated-in-time"))
                .isEqualTo("default_3=1,generated_defaults=1");
        assertThat(books.rows().keySet()).noneMatch(row -> row.startsWith("minute|2026-03-09"));
    }

    @Test
    void aRatingRecordOfAnyClassTakesTheGeneratedDefaultAway() {
        assertThat(Books.of(completed(), rating(), granted("c")).total(Figure.DEFAULT_3))
                .isZero();
        assertThat(Books.of(completed(), rating(), excluded("e")).total(Figure.DEFAULT_3))
                .isZero();
        assertThat(Books.of(completed(), rating()).total(Figure.LEVEL_5)).isEqualTo(1);
    }

    @Test
    void aSentDefaultCountsAtTheSameInstantAsAGeneratedOne() {
        Books books =
                Books.of(completed().at("2026-03-02T10:00"), defaultRating().at("2026-03-20T10:00"));

        assertThat(books.row("hour|2026-03-09T23|440100000000|11440100007482532L|hall-1|item-1|web||builtin-1"
                        + "|dated-in-time"))
                .isEqualTo("default_3=1");
        assertThat(books.total(Figure.GENERATED_DEFAULTS)).isZero();
        assertThat(books.total(Figure.RATED_CASES)).isZero();
    }

    // section 6

    @Test
    void aBadReviewIsOpenWhileItCounts() {
        CaseRecord bad = rating().level(2).realName().tags("207", "209").at("2026-03-02T10:00");
        String key = "bad|gd|A1|1|2|1772416800000|440100000000|11440100007482532L|hall-1|item-1|web|207;209|true";

        assertThat(Books.of(bad).row(key)).isEqualTo("open=1");
        assertThat(Books.of(bad).total(Figure.REAL_NAME_BAD)).isEqualTo(1);
        assertThat(Books.of(bad).row("tag|2026-03-02|item-1|209")).isEqualTo("tagged=1");
        assertThat(Books.of(bad, granted("c")).rows()).doesNotContainKey(key);
        assertThat(Books.of(bad, granted("c")).row("tag|2026-03-02|item-1|209")).isEmpty();
    }

    @Test
    void participatingItemsCarryAShareAndNoRating() {
        Books books = Books.of(completed().sharedWith("item-8"), rating().sharedWith("item-8", "item-9"));
        String item8 = "hour|2026-03-02T10|440100000000|11440100007482532L|hall-1|item-8|web||builtin-1|in-time";

        assertThat(books.row(item8)).isEqualTo("shared_ratings=1,shared_completed=1");
        assertThat(books.row(item8.replace("item-8", "item-9"))).isEqualTo("shared_ratings=1");
        assertThat(books.total(Figure.LEVEL_5)).isEqualTo(1);
    }

    @Test
    void specialProceduresAreTakenOffOnceHoweverTheyOverlap() {
        Books books = Books.of(
                accepted().at("2026-03-02T00:00"),
                completed()
                        .at("2026-03-10T00:00")
                        .special(
                                millis("2026-03-04T00:00"),
                                millis("2026-03-06T00:00"),
                                millis("2026-03-03T00:00"),
                                millis("2026-03-05T00:00"),
                                millis("2026-03-09T12:00"),
                                millis("2026-03-20T00:00")));

        assertThat(books.total(Figure.CALENDAR_SECONDS)).isEqualTo((8 * 24 - 3 * 24 - 12) * 3600L);
        assertThat(books.total(Figure.WORKING_SECONDS)).isEqualTo((6 * 24 - 3 * 24 - 12) * 3600L);
    }

    @Test
    void workingTimeIsUnknownBeyondTheCalendar() {
        Books books = Books.of(accepted().at("2026-12-30T00:00"), completed().at("2027-01-03T00:00"));

        assertThat(books.total(Figure.TIMED)).isEqualTo(1);
        assertThat(books.total(Figure.WORKING_TIMED)).isZero();
    }

    @Test
    void aCompletionBeforeItsAcceptanceHasNoDurationAndAFlag() {
        Books books = Books.of(accepted().at("2026-03-03T00:00"), completed().at("2026-03-02T00:00"));

        assertThat(books.total(Figure.TIMED)).isZero();
        assertThat(books.row("flag|completed-before-accepted|11440100007482532L"))
                .isEqualTo("records=1");
    }

    @Test
    void aFlagCountsEveryRecordOnce() {
        Books books = Books.of(
                rating().flags("over-long-code", "list", "over-long-code", "list")
                        .in(1),
                rating().flags("over-long-code", "list", "over-long-code", "list")
                        .in(2),
                rating().flags("over-long-code", "list").remark("another"));

        assertThat(books.row("flag|over-long-code|list")).isEqualTo("records=2");
    }

    @Test
    void whatIsAppendedAfterTheCutOffOfItsMonthIsACorrection() {
        Books books = Books.of(
                rating().level(4).ordinal(1).at("2023-07-31T10:00").appended("2023-08-14T23:59:59.999"),
                rating().level(5).ordinal(2).at("2023-07-31T10:00").appended("2023-08-15T00:00"));

        assertThat(books.total(Part.IN_TIME, Figure.LEVEL_4)).isEqualTo(1);
        assertThat(books.total(Part.IN_TIME, Figure.LEVEL_5)).isZero();
        assertThat(books.total(Part.CORRECTION, Figure.LEVEL_5)).isEqualTo(1);
    }

    @Test
    void aVoidAfterTheCutOffLeavesTheSettledFigureAndShowsAsMinusOne() {
        Books books = Books.of(rating().at("2023-07-31T10:00"), granted("c").at("2023-08-20T10:00"));

        assertThat(books.total(Part.IN_TIME, Figure.LEVEL_5)).isEqualTo(1);
        assertThat(books.total(Part.CORRECTION, Figure.LEVEL_5)).isEqualTo(-1);
        assertThat(books.equation("rating", 0)).isEqualTo("voided=1");
    }

    @Test
    void aRatingAfterTheCutOffLeavesTheSettledDefaultStanding() {
        Books books = Books.of(
                completed().at("2023-07-10T10:00"),
                rating().at("2023-07-20T10:00").appended("2023-09-01T10:00"));

        assertThat(books.total(Part.DATED_IN_TIME, Figure.DEFAULT_3)).isEqualTo(1);
        assertThat(books.total(Part.DATED_CORRECTION, Figure.DEFAULT_3)).isEqualTo(-1);
        assertThat(books.total(Part.CORRECTION, Figure.LEVEL_5)).isEqualTo(1);
        assertThat(books.total(Part.CORRECTION, Figure.RATED_CASES)).isEqualTo(1);
    }

    @Test
    void aMonthThatTheCalendarCannotCloseIsInTime() {
        Books books = Books.of(rating().at("2026-12-20T10:00").appended("2027-02-15T10:00"));

        assertThat(books.total(Part.IN_TIME, Figure.LEVEL_5)).isEqualTo(1);
    }

    @Test
    void nothingIsForgottenWhileARecordCouldStillJoin() {
        Books books = Books.of(completed().at("2026-03-02T10:00"));
        long whole = millis(LocalDate.parse("2026-03-02").plusDays(124 + 62) + "T10:00");

        assertThat(books.purge(whole)).isZero();
        assertThat(books.cases().size()).isEqualTo(1);
        assertThat(books.purge(whole + 3_600_000)).isEqualTo(1);
        assertThat(books.cases().size()).isZero();
        assertThat(books.total(Figure.COMPLETED)).isEqualTo(1);
    }

    @Test
    void everythingCanBeForgottenAtTheEndOfAllInput() {
        Books books = Books.of(rating(), completed());

        assertThat(books.purge(Long.MAX_VALUE)).isEqualTo(2);
    }

    private static long millis(String time) {
        return CaseRecord.millis(time);
    }
}
