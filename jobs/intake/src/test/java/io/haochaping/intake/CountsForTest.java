package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.rules.CountsFor;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.MeanScore;
import io.haochaping.domain.rules.RatingIdentity;
import io.haochaping.domain.rules.ReRating;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CountsForTest {
    private static final Sample ACROSS_REGIONS = Sample.rating()
            .with("handlingRegion", "440100")
            .with("handlingDepartment", "D-1")
            .with("acceptanceRegion", "440300")
            .with("acceptanceDepartment", "D-2");

    @Test
    void byTheBuiltInRulesTheHandlingSideHasTheRecord() {
        assertThat(sides(new Door(), ACROSS_REGIONS)).isEqualTo("440100000000 D-1");
    }

    @Test
    void rulesMayGiveTheDepartmentOrTheRegionToTheAcceptingSide() {
        assertThat(sides(counting(true, false), ACROSS_REGIONS)).isEqualTo("440100000000 D-2");
        assertThat(sides(counting(false, true), ACROSS_REGIONS)).isEqualTo("440300000000 D-1");
        assertThat(sides(counting(true, true), ACROSS_REGIONS)).isEqualTo("440300000000 D-2");
    }

    @Test
    void whatOneSideDidNotSendIsTakenFromTheOther() {
        Sample handledOnly = Sample.rating()
                .with("handlingRegion", "440100")
                .with("handlingDepartment", "D-1")
                .with("acceptanceRegion", "")
                .with("acceptanceDepartment", " ");

        assertThat(sides(counting(true, true), handledOnly)).isEqualTo("440100000000 D-1");
    }

    private static String sides(Door door, Sample sample) {
        Dimensions at = door.fact(sample).dimensions;
        return at.region() + " " + at.department();
    }

    private static Door counting(boolean acceptingDepartment, boolean acceptingRegion) {
        return Door.under(RuleBook.single(new Rules(
                "test",
                0,
                3,
                LevelScale.BINARY,
                RatingIdentity.STAGE,
                false,
                ReRating.SEPARATE,
                0,
                new CountsFor(acceptingDepartment, acceptingRegion),
                true,
                new TreeSet<>(),
                MeanScore.STANDARD)));
    }
}
