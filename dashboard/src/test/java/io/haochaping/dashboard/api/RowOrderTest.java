package io.haochaping.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.dashboard.figures.Figures;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowOrderTest {
    private static final List<FiguresTable.Row> ROWS = List.of(
            row("none", Tally.ZERO),
            row("half", rated(1, 1)),
            row("all", rated(3, 0)),
            row("also-none", Tally.of(Figure.COMPLETED, 1)),
            row("also-half", rated(2, 2)));

    private static Tally rated(int good, int bad) {
        return new TallyAccumulator()
                .add(Figure.LEVEL_5, good)
                .add(Figure.LEVEL_1, bad)
                .toTally();
    }

    private static FiguresTable.Row row(String key, Tally tally) {
        return new FiguresTable.Row(key, Optional.empty(), new Figures(tally, false));
    }

    @Test
    void whatHasNoValueComesLastWhicheverWayAndEqualOnesStandByKey() {
        assertThat(keys("goodRate", false)).containsExactly("also-half", "half", "all", "also-none", "none");
        assertThat(keys("goodRate", true)).containsExactly("all", "also-half", "half", "also-none", "none");
    }

    @Test
    void zeroIsAValue() {
        assertThat(keys("bad", false)).containsExactly("all", "also-none", "none", "half", "also-half");
    }

    @Test
    void keysAloneCanBeTurnedRound() {
        assertThat(keys("key", true)).containsExactly("none", "half", "also-none", "also-half", "all");
    }

    private static List<String> keys(String by, boolean descending) {
        return RowOrder.sort(ROWS, by, descending).stream()
                .map(FiguresTable.Row::key)
                .toList();
    }
}
