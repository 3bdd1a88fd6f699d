package io.haochaping.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a plain map. */
class RowSumsTest {
    private static final int ROWS = 300;

    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void sumsAreThoseOfAPlainMapHoweverManyRowsAreObjects(int mostObjects) {
        RowSums sums = new RowSums(mostObjects);
        Map<RowKey, Tally> plain = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            change(sums, plain);
        }

        assertSame(sums, plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void whatIsTakenOverIsAddedOnceAndLeavesNothingBehind(int mostObjects) {
        RowSums sums = new RowSums(mostObjects);
        RowSums other = new RowSums(mostObjects + 3);
        Map<RowKey, Tally> plain = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            change(random.nextBoolean() ? sums : other, plain);
        }
        sums.takeOver(other);

        assertSame(sums, plain);
        assertThat(other.size()).isZero();
        change(sums, plain);
        assertSame(sums, plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void aRowThatComesBackToNothingIsNone(int mostObjects) {
        RowSums sums = new RowSums(mostObjects);
        sums.add(row(1), Tally.of(Figure.LEVEL_1, 1));
        sums.add(row(2), Tally.of(Figure.LEVEL_2, 1));
        sums.add(row(1), Tally.of(Figure.LEVEL_1, -1));

        assertThat(sums.size()).isEqualTo(1);
        sums.forEach((row, sum) -> assertThat(row).isEqualTo(row(2)));
        sums.add(row(1), Tally.of(Figure.LEVEL_1, 4));
        assertSame(sums, Map.of(row(1), Tally.of(Figure.LEVEL_1, 4), row(2), Tally.of(Figure.LEVEL_2, 1)));
    }

    private void change(RowSums sums, Map<RowKey, Tally> plain) {
        RowKey row = row(random.nextInt(ROWS));
        Tally change = Tally.of(Figure.values()[random.nextInt(5)], random.nextInt(7) - 3);
        plain.merge(row, change, Tally::plus);
        if (random.nextBoolean()) {
            sums.add(row, change);
        } else {
            sums.add(row, new TallyAccumulator().add(change, 1));
        }
    }

    private static RowKey row(int number) {
        return RowKey.flag(new ByteWriter(64), "flag", "subject-" + number);
    }

    private static void assertSame(RowSums sums, Map<RowKey, Tally> plain) {
        Map<RowKey, Tally> expected = new TreeMap<>(plain);
        expected.values().removeIf(Tally::isZero);
        Map<RowKey, Tally> there = new TreeMap<>();
        sums.forEach(
                (row, sum) -> assertThat(there.put(row, sum)).as("told once").isNull());
        assertThat(there).isEqualTo(expected);
        assertThat(sums.size()).isEqualTo(expected.size());
    }
}
