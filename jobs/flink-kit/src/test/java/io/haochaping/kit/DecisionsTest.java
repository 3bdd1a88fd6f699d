package io.haochaping.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.intake.SourceTopics;
import io.haochaping.schemas.NamedVersions;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From when on a calendar that is taken in later would have decided a figure. */
class DecisionsTest {
    private static final long NEW_YEAR =
            ShanghaiTime.startOfDay(LocalDate.of(2027, 1, 1).toEpochDay());
    private static final long AHEAD = Limits.STANDARD.futureTolerance();

    @Test
    void aCalendarDecidesUpToTheHorizonBeforeItsYear() {
        assertThat(under(RuleBook.builtIn().versions().iterator().next()).takesEffect("working-days 2027"))
                .isEqualTo(NEW_YEAR - Limits.STANDARD.horizon() - AHEAD);
    }

    /** An order of 15 October that is due after 60 working days falls behind New Year: counted without a calendar, it would be taken back with one. */
    @Test
    void aLongDeadlineOfAWorkOrderReachesFurther() {
        Rules rules = standard()
                .with(new OrderDeadlines(List.of(
                        new OrderDeadline(Step.RECTIFIED, OrderDeadline.Severity.ANY, 40, true, Step.OPENED, 20))));

        assertThat(under(rules).takesEffect("working-days 2027"))
                .isLessThanOrEqualTo(ShanghaiTime.startOfDay(
                        LocalDate.of(2026, 10, 15).minusMonths(1).toEpochDay()));
    }

    @Test
    void workingDaysNeverTakeMoreNaturalDaysThanIsReckoned() {
        WorkingDays calendar = WorkingDays.builtIn();
        for (LocalDate from = LocalDate.of(2019, 1, 1);
                from.isBefore(LocalDate.of(2025, 1, 1));
                from = from.plusDays(1)) {
            int worked = 0;
            for (LocalDate day = from.plusDays(1); calendar.knows(day) && worked < 250; day = day.plusDays(1)) {
                if (calendar.isWorkingDay(day)) {
                    worked++;
                    assertThat(day.toEpochDay() - from.toEpochDay())
                            .as(worked + " working days behind " + from)
                            .isLessThanOrEqualTo(Decisions.naturalDays(worked));
                }
            }
        }
    }

    /** As it was before any record had a second version: what restores, and is compared, by this digest goes on. */
    @Test
    void theSetOfADeploymentThatNamesNoLaterVersionIsWhatItWas() {
        Decisions plain = Decisions.builtIn(SourceTopics.standard(Set.of()), Limits.STANDARD);

        assertThat(plain.decisionSet().digest())
                .isEqualTo("c5795fa446930a6043e5fdf1eb8be3264da025e8211facd8781a71bbb60a1382");
        assertThat(plain.naming(NamedVersions.none()).decisionSet()).isEqualTo(plain.decisionSet());
        assertThat(plain.naming(NamedVersions.parse("work-order-event|2|2027-01-01"))
                        .decisionSet()
                        .firstMissingOf(plain.decisionSet()))
                .as("a larger set contains it")
                .isNull();
    }

    private static Rules standard() {
        return RuleBook.builtIn().versions().iterator().next();
    }

    private static Decisions under(Rules rules) {
        return new Decisions(
                SourceTopics.standard(Set.of()), Limits.STANDARD, () -> RuleBook.single(rules), Registry.NONE);
    }
}
