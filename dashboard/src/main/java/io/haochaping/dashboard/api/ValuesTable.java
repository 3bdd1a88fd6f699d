package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.dashboard.figures.Codes;
import io.haochaping.dashboard.figures.Dimension;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code /api/departments}, {@code /api/venues} and {@code /api/channels}: codes for pickers. */
final class ValuesTable implements Table {
    private static final Parameter SEARCH = Parameter.text("search");

    private final Dimension dimension;

    ValuesTable(Dimension dimension) {
        this.dimension = dimension;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(SEARCH, Ask.LIMIT);
    }

    @Override
    public List<Parameter> csvParameters() {
        return List.of(SEARCH, Ask.CSV_LIMIT);
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        List<String> found = codes(snapshot, values).toList();
        int limit = values.number("limit").orElseThrow();
        CutFields.reference(out, snapshot.cut());
        out.objects("rows", found.stream().limit(limit).toList(), (fields, code) -> {
                    fields.field("value", code);
                    name(fields, Names.of(dimension, code));
                })
                .field("rowCount", found.size())
                .field("limit", limit);
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        table.text(language.choose("代码", "Code"))
                .text(language.choose("名称", "Name"))
                .endLine();
        codes(snapshot, values)
                .limit(values.number("limit").orElse(Integer.MAX_VALUE))
                .forEach(code -> table.text(code)
                        .text(Names.of(dimension, code)
                                .map(name -> name.in(language))
                                .orElse(null))
                        .endLine());
    }

    /** The field {@code name}. */
    static void name(Json out, Optional<Names.Name> name) throws IOException {
        if (name.isPresent()) {
            out.object("name", fields -> fields.field("zh", name.get().chinese())
                    .field("en", name.get().english()));
        } else {
            out.field("name", (String) null);
        }
    }

    private Stream<String> codes(Snapshot snapshot, Values values) {
        Codes codes = snapshot.codes().of(dimension);
        String search = values.text(SEARCH.name()).orElse("").toLowerCase(Locale.ROOT);
        return IntStream.range(0, codes.size())
                .mapToObj(codes::code)
                .filter(code -> holds(code, search))
                .sorted();
    }

    private boolean holds(String code, String search) {
        return code.toLowerCase(Locale.ROOT).contains(search)
                || Names.of(dimension, code)
                        .filter(name -> name.chinese().contains(search)
                                || name.english().toLowerCase(Locale.ROOT).contains(search))
                        .isPresent();
    }
}
