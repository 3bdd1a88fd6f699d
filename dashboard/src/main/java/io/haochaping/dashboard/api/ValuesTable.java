package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.dashboard.figures.Codes;
import io.haochaping.dashboard.figures.Dimension;
import io.haochaping.domain.code.RegionTable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code /api/departments}, {@code /api/venues}, {@code /api/channels} and {@code /api/regions}: codes for pickers. */
final class ValuesTable implements Table {
    private static final Parameter SEARCH = Parameter.text("search");

    private final Named named;
    private final NameBook names;

    ValuesTable(Named named, NameBook names) {
        this.named = named;
        this.names = names;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(SEARCH, Ask.LIMIT, Ask.OFFSET);
    }

    @Override
    public List<Parameter> csvParameters() {
        return List.of(SEARCH, Ask.CSV_LIMIT, Ask.OFFSET);
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        List<String> found = codes(snapshot, values);
        int limit = values.number("limit").orElseThrow();
        int offset = values.number("offset").orElseThrow();
        CutFields.reference(out, snapshot.cut());
        out.objects("rows", found.stream().skip(offset).limit(limit).toList(), (fields, code) -> {
                    fields.field("value", code);
                    name(fields, "name", names.of(named, code));
                })
                .field("rowCount", found.size())
                .field("limit", limit)
                .field("offset", offset);
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        table.text(language.choose("代码", "Code"))
                .text(language.choose("名称", "Name"))
                .endLine();
        codes(snapshot, values).stream()
                .skip(values.number("offset").orElseThrow())
                .limit(values.number("limit").orElse(Integer.MAX_VALUE))
                .forEach(code -> table.text(code)
                        .text(names.of(named, code)
                                .map(name -> name.in(language))
                                .orElse(null))
                        .endLine());
    }

    /** A field of a name, or null. */
    static void name(Json out, String field, Optional<NameBook.Name> name) throws IOException {
        if (name.isPresent()) {
            out.object(field, fields -> fields.field("zh", name.get().chinese())
                    .field("en", name.get().english()));
        } else {
            out.field(field, (String) null);
        }
    }

    private List<String> codes(Snapshot snapshot, Values values) {
        String search = values.text(SEARCH.name()).orElse("").toLowerCase(Locale.ROOT);
        return seen(snapshot).filter(code -> holds(code, search)).sorted().toList();
    }

    /** Whoever picks a region wants those around it, too: a district's figures are a city's. */
    private Stream<String> seen(Snapshot snapshot) {
        Codes codes =
                switch (named) {
                    case DEPARTMENT -> snapshot.codes().of(Dimension.DEPARTMENT);
                    case VENUE -> snapshot.codes().of(Dimension.VENUE);
                    case CHANNEL -> snapshot.codes().of(Dimension.CHANNEL);
                    case REGION -> snapshot.codes().regions();
                    case ITEM -> throw new IllegalStateException("Items are not held");
                };
        Stream<String> seen = IntStream.range(0, codes.size()).mapToObj(codes::code);
        return named == Named.REGION
                ? seen.flatMap(code -> around(code, Ask.day(snapshot))).distinct()
                : seen;
    }

    private static Stream<String> around(String region, LocalDate day) {
        return Stream.iterate(Optional.of(region), Optional::isPresent, at -> RegionTable.builtIn()
                        .parent(at.get(), day))
                .map(Optional::get);
    }

    private boolean holds(String code, String search) {
        return code.toLowerCase(Locale.ROOT).contains(search)
                || names.of(named, code).filter(name -> name.holds(search)).isPresent();
    }
}
