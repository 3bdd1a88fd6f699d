package io.haochaping.dashboard.figures;

import static io.haochaping.domain.tally.Figure.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.TallyAccumulator;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells are the group of tallies, lifted: whatever was added can be taken away, in any order. */
class CellsTest {
    private final CodeBook codes = new CodeBook();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void cellsAreACommutativeGroup(long seed) {
        Random random = new Random(seed);
        Cells a = random(random);
        Cells b = random(random);
        Cells c = random(random);

        assertThat(text(a.plus(b).plus(c))).isEqualTo(text(c.plus(a.plus(b))));
        assertThat(text(a.plus(b).minus(b))).isEqualTo(text(a));
        assertThat(a.minus(a).size()).isZero();
        assertThat(text(a.plus(Cells.NONE))).isEqualTo(text(a));
        assertThat(a.plus(b).sum(Selection.EVERYTHING))
                .isEqualTo(a.sum(Selection.EVERYTHING).plus(b.sum(Selection.EVERYTHING)));
    }

    @Test
    void groupsAddUpToTheTotal() {
        Cells cells = random(new Random(7));
        for (Dimension dimension : Dimension.values()) {
            Sum sum = new Sum();
            cells.groups(dimension, Selection.EVERYTHING).forEach(group -> sum.add(group.tally()));
            assertThat(sum.take()).isEqualTo(cells.sum(Selection.EVERYTHING));
        }
    }

    @Test
    void departmentsAreReplacedAndOthersStay() {
        Cells cells = of(Map.of("civil", 3, "tax", 5));
        Cells replaced = cells.withDepartments(
                Set.of(codes.of(Dimension.DEPARTMENT).find("civil").orElseThrow()), of(Map.of("civil", 9)));

        assertThat(text(replaced)).isEqualTo(text(of(Map.of("civil", 9, "tax", 5))));
    }

    @Test
    void aCodeThatWasNeverSeenSelectsNothing() {
        Cells cells = of(Map.of("civil", 3));
        Selection nobody = Selection.of(
                codes,
                Optional.of("nobody"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                LocalDate.of(2026, 11, 20));

        assertThat(cells.sum(nobody).isZero()).isTrue();
        assertThat(cells.sum(Selection.EVERYTHING).get(LEVEL_5)).isEqualTo(3);
    }

    @Test
    void aKeyHoldsEveryDimensionUpToItsRoomAndNoMore() {
        long key = CellKey.of(CellKey.DEPARTMENTS - 1, CellKey.VENUES - 1, CellKey.CHANNELS - 1, CellKey.REGIONS - 1);
        assertThat(key).isEqualTo(Long.MAX_VALUE);
        assertThat(CellKey.department(key)).isEqualTo(CellKey.DEPARTMENTS - 1);
        assertThat(CellKey.venue(key)).isEqualTo(CellKey.VENUES - 1);
        assertThat(CellKey.channel(key)).isEqualTo(CellKey.CHANNELS - 1);
        assertThat(CellKey.region(key)).isEqualTo(CellKey.REGIONS - 1);

        Codes two = new Codes("channel", 2);
        two.numberOf("web");
        two.numberOf("hall");
        assertThat(two.numberOf("web")).isZero();
        assertThatThrownBy(() -> two.numberOf("qr")).hasMessageContaining("more than 2 different codes");
    }

    private Cells of(Map<String, Integer> good) {
        TreeMap<Long, TallyAccumulator> sums = new TreeMap<>();
        good.forEach((department, count) -> sums.put(
                codes.key(department, "hall-1", "web", "440111000000"), new TallyAccumulator().add(LEVEL_5, count)));
        return Cells.of(sums);
    }

    private Cells random(Random random) {
        Figure[] figures = {LEVEL_1, LEVEL_5, COMPLETED, TIMED, COMPLAINTS};
        TreeMap<Long, TallyAccumulator> sums = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            long key = codes.key(
                    "d" + random.nextInt(20),
                    "v" + random.nextInt(3),
                    "c" + random.nextInt(3),
                    "r" + random.nextInt(2));
            TallyAccumulator tally = sums.computeIfAbsent(key, cell -> new TallyAccumulator());
            tally.add(figures[random.nextInt(figures.length)], random.nextInt(7) - 2);
            tally.add(CALENDAR_BUCKETS + random.nextInt(2_000), random.nextInt(3));
        }
        return Cells.of(sums);
    }

    private static String text(Cells cells) {
        StringBuilder text = new StringBuilder();
        for (Dimension dimension : Dimension.values()) {
            text.append(cells.size()).append(cells.groups(dimension, Selection.EVERYTHING));
        }
        return text.toString();
    }
}
