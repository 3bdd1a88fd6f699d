package io.haochaping.dashboard.cut;

import io.haochaping.dashboard.figures.Ruled;
import io.haochaping.domain.tally.Figure;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A figure as it is read.
 *
 * @param number of the figure in a tally
 * @param sql bigint, over the columns of a view
 */
record Column(int number, String sql) {
    /** Those figures, and behind them what the rules of the row make of its levels. */
    static List<Column> of(Collection<Figure> figures) {
        return Stream.concat(
                        figures.stream().map(figure -> new Column(figure.number(), figure.column())),
                        Ruled.all().stream().map(ruled -> new Column(ruled.number(), ruled.sql())))
                .toList();
    }

    static String list(List<Column> columns) {
        return columns.stream().map(Column::sql).collect(Collectors.joining(", "));
    }
}
