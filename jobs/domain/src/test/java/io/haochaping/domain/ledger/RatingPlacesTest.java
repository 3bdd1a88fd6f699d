package io.haochaping.domain.ledger;

import static io.haochaping.domain.ledger.CaseRecord.accepted;
import static io.haochaping.domain.ledger.CaseRecord.completed;
import static io.haochaping.domain.ledger.CaseRecord.rating;
import static io.haochaping.domain.ledger.CaseRecord.workOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.rules.CountsFor;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.MeanScore;
import io.haochaping.domain.rules.RatingIdentity;
import io.haochaping.domain.rules.ReRating;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What each rule does to one case. */
final class RatingPlacesTest {
    private static final Rules STANDARD = rules(RatingIdentity.STAGE, false, ReRating.SEPARATE, 0);
    private static final Rules PER_VISIT = rules(RatingIdentity.VISIT, false, ReRating.SEPARATE, 0);
    private static final Rules PER_MATTER = rules(RatingIdentity.MATTER, false, ReRating.SEPARATE, 0);
    private static final Rules LAST = rules(RatingIdentity.STAGE, true, ReRating.SEPARATE, 0);
    private static final Rules WITHIN_5_DAYS = rules(RatingIdentity.STAGE, false, ReRating.SEPARATE, 5);

    private static final CaseRecord FIRST_STAGE = rating().level(5).ordinal(1).at("2026-03-02T10:00");
    private static final CaseRecord SECOND_STAGE = rating().level(2).ordinal(2).at("2026-03-02T15:00");
    private static final CaseRecord NEXT_DAY = rating().level(4).ordinal(3).at("2026-03-03T09:00");

    @Test
    void perStageEachOrdinalCountsPerVisitEachDayAndPerMatterTheCase() {
        assertThat(levels(Books.under(STANDARD, FIRST_STAGE, SECOND_STAGE, NEXT_DAY)))
                .isEqualTo("0 1 0 1 1");
        assertThat(levels(Books.under(PER_VISIT, FIRST_STAGE, SECOND_STAGE, NEXT_DAY)))
                .isEqualTo("0 0 0 1 1");
        assertThat(levels(Books.under(PER_MATTER, FIRST_STAGE, SECOND_STAGE, NEXT_DAY)))
                .isEqualTo("0 0 0 0 1");
    }

    @Test
    void twoVenuesOnOneDayAreTwoVisits() {
        Dimensions elsewhere = new Dimensions("440100000000", "11440100007482532L", "hall-2", "item-1", "web", "");

        Books books =
                Books.under(PER_VISIT, FIRST_STAGE, rating().level(2).ordinal(2).of(elsewhere));

        assertThat(levels(books)).isEqualTo("0 1 0 0 1");
    }

    @Test
    void theLastContentCountsWhereTheRulesSaySoAndARevisionGoesBeforeBoth() {
        CaseRecord first = rating().level(5).at("2026-03-02T10:00");
        CaseRecord second = rating().level(1).at("2026-03-02T11:00");

        assertThat(levels(Books.under(STANDARD, first, second))).isEqualTo("0 0 0 0 1");
        assertThat(levels(Books.under(LAST, first, second))).isEqualTo("1 0 0 0 0");
        assertThat(levels(Books.under(LAST, rating().level(5).revision(1).at("2026-03-02T10:00"), second)))
                .isEqualTo("0 0 0 0 1");
    }

    @Test
    void aRatingBehindTheWindowIsExcludedWithAFlag() {
        CaseRecord inTime = rating().level(4).ordinal(1).at("2026-03-07T23:59");
        CaseRecord tooLate = rating().level(1).ordinal(2).at("2026-03-08T00:00");

        Books books = Books.under(WITHIN_5_DAYS, completed().at("2026-03-02T10:00"), inTime, tooLate);

        assertThat(levels(books)).isEqualTo("0 0 0 1 0");
        assertThat(books.total(row -> true, Figure.EXCLUDED)).isEqualTo(1);
        assertThat(books.row("flag|rated-after-window|11440100007482532L")).isEqualTo("records=1");
    }

    @Test
    void aLateRatingTakesNobodysPlaceButAnUnratedDefaultsAway() {
        Rules lastWithin5Days = rules(RatingIdentity.MATTER, true, ReRating.SEPARATE, 5);
        CaseRecord inTime = rating().level(4).at("2026-03-03T10:00");
        CaseRecord tooLate = rating().level(1).at("2026-04-01T10:00");

        assertThat(levels(Books.under(lastWithin5Days, completed(), inTime, tooLate)))
                .isEqualTo("0 0 0 1 0");

        Rules withDefault = new Rules("test", 7, 3, 3);
        assertThat(Books.under(withDefault, completed()).total(Figure.GENERATED_DEFAULTS))
                .isEqualTo(1);
    }

    @Test
    void aWindowNeedsACompletion() {
        assertThat(levels(
                        Books.under(WITHIN_5_DAYS, accepted(), rating().level(4).at("2026-05-01T10:00"))))
                .isEqualTo("0 0 0 1 0");
    }

    @Test
    void aReRatingReplacesTheLevelOfABadReviewOnly() {
        Rules replacing = rules(RatingIdentity.STAGE, false, new ReRating(true, 0), 0);
        CaseRecord bad = rating().level(1);
        CaseRecord reRating = workOrder(Step.RERATED, "w").level(4).at("2026-03-09T10:00");

        assertThat(levels(Books.under(STANDARD, bad, reRating))).isEqualTo("1 0 0 0 0");
        Books replaced = Books.under(replacing, bad, reRating);
        assertThat(levels(replaced)).isEqualTo("0 0 0 1 0");
        assertThat(replaced.total(row -> true, Figure.OPEN))
                .as("the work order stays")
                .isEqualTo(1);
        assertThat(replaced.total(Figure.ORDER_RERATED)).isEqualTo(1);
        assertThat(levels(Books.under(replacing, rating().level(3), reRating))).isEqualTo("0 0 1 0 0");
    }

    @Test
    void ofSeveralReRatingsTheFirstFewCountAndTheLastOfThemReplaces() {
        Rules once = rules(RatingIdentity.STAGE, false, new ReRating(true, 1), 0);
        CaseRecord[] records = {
            rating().level(1),
            workOrder(Step.RERATED, "w1").level(2).at("2026-03-09T10:00"),
            workOrder(Step.RERATED, "w2").level(5).at("2026-03-10T10:00")
        };

        Books books = Books.under(once, records);

        assertThat(levels(books)).isEqualTo("0 1 0 0 0");
        assertThat(books.total(Figure.ORDER_RERATED)).isEqualTo(1);
        assertThat(books.total(row -> true, Figure.SUPERSEDED)).isEqualTo(1);
        assertThat(levels(Books.under(rules(RatingIdentity.STAGE, false, new ReRating(true, 2), 0), records)))
                .isEqualTo("0 0 0 0 1");
    }

    private static Rules rules(RatingIdentity identity, boolean last, ReRating reRating, int windowDays) {
        return new Rules(
                "test",
                0,
                3,
                LevelScale.BINARY,
                identity,
                last,
                reRating,
                windowDays,
                CountsFor.HANDLING,
                true,
                new TreeSet<>(),
                MeanScore.STANDARD);
    }

    /** How many of level 1, 2, 3, 4, 5 there are. */
    private static String levels(Books books) {
        StringBuilder counts = new StringBuilder();
        for (int level = 1; level <= 5; level++) {
            counts.append(level > 1 ? " " : "").append(books.total(Figure.level(level)));
        }
        return counts.toString();
    }
}
