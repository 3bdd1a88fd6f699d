package io.haochaping.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.haochaping.domain.ledger.Cause;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.RowText;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.Registry;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ledger's reasons as an operator reads them. */
final class ReasonsTest {
    private static final Dimensions AT = new Dimensions("440100000000", "dept", "hall", "item", "web", "");
    private static final Decisions DECISIONS = Decisions.builtIn(SourceTopics.standard(Set.of()), Limits.STANDARD);

    private long offset;

    @Test
    void aDefaultThatARealRatingTakesBackIsToldWithBothDays() {
        Lines lines = ofRow(
                "hour|2026-03-08T23|440100000000|dept|hall|item|default||builtin-1|dated-in-time",
                completed("2026-03-01T10:00"),
                rating(5, "2026-03-09T10:00"));
        assertThat(lines.sums()).isEmpty();
        assertThat(lines.aside())
                .extracting(
                        line -> line.reason().english(), line -> line.reason().chinese())
                .containsOnly(tuple(
                        "default of 2026-03-08, taken back by the rating (level 5) of 2026-03-09 10:00 (rating.web/0/1)",
                        "2026-03-08 的默认评价，被2026-03-09 10:00 的评价（5 级）（rating.web/0/1）取消"));
    }

    @Test
    void aVoidAfterTheCutOffTakesOneOffTheCorrectionWithItsReason() {
        Lines lines = ofRow(
                "hour|2026-03-09T10|440100000000|dept|hall|item|web||builtin-1|correction",
                rating(1, "2026-03-09T10:00"),
                granted("2026-03-20T10:00", "2026-04-28T10:00"));
        assertThat(lines.sums()).containsEntry("level_1", -1L);
        assertThat(lines.contributing())
                .anySatisfy(line -> assertThat(line.reason().english())
                        .isEqualTo("counted before the cut-off, and no longer: rating (level 1) of 2026-03-09 10:00:"
                                + " voided by the granted claim of 2026-03-20 10:00 (rating.web/0/1)"));
    }

    @Test
    void whatIsCountedBeforeAndBehindTheCutOffAlikeDoesNotShowInTheCorrection() {
        Lines lines = ofRow(
                "hour|2026-03-09T10|440100000000|dept|hall|item|web||builtin-1|correction",
                rating(1, "2026-03-09T10:00"),
                refused("2026-03-20T10:00", "2026-04-28T10:00"));
        assertThat(lines.sums()).isEmpty();
        assertThat(lines.contributing()).isEmpty();
        assertThat(lines.aside()).isEmpty();
    }

    @Test
    void aSecondRatingStandsAsideForTheFirst() {
        Lines lines = ofRow(
                "hour|2026-03-09T11|440100000000|dept|hall|item|web||builtin-1|in-time",
                rating(5, "2026-03-09T10:00"),
                rating(4, "2026-03-09T11:00"));
        assertThat(lines.aside())
                .extracting(line -> line.reason().english())
                .containsExactly("rating (level 4) of 2026-03-09 11:00: superseded by the earlier rating (level 5) of"
                        + " 2026-03-09 10:00 (rating.web/0/0)");
    }

    @Test
    void aDeadlineOfAWorkOrderNamesTheStepFromWhichItRunsAndTheOneThatCameInTime() {
        RuleBook rules = RuleBook.single(new Rules("place-1", 0, 3, 3)
                .with(new OrderDeadlines(List.of(
                        new OrderDeadline(Step.CONTACTED, OrderDeadline.Severity.ANY, 3, true, Step.OPENED, 0)))));
        Lines lines = dueOnTheTwelfth(
                rules,
                List.of(
                        held(fact(FactKind.WORK_ORDER, Step.OPENED, "2026-03-09T10:00", "2026-03-09T10:00")),
                        held(fact(FactKind.WORK_ORDER, Step.CONTACTED, "2026-03-10T10:00", "2026-03-10T10:00"))));
        assertThat(lines.sums()).containsEntry("order_contact_due", 1L).containsEntry("order_contact_met", 1L);
        assertThat(lines.contributing())
                .extracting(
                        line -> line.reason().english(), line -> line.reason().chinese())
                .containsOnly(tuple(
                        "opened work order of 2026-03-09 10:00: a deadline of the work order that runs from it, met by the"
                                + " contact of a work order of 2026-03-10 10:00 (rating.web/0/1)",
                        "2026-03-09 10:00 的差评工单立单：自此起算的工单时限，2026-03-10 10:00 的工单联系（rating.web/0/1）按时"));
    }

