package io.haochaping.domain.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TallyTest {

    @Test
    void usageExample() {
        Tally morning = Tally.of(Figure.LEVEL_5, 3).plus(Tally.of(Figure.LEVEL_1, 1));
        Tally day = morning.plus(Tally.of(Figure.LEVEL_5, 2)).minus(Tally.of(Figure.LEVEL_1, 1));

        assertThat(day.get(Figure.LEVEL_5)).isEqualTo(5);
        assertThat(day.get(Figure.LEVEL_1)).isZero();
        assertThat(day).hasToString("level_5=5");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void talliesAreACommutativeGroup(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Tally a = anyTally(random);
            Tally b = anyTally(random);
            Tally c = anyTally(random);

            assertThat(a.plus(Tally.ZERO)).isEqualTo(a);
            assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
            assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
            assertThat(a.minus(a)).isEqualTo(Tally.ZERO);
            assertThat(a.minus(a).isZero()).isTrue();
            assertThat(a.plus(b).minus(b)).isEqualTo(a);
            assertThat(Tally.ZERO.minus(a).plus(a)).isEqualTo(Tally.ZERO);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aTallyIsReadBackFromItsText(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Tally tally = anyTally(random);
            assertThat(Tally.parse(tally.toString())).isEqualTo(tally);
        }
        for (Figure figure : Figure.values()) {
            assertThat(Tally.parse(figure.column() + "=-7")).isEqualTo(Tally.of(figure, -7));
        }
        assertThat(Tally.parse("calendar@0=1,working@4095=2"))
                .hasToString("calendar@0=1,working@4095=2")
                .isNotEqualTo(Tally.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level_6=1",
                "level_5",
                "level_5=",
                "level_5=x",
                "level_5=1,",
                ",level_5=1",
                "calendar@4096=1",
                "calendar@-1=1",
                "calendar@=1",
                "hours@1=1",
                "LEVEL_5=1"
            })
    void aTextThatNamesNoTallyIsRefused(String text) {
        assertThatThrownBy(() -> Tally.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderAndAnySplitGiveTheSameTally(long seed) {
        Random random = new Random(seed);
        List<Tally> parts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            parts.add(anyTally(random));
        }
        Tally expected = sum(parts);
        Collections.shuffle(parts, random);
        int cut = random.nextInt(parts.size());

        assertThat(sum(parts)).isEqualTo(expected);
        assertThat(sum(parts.subList(0, cut)).plus(sum(parts.subList(cut, parts.size()))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anAccumulatorAddsUpWhatTalliesWould(long seed) {
        Random random = new Random(seed);
        TallyAccumulator accumulator = new TallyAccumulator();
        TallyAccumulator fromBytes = new TallyAccumulator();
        TallyAccumulator fromAccumulators = new TallyAccumulator();
        Tally expected = Tally.ZERO;
        for (int i = 0; i < 300; i++) {
            Tally tally = anyTally(random);
            int sign = random.nextBoolean() ? 1 : -1;
            expected = sign > 0 ? expected.plus(tally) : expected.minus(tally);
            accumulator.add(tally, sign);
            fromBytes.add(new ByteReader(written(Tally.ZERO.plus(sign > 0 ? tally : Tally.ZERO.minus(tally)))));
            fromAccumulators.add(new TallyAccumulator().add(tally, sign));

            assertThat(accumulator.toTally()).isEqualTo(expected);
            assertThat(accumulator.isZero()).isEqualTo(expected.isZero());
        }

        ByteWriter out = new ByteWriter(16);
        accumulator.write(out);
        assertThat(out.toBytes()).isEqualTo(written(expected));
        assertThat(fromBytes.toTally()).isEqualTo(expected);
        assertThat(fromAccumulators.toTally()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itsTextIsWrittenAsItReads(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Tally tally = anyTally(random);

            assertThat(textOf(tally)).isEqualTo(tally.toString());
        }
        for (long amount : new long[] {Long.MIN_VALUE, -10, -9, 9, 10, 99, 100, Long.MAX_VALUE}) {
            assertThat(textOf(Tally.of(Figure.CALENDAR_SECONDS, amount))).isEqualTo("calendar_seconds=" + amount);
        }
    }

    private static String textOf(Tally tally) {
        ByteWriter out = new ByteWriter(16);
        tally.writeText(out);
        return new String(out.toBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void anAccumulatorForgetsWhatCameBackToNothing() {
        TallyAccumulator accumulator =
                new TallyAccumulator().add(Figure.VOIDS, 1).add(Figure.VOIDS, -1);

        assertThat(accumulator.isZero()).isTrue();
        assertThat(accumulator.toTally()).isEqualTo(Tally.ZERO);
        accumulator.clear();
        assertThat(accumulator.add(Figure.ACCEPTED, 0).toTally()).isEqualTo(Tally.ZERO);
    }

    @Test
    void aSumBeyond64BitsIsRefusedRatherThanWrong() {
        TallyAccumulator accumulator = new TallyAccumulator().add(Figure.CALENDAR_SECONDS, Long.MAX_VALUE);

        assertThatThrownBy(() -> accumulator.add(Figure.CALENDAR_SECONDS, 1)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theWrittenFormComesBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Tally tally = anyTally(random);

            assertThat(Tally.read(new ByteReader(written(tally)))).isEqualTo(tally);
        }
    }

    @Test
    void theTextNamesFiguresInTheOrderOfTheContract() {
        TallyAccumulator tally = new TallyAccumulator();
        tally.add(Figure.WORKING_BUCKETS + 59, 1)
                .add(Figure.VOIDS, -1)
                .add(Figure.CALENDAR_BUCKETS + 128, 2)
                .add(Figure.CALENDAR_BUCKETS, 1)
                .add(Figure.WORKING_SECONDS, 59)
                .add(Figure.CALENDAR_SECONDS, 60)
                .add(Figure.DEFAULT_3, 1)
                .add(Figure.LEVEL_5, 1);

        assertThat(tally.toTally())
                .hasToString("level_5=1,default_3=1,calendar_seconds=60,calendar@0=1,calendar@128=2,"
                        + "working_seconds=59,working@59=1,voids=-1");
        assertThat(Tally.ZERO).hasToString("");
    }

    @Test
    void everyFigureIsFoundByItsNumberAndNoTwoShareOne() {
        for (Figure figure : Figure.values()) {
            assertThat(Figure.of(figure.number())).isEqualTo(figure);
            assertThat(Figure.text(figure.number())).isEqualTo(figure.column());
        }
        assertThatThrownBy(() -> Figure.of(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> Figure.of(13_013)).hasMessageContaining("13013");
    }

    @Test
    void ratingsAreTheLevelsAndTheDefaults() {
        Tally tally = new TallyAccumulator()
                .add(Figure.LEVEL_1, 2)
                .add(Figure.DEFAULT_5, 3)
                .add(Figure.GENERATED_DEFAULTS, 3)
                .toTally();

        assertThat(tally.ratings()).isEqualTo(5);
    }

    private static byte[] written(Tally tally) {
        ByteWriter out = new ByteWriter(16);
        tally.write(out);
        return out.toBytes();
    }

    private static Tally sum(List<Tally> parts) {
        return parts.stream().reduce(Tally.ZERO, Tally::plus);
    }

    /** Few figures, so that they meet; small and large amounts of either sign. */
    private static Tally anyTally(Random random) {
        int[] numbers = {1, 5, 21, 1_000, 1_001, 3_559, 7_000, 12_008, 12_035};
        TallyAccumulator tally = new TallyAccumulator();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            long amount = random.nextBoolean() ? random.nextInt(5) - 2 : random.nextLong() >> 16;
            tally.add(numbers[random.nextInt(numbers.length)], amount);
        }
        return tally.toTally();
    }
}
