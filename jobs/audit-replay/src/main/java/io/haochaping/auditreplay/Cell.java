package io.haochaping.auditreplay;

import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** One figure of a row with both its values. */
record Cell(String figure, long stored, long replayed) {

    /** The figures that differ, in the order in which a row's text names them. */
    static List<Cell> differing(Tally stored, Tally replayed) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (Tally side : List.of(stored, replayed)) {
            for (int i = 0; i < side.size(); i++) {
                numbers.add(side.number(i));
            }
        }
        List<Cell> cells = new ArrayList<>();
        for (int number : numbers) {
            if (stored.get(number) != replayed.get(number)) {
                cells.add(new Cell(Figure.text(number), stored.get(number), replayed.get(number)));
            }
        }
        return cells;
    }
}
