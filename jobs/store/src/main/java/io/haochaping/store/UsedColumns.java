package io.haochaping.store;

import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * The columns behind the key that some row of a batch fills. An hour leaf has five dozen, and the rows of a cut use a third of them: the others are neither written nor parsed.
 *
 * @param figures ascending by number
 * @param buckets whether any row has buckets of completion times
 */
record UsedColumns(List<Figure> figures, boolean buckets) {

    static UsedColumns of(RowTable table, Collection<RowUpdate> rows) {
        BitSet numbers = new BitSet();
        for (RowUpdate row : rows) {
            Tally figures = row.after();
            for (int i = 0; i < figures.size(); i++) {
                numbers.set(figures.number(i));
            }
        }
        List<Figure> figures = table.figures().stream()
                .filter(figure -> numbers.get(figure.number()))
                .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                .toList();
        boolean buckets = table.hasBuckets()
                && (anyOf(numbers, Figure.CALENDAR_BUCKETS) || anyOf(numbers, Figure.WORKING_BUCKETS));
        return new UsedColumns(figures, buckets);
    }

    private static boolean anyOf(BitSet numbers, int first) {
        int next = numbers.nextSetBit(first);
        return next >= 0 && next < first + Figure.BUCKET_SPACE;
    }
}
