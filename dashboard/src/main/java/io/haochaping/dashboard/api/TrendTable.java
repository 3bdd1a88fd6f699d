package io.haochaping.dashboard.api;

import io.haochaping.dashboard.api.Refusal.Code;
import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.dashboard.cut.Span;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code /api/trend}: figures over time. */
final class TrendTable implements Table {
    private static final Parameter SPAN = Parameter.oneOf(
            "span", "day", Stream.of(Span.values()).map(Span::word).toList());

    @Override
    public List<Parameter> parameters() {
        return List.of(SPAN, Ask.DEPARTMENT, Ask.VENUE, Ask.CHANNEL);
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        Span span = span(values);
        CutFields.reference(out, snapshot.cut());
        out.field(SPAN.name(), span.word())
                .field("step", span.step().word())
                .object("filter", fields -> {
                    for (Parameter filter : List.of(Ask.DEPARTMENT, Ask.VENUE, Ask.CHANNEL)) {
                        fields.field(filter.name(), values.text(filter.name()).orElse(null));
                    }
                })
                .objects(
                        "points",
                        snapshot.trend(span, Ask.selection(snapshot, values)),
                        (fields, point) -> fields.instant("at", point.at())
                                .field("settlement", CsvTail.settlement(point.settled()))
                                .object("figures", figures -> FigureFields.write(figures, point.figures())));
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        table.text(language.choose("起始时间", "Start"));
        FigureFields.header(table, language);
        table.texts(CsvTail.header(language)).endLine();
        for (Snapshot.Point point : snapshot.trend(span(values), Ask.selection(snapshot, values))) {
            table.instant(point.at());
            FigureFields.cells(table, point.figures(), language);
            CsvTail.cells(table, snapshot, point.settled(), language);
            table.endLine();
        }
    }

    private static Span span(Values values) {
        Span span = Span.valueOf(values.word(SPAN.name()).toUpperCase(Locale.ROOT));
        if (span == Span.HOUR && values.text(Ask.VENUE.name()).isPresent()) {
            throw new Refusal(
                    Code.BAD_PARAMETER,
                    Ask.VENUE.name(),
                    "Minutes are not kept by venue: ask for span=day, month or year.",
                    "分钟数据不区分办事场所：请改用 span=day、month 或 year。");
        }
        return span;
    }
}
