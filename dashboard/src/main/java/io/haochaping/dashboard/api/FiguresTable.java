package io.haochaping.dashboard.api;

import io.haochaping.dashboard.api.Refusal.Code;
import io.haochaping.dashboard.cut.CutState;
import io.haochaping.dashboard.cut.Period;
import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.dashboard.figures.Cells;
import io.haochaping.dashboard.figures.Dimension;
import io.haochaping.dashboard.figures.Figures;
import io.haochaping.dashboard.figures.Selection;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/figures}: a period, in total and by one dimension. */
final class FiguresTable implements Table {
    private static final String NONE = "none";
    private static final long MOST_ROWS = 200_000;
    private static final Parameter PERIOD = Parameter.oneOf(
            "period", "today", Stream.of(Period.values()).map(Period::word).toList());
    private static final Parameter BY = Parameter.oneOf(
            "by",
            NONE,
            Stream.concat(Stream.of(NONE), Stream.of(Dimension.values()).map(Dimension::word))
                    .toList());
    private static final Parameter SORT = Parameter.oneOf("sort", RowOrder.KEY, RowOrder.words());
    private static final Parameter ORDER = Parameter.oneOf("order", "asc", List.of("asc", "desc"));

    /** Sorted rows: the pages of a table, and both its forms, share the work of sorting some thousand departments. */
    private final PerSnapshot<List<Row>> sorted = new PerSnapshot<>(MOST_ROWS, List::size);

    private final NameBook names;

    FiguresTable(NameBook names) {
        this.names = names;
    }

    /** A row of the answer. */
    record Row(String key, Optional<NameBook.Name> name, Figures figures) {}

    /** What was asked for. */
    private record Question(Period period, Optional<Dimension> by, Selection selection) {}

    @Override
    public List<Parameter> parameters() {
        return parameters(Ask.LIMIT);
    }

    @Override
    public List<Parameter> csvParameters() {
        return parameters(Ask.CSV_LIMIT);
    }

    private static List<Parameter> parameters(Parameter limit) {
        return List.of(PERIOD, BY, Ask.DEPARTMENT, Ask.VENUE, Ask.CHANNEL, Ask.REGION, SORT, ORDER, limit, Ask.OFFSET);
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        Question question = question(snapshot, values);
        List<Row> rows = rows(snapshot, question, values);
        CutState cut = snapshot.cut();
        CutFields.reference(out, cut);
        out.object("period", fields -> fields.field("name", question.period.word())
                        .instant(
                                "from",
                                cut.isCompleteThroughKnown() ? question.period.from(cut.completeThrough()) : null)
                        .instant("to", CutFields.completeThrough(cut))
                        .field("settlement", settlement(snapshot)))
                .field("by", values.word(BY.name()))
                .object("filter", fields -> {
                    for (Parameter filter : List.of(Ask.DEPARTMENT, Ask.VENUE, Ask.CHANNEL)) {
                        fields.field(filter.name(), values.text(filter.name()).orElse(null));
                    }
                    Optional<String> region = Ask.region(values);
                    fields.field(Ask.REGION.name(), region.orElse(null));
                    fields.object("names", named -> {
                        for (Named kind : List.of(Named.DEPARTMENT, Named.VENUE, Named.CHANNEL)) {
                            ValuesTable.name(
                                    named, kind.word(), values.text(kind.word()).flatMap(code -> names.of(kind, code)));
                        }
                        ValuesTable.name(
                                named, Named.REGION.word(), region.flatMap(code -> names.of(Named.REGION, code)));
                    });
                })
                .object(
                        "total",
                        fields -> FigureFields.write(fields, snapshot.total(question.period, question.selection)))
                .objects("rows", page(rows, values), FiguresTable::row)
                .field("rowCount", rows.size())
                .field(SORT.name(), values.word(SORT.name()))
                .field(ORDER.name(), values.word(ORDER.name()))
                .field("limit", values.number("limit").orElseThrow())
                .field("offset", values.number("offset").orElseThrow());
    }

    private static void row(Json out, Row row) throws IOException {
        out.field("key", row.key);
        ValuesTable.name(out, "name", row.name);
        out.object("figures", fields -> FigureFields.write(fields, row.figures));
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        Question question = question(snapshot, values);
        List<Row> rows = question.by.isPresent()
                ? page(rows(snapshot, question, values), values)
                : List.of(new Row("", Optional.empty(), snapshot.total(question.period, question.selection)));
        table.text(language.choose("代码", "Code")).text(language.choose("名称", "Name"));
        FigureFields.header(table, language);
        table.texts(CsvTail.header(language)).endLine();
        for (Row row : rows) {
            table.text(row.key).text(row.name.map(name -> name.in(language)).orElse(null));
            FigureFields.cells(table, row.figures, language);
            CsvTail.cells(table, snapshot, isSettled(snapshot), language);
            table.endLine();
        }
    }

    private static Question question(Snapshot snapshot, Values values) {
        Period period = Period.valueOf(values.word(PERIOD.name()).toUpperCase(Locale.ROOT));
        Optional<Dimension> by = Optional.of(values.word(BY.name()))
                .filter(word -> !word.equals(NONE))
                .map(word -> Dimension.valueOf(word.toUpperCase(Locale.ROOT)));
        boolean byVenue = by.filter(Dimension.VENUE::equals).isPresent();
        if (period == Period.NOW && (byVenue || values.text(Ask.VENUE.name()).isPresent())) {
            throw new Refusal(
                    Code.BAD_PARAMETER,
                    byVenue ? BY.name() : Ask.VENUE.name(),
                    "Minutes are not kept by venue: ask for period=hour, today or month.",
                    "分钟数据不区分办事场所：请改用 period=hour、today 或 month。");
        }
        return new Question(period, by, Ask.selection(snapshot, values));
    }

    private List<Row> rows(Snapshot snapshot, Question question, Values values) {
        return question.by.isEmpty()
                ? List.of()
                : sorted.get(
                        snapshot,
                        values.key("rows", List.of("limit", Ask.OFFSET.name(), "lang")),
                        () -> sort(snapshot, question, values));
    }

    private List<Row> sort(Snapshot snapshot, Question question, Values values) {
        Dimension by = question.by.get();
        List<Cells.Group> groups = snapshot.table(question.period, by, question.selection);
        List<Row> rows = groups.stream()
                .map(group -> row(snapshot, question.period, by, group))
                .toList();
        return RowOrder.sort(
                rows, values.word(SORT.name()), values.word(ORDER.name()).equals("desc"));
    }

    private Row row(Snapshot snapshot, Period period, Dimension by, Cells.Group group) {
        String code = snapshot.codes().of(by).code(group.number());
        return new Row(code, names.of(by, code), new Figures(group.tally(), period == Period.NOW));
    }

    private static List<Row> page(List<Row> rows, Values values) {
        return rows.stream()
                .skip(values.number("offset").orElseThrow())
                .limit(values.number("limit").orElse(Integer.MAX_VALUE))
                .toList();
    }

    private static boolean isSettled(Snapshot snapshot) {
        return snapshot.cut().isCompleteThroughKnown()
                && snapshot.isSettled(snapshot.cut().completeThrough());
    }

    private static String settlement(Snapshot snapshot) {
        return CsvTail.settlement(isSettled(snapshot));
    }
}
