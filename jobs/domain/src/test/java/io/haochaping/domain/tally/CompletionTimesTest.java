package io.haochaping.domain.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CompletionTimesTest {
    private static final long LONGEST = 400 * 86_400L;

    @Test
    void usageExample() {
        Tally times = tally(List.of(60L, 60L, 90L, 3_600L));

        assertThat(CompletionTimes.percentile(times, Figure.CALENDAR_BUCKETS, 500))
                .isEqualTo(60);
        assertThat(CompletionTimes.percentile(times, Figure.CALENDAR_BUCKETS, 750))
                .isEqualTo(90);
        assertThat(CompletionTimes.percentile(times, Figure.WORKING_BUCKETS, 500))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "127, 127", "128, 128", "255, 255", "256, 256", "257, 256", "258, 257", "3600, 737"})
    void aBucketIsThatOfTheContract(long seconds, int bucket) {
        assertThat(CompletionTimes.bucketOf(seconds)).isEqualTo(bucket);
    }

    @Test
    void bucketsFollowEachOtherWithoutGapOrOverlap() {
        assertThat(CompletionTimes.lowest(0)).isZero();
        for (int bucket = 0; bucket < Figure.BUCKET_SPACE - 1; bucket++) {
            long lowest = CompletionTimes.lowest(bucket);
            long highest = CompletionTimes.highest(bucket);

            assertThat(highest).isGreaterThanOrEqualTo(lowest);
            assertThat(CompletionTimes.lowest(bucket + 1)).isEqualTo(highest + 1);
            assertThat(CompletionTimes.bucketOf(lowest)).isEqualTo(bucket);
            assertThat(CompletionTimes.bucketOf(highest)).isEqualTo(bucket);
            assertThat((highest - lowest) * 128).isLessThanOrEqualTo(lowest);
        }
    }

    @Test
    void theLongestSessionFitsTheNumbersSetAside() {
        assertThat(CompletionTimes.bucketOf(LONGEST)).isLessThan(2_560);
    }

    @Test
    void aNegativeDurationIsRefused() {
        assertThatThrownBy(() -> CompletionTimes.bucketOf(-1)).hasMessageContaining("-1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aPercentileIsWithinOnePercentOfTheExactOne(long seed) {
        Random random = new Random(seed);
        List<Long> durations = durations(random, 1 + random.nextInt(3_000));
        Tally tally = tally(durations);
        List<Long> sorted = new ArrayList<>(durations);
        Collections.sort(sorted);
        for (int perMille : new int[] {1, 10, 250, 500, 900, 950, 999, 1000}) {
            long exact = sorted.get((int) Math.ceil(sorted.size() * perMille / 1000.0) - 1);

            assertThat(CompletionTimes.percentile(tally, Figure.CALENDAR_BUCKETS, perMille))
                    .isCloseTo(exact, within(exact / 100));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderAndAnySplitGiveTheSamePercentiles(long seed) {
        Random random = new Random(seed);
        List<Long> durations = durations(random, 500);
        Tally whole = tally(durations);
        Collections.shuffle(durations, random);
        int cut = random.nextInt(durations.size());

        assertThat(tally(durations.subList(0, cut)).plus(tally(durations.subList(cut, durations.size()))))
                .isEqualTo(whole);
    }

    @Test
    void aCaseThatIsTakenBackLeavesNoTrace() {
        Tally settled = tally(List.of(60L, 90L, 100_000L));
        Tally correction = Tally.ZERO.minus(tally(List.of(100_000L))).plus(tally(List.of(30L)));

        Tally current = settled.plus(correction);

        assertThat(current).isEqualTo(tally(List.of(30L, 60L, 90L)));
        assertThat(CompletionTimes.percentile(current, Figure.CALENDAR_BUCKETS, 500))
                .isEqualTo(60);
    }

    @Test
    void aCorrectionAloneHasNoPercentile() {
        Tally correction = Tally.ZERO.minus(tally(List.of(60L)));

        assertThat(CompletionTimes.percentile(correction, Figure.CALENDAR_BUCKETS, 500))
                .isEqualTo(-1);
    }

    private static Tally tally(List<Long> durations) {
        TallyAccumulator tally = new TallyAccumulator();
        durations.forEach(seconds -> tally.add(Figure.CALENDAR_BUCKETS + CompletionTimes.bucketOf(seconds), 1));
        return tally.toTally();
    }

    /** As many short ones as long ones: every power of two is equally likely. */
    private static List<Long> durations(Random random, int count) {
        List<Long> durations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            durations.add(Math.floorMod(random.nextLong(), Math.min(LONGEST, 1L << 1 + random.nextInt(26))));
        }
        return durations;
    }
}