    /** The lines of a case behind what is due at the end of 12 March. */
    private static Lines dueOnTheTwelfth(RuleBook rules, List<Held> records) {
        Decisions decisions = new Decisions(DECISIONS.topics(), DECISIONS.limits(), () -> rules, Registry.NONE);
        Lines lines = new Lines(
                Target.row(
                        RowText.parse("hour|2026-03-12T23|440100000000|dept|hall|item|web||place-1|dated-in-time"), 7),
                Metric.EVERY_FIGURE,
                100,
                rules);
        lines.take(new CaseAccount(decisions, Long.MIN_VALUE).of(records));
        return lines;
    }

    @Test
    void aDeadlineByItsSeverityNamesTheStepThatToldIt() {
        RuleBook rules = RuleBook.single(new Rules("place-1", 0, 3, 3)
                .with(new OrderDeadlines(List.of(
                        new OrderDeadline(Step.RECTIFIED, OrderDeadline.Severity.ORDINARY, 1, true, Step.OPENED, 0),
                        new OrderDeadline(
                                Step.RECTIFIED, OrderDeadline.Severity.DIFFICULT, 3, true, Step.OPENED, 0)))));
        Lines lines = dueOnTheTwelfth(
                rules,
                List.of(
                        held(telling(ToldSeverity.ORDINARY, Step.OPENED, "2026-03-09T10:00")),
                        held(telling(ToldSeverity.DIFFICULT, Step.CONTACTED, "2026-03-10T10:00"))));
        assertThat(lines.sums()).containsExactly(Map.entry("order_rectify_due", 1L));
        assertThat(lines.contributing())
                .extracting(
                        line -> line.reason().english(), line -> line.reason().chinese())
                .containsExactly(tuple(
                        "opened work order of 2026-03-09 10:00: a deadline of the work order that runs from it, as of a"
                                + " difficult one, told by the contact of a work order of 2026-03-10 10:00 (rating.web/0/1)",
                        "2026-03-09 10:00 的差评工单立单：自此起算的工单时限，按疑难工单，由2026-03-10 10:00 的工单联系（rating.web/0/1）认定"));
    }

    private static Fact.Builder telling(ToldSeverity told, Step step, String at) {
        Fact.Builder fact = fact(FactKind.WORK_ORDER, step, at, at);
        fact.severity = told;
        return fact;
    }

    @Test
    void everyCauseOfAClassHasItsClass() {
        List<String> classes = Arrays.stream(Cause.values())
                .filter(Cause::givesClass)
                .map(cause -> cause + " " + Reasons.recordClass(cause).english())
                .toList();
        assertThat(classes)
                .containsExactly(
                        "TAKES_ITS_PLACE counted",
                        "COPY_OF duplicate",
                        "HIGHER_REVISION superseded",
                        "EARLIER superseded",
                        "LATER superseded",
                        "SAME_TIME superseded",
                        "LATER_DECISION superseded",
                        "REAL_RATING_STANDS superseded",
                        "ONE_RE_RATING_TOO_MANY superseded",
                        "VOIDED_BY voided",
                        "AFTER_WINDOW excluded",
                        "EXCLUDED_BY excluded");
    }

    private Lines ofRow(String row, Held... records) {
        Lines lines = new Lines(Target.row(RowText.parse(row), 7), Metric.EVERY_FIGURE, 100, RuleBook.builtIn());
        lines.take(new CaseAccount(DECISIONS, Long.MIN_VALUE).of(List.of(records)));
        return lines;
    }

    private Held completed(String at) {
        return held(fact(FactKind.COMPLETED, Step.NONE, at, at));
    }

    private Held rating(int level, String at) {
        Fact.Builder fact = fact(FactKind.RATING, Step.NONE, at, at);
        fact.level = level;
        return held(fact);
    }

    private Held granted(String at, String appended) {
        return held(fact(FactKind.WORK_ORDER, Step.INVALID_GRANTED, at, appended));
    }

    private Held refused(String at, String appended) {
        return held(fact(FactKind.WORK_ORDER, Step.INVALID_REFUSED, at, appended));
    }

    private Held held(Fact.Builder fact) {
        fact.content = offset;
        return new Held(fact.build(), offset++);
    }

    private static Fact.Builder fact(FactKind kind, Step step, String at, String appended) {
        Fact.Builder fact = new Fact.Builder();
        fact.key = new CaseKey(1, 2);
        fact.kind = kind;
        fact.step = step;
        fact.ownTime = millis(at);
        fact.appendedAt = millis(appended);
        fact.topic = "rating.web";
        fact.dimensions = AT;
        return fact;
    }

    private static long millis(String time) {
        return LocalDateTime.parse(time).toInstant(ZoneOffset.ofHours(8)).toEpochMilli();
    }
}
