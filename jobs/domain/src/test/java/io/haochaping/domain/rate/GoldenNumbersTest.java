package io.haochaping.domain.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.WorkingDays;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures that Guangdong and others have published. Levels stand from 5 (best) to 1. */
final class GoldenNumbersTest {
    private static final Map<String, Long> JULY_2023 = Map.of(
            "website", 5_739_763L,
            "SMS", 64_128L,
            "粤省事", 93_099L,
            "粤商通", 151L,
            "apps", 2_496_931L,
            "hall", 5_131_784L,
            "machine", 82_774L,
            "hotline", 270_730L);
    private static final long[] JULY_2023_LEVELS = {13_431_970, 10_421, 18_062, 295, 980};

    @Test
    void theChannelsOfJuly2023AddUpToItsRatings() {
        assertThat(sumOf(JULY_2023, List.of())).isEqualTo(13_879_360);
    }

    @Test
    void theLevelsOfJuly2023AddUpOnceHotlineMachineAndSmsAreLeftOut() {
        assertThat(sumOf(JULY_2023, List.of("hotline", "machine", "SMS")))
                .isEqualTo(13_461_728)
                .isEqualTo(Arrays.stream(JULY_2023_LEVELS).sum());
    }

    @Test
    void ratingsExceedCasesInRealitySoParticipationIsNotRatingsOverCases() {
        assertThat(new Rate(sumOf(JULY_2023, List.of()), 11_238_000).percent(1)).contains(new BigDecimal("123.5"));
    }

    @Test
    void july2023WasPublishedAsOfTheTenthWorkingDayAfterIt() {
        assertThat(WorkingDays.builtIn().plus(LocalDate.parse("2023-07-31"), 10))
                .contains(LocalDate.parse("2023-08-14"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2020-01, 445832, 34635, 1638682, 210, 935, 99.9460, 22.6604",
        "2021-01, 5265520, 23409, 22773, 178, 613, 99.9851, 99.5564",
        "2023-07, 13431970, 10421, 18062, 295, 980, 99.9905, 99.8564",
    })
    void theGoodRateDependsOnWhetherTheThirdLevelIsGood(
            String month, long five, long four, long three, long two, long one, BigDecimal with, BigDecimal without) {
        long counted = five + four + three + two + one;

        assertThat(new Rate(five + four + three, counted).percent(4)).contains(with);
        assertThat(new Rate(five + four, counted).percent(4)).contains(without);
    }

    @Test
    void shenzhensBadRateNeedsThreeDecimals() {
        Rate bad = new Rate(3_591, 23_736_000);

        assertThat(bad.percent(3)).contains(new BigDecimal("0.015"));
        assertThat(bad.percent(1)).contains(new BigDecimal("0.0"));
    }

    @ParameterizedTest(name = "{0}: {1} work orders")
    @CsvSource({"2020-01, 185, 210, 935, 1145", "2021-01, 798, 178, 613, 791", "2023-07, 1249, 295, 980, 1275"})
    void workOrdersAreAMetricOfTheirOwn(String month, long workOrders, long levelTwo, long levelOne, long both) {
        assertThat(levelTwo + levelOne).isEqualTo(both).isNotEqualTo(workOrders);
    }

    private static long sumOf(Map<String, Long> ratings, List<String> leftOut) {
        return ratings.entrySet().stream()
                .filter(entry -> !leftOut.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
