package io.haochaping.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a record contributes what it contributes, history by history. */
final class WitnessTest {

    @Test
    void aDefaultIsGeneratedForItsCompletion() {
        assertThat(leavesOf(CaseRecord.completed().at("2026-03-01T10:00")))
                .contains("+1 default_3 in hour 2026-03-08T23 dated-in-time: DEFAULT_GENERATED, COMPLETED");
    }

    @Test
    void aRealRatingTakesTheDefaultBack() {
        assertThat(leavesOf(
                        CaseRecord.completed().at("2026-03-01T10:00"),
                        CaseRecord.rating().at("2026-03-09T10:00")))
                .contains(
                        "+0 default_3 in hour 2026-03-08T23 dated-in-time: DEFAULT_TAKEN_BACK, COMPLETED by RATING",
                        "+1 level_5 in hour 2026-03-09T10 in-time: RATING, RATING",
                        "+1 rated_cases in hour 2026-03-01T10 in-time: RATED_CASE, COMPLETED by RATING");
    }

    @Test
    void aDefaultTakenBackAfterTheCutOffStaysInTimeAndIsCorrected() {
        assertThat(leavesOf(
                        CaseRecord.completed().at("2026-03-01T10:00"),
                        CaseRecord.rating().at("2026-03-09T10:00").appended("2026-04-20T10:00")))
                .contains(
                        "+1 default_3 in hour 2026-03-08T23 dated-in-time: DEFAULT_GENERATED, COMPLETED before the cut-off",
                        "-1 default_3 in hour 2026-03-08T23 dated-correction: DEFAULT_GENERATED, COMPLETED before the cut-off",
                        "+0 default_3 in hour 2026-03-08T23 dated-correction: DEFAULT_TAKEN_BACK, COMPLETED by RATING");
    }

    @Test
    void aVoidedRatingStandsAsideWhereItWouldHaveCounted() {
        assertThat(leavesOf(
                        CaseRecord.rating().level(1).at("2026-03-02T10:00"),
                        CaseRecord.granted("7").at("2026-03-05T10:00")))
                .contains("+0 level_1 in hour 2026-03-02T10 in-time: VOIDED_BY, RATING by WORK_ORDER INVALID_GRANTED")
                .noneMatch(line -> line.startsWith("+1 level_1"));
    }

    @Test
    void anExcludedRatingNamesTheDecision() {
        assertThat(leavesOf(
                        CaseRecord.rating().at("2026-03-02T10:00"),
                        CaseRecord.excluded("7").at("2026-03-05T10:00")))
                .contains("+0 level_5 in hour 2026-03-02T10 in-time: EXCLUDED_BY, RATING by EXCLUSION EXCLUDE");
    }

    @Test
    void aSecondRatingIsSupersededByTheFirstOrByTheHigherRevision() {
        assertThat(leavesOf(
                        CaseRecord.rating().at("2026-03-02T10:00"),
                        CaseRecord.rating().level(4).at("2026-03-02T11:00")))
                .contains("+0 level_4 in hour 2026-03-02T11 in-time: EARLIER, RATING by RATING");
        assertThat(leavesOf(
                        CaseRecord.rating().at("2026-03-02T10:00"),
                        CaseRecord.rating().level(4).revision(1).at("2026-03-02T11:00")))
                .contains("+0 level_5 in hour 2026-03-02T10 in-time: HIGHER_REVISION, RATING by RATING");
    }

    @Test
    void ofCopiesTheOneInTheSmallestPartitionHolds() {
        List<String> classes = told(
                        CaseRecord.rating().in(2), CaseRecord.rating().in(1))
                .stream()
                .filter(c -> c.row().kind() == RowKind.EQUATION)
                .map(c -> c.cause() + " in " + c.record().partition)
                .toList();
        assertThat(classes).containsExactlyInAnyOrder("COPY_OF in 2", "TAKES_ITS_PLACE in 1");
    }

    @Test
    void aRefusedClaimTakesTheGrantedOneBack() {
        assertThat(leavesOf(
                        CaseRecord.granted("7").at("2026-03-05T10:00"),
                        CaseRecord.refused("7").at("2026-03-06T10:00")))
                .contains(
                        "+0 voids in hour 2026-03-05T10 in-time: LATER_DECISION, WORK_ORDER INVALID_GRANTED by WORK_ORDER INVALID_REFUSED");
    }

    private static List<String> leavesOf(CaseRecord... records) {
        return told(records).stream()
                .filter(c -> c.row().kind() == RowKind.HOUR)
                .map(WitnessTest::textOf)
                .toList();
    }

    private static List<Contribution> told(CaseRecord... records) {
        List<Contribution> told = new ArrayList<>();
        new CaseLedger(RuleBook.builtIn(), Limits.STANDARD, WorkingDays.builtIn(), MonthCutOff.builtIn())
                .witnessedBy(told::add)
                .account(Arrays.stream(records).map(CaseRecord::fact).toList());
        return told;
    }

    private static String textOf(Contribution c) {
        String[] row = c.row().toString().split("\\|", -1);
        String other = c.other() == null ? "" : " by " + kindOf(c.other().toString());
        return String.format("%+d ", c.amount()) + Figure.text(c.figure()) + " in hour " + row[1] + " "
                + row[row.length - 1] + ": " + c.cause() + ", "
                + kindOf(c.record().toString()) + other + (c.beforeCutOff() ? " before the cut-off" : "");
    }

    private static String kindOf(String fact) {
        return fact.substring(0, fact.indexOf(" ordinal"));
    }
}
