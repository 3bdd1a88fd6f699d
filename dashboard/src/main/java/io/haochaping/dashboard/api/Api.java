package io.haochaping.dashboard.api;

import io.haochaping.configuration.NearestName;
import io.haochaping.dashboard.api.Refusal.Code;
import io.haochaping.dashboard.cut.CutFollower;
import io.haochaping.dashboard.cut.EarlierCuts;
import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.dashboard.cut.StoreProblem;
import io.haochaping.domain.bytes.Hash64;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers of all paths below {@code /api} but the stream of events, out of the newest snapshot. */
public final class Api {
    private static final String CUT = "/api/cut";
    private static final String DESCRIPTION = "/api/openapi.json";
    private static final String EXPLAIN = "/api/explain";
    public static final String EXPLAIN_RUN = "/api/explain/run";
    private static final String CSV = ".csv";
    private static final long MOST_BYTES = 64L << 20;
    private static final Parameter LANGUAGE = Parameter.oneOf("lang", null, List.of("zh", "en"));

    private final CutFollower follower;
    private final Language language;
    private final boolean explains;
    private final Clock clock;
    private final PerSnapshot<Answer> shelf = new PerSnapshot<>(MOST_BYTES, answer -> answer.body().length);
    private final Map<String, Table> tables;
    private final byte[] description = resource("/haochaping/dashboard/openapi.json");

    /**
     * @param language of header lines where a request names none
     * @param explains whether {@link #EXPLAIN_RUN} is switched on
     */
    public Api(
            CutFollower follower,
            EarlierCuts earlier,
            NameBook names,
            Language language,
            boolean explains,
            Clock clock) {
        this.follower = follower;
        this.tables = new TreeMap<>(Map.of(
                "/api/figures", new FiguresTable(names),
                "/api/trend", new TrendTable(),
                "/api/bad-reviews", new BadReviewsTable(names),
                "/api/equation", new EquationTable(earlier),
                "/api/alerts", new AlertsTable(),
                "/api/departments", new ValuesTable(Named.DEPARTMENT, names),
                "/api/venues", new ValuesTable(Named.VENUE, names),
                "/api/channels", new ValuesTable(Named.CHANNEL, names),
                "/api/regions", new ValuesTable(Named.REGION, names)));
        this.language = language;
        this.explains = explains;
        this.clock = clock;
    }

    public boolean knows(String path) {
        return path.equals(CUT)
                || path.equals(DESCRIPTION)
                || path.equals(EXPLAIN)
                || tables.containsKey(tableOf(path));
    }

    /** What a client must accept to be answered: a media type without parameters. */
    public String mediaType(String path) {
        return path.endsWith(CSV) ? "text/csv" : Answer.JSON;
    }

    /**
     * @param query as it stands in the address; null: none
     * @throws Refusal with a sentence, where there is no such path or parameter, or no cut yet
     */
    public Answer answer(String path, String query) {
        if (path.equals(DESCRIPTION)) {
            Values.of(query, List.of());
            return new Answer(description, Answer.JSON, Optional.of(tag("", description)), Optional.empty());
        }
        if (path.equals(CUT)) {
            Values.of(query, List.of());
            return new Answer(cut(newest()), Answer.JSON, Optional.empty(), Optional.empty());
        }
        if (path.equals(EXPLAIN)) {
            Snapshot snapshot = newest();
            byte[] body = ExplainQuestion.body(snapshot, ExplainQuestion.options(snapshot, query), explains);
            return new Answer(body, Answer.JSON, Optional.empty(), Optional.empty());
        }
        Table table = tables.get(tableOf(path));
        if (table == null) {
            throw notFound(path);
        }
        return path.endsWith(CSV) ? csv(path, table, query) : json(path, table, query);
    }

    /** The options of a run of explain. */
    public List<String> explainOptions(String query) {
        return ExplainQuestion.forARun(ExplainQuestion.options(newest(), query));
    }

    /** The body of {@code /api/cut} and of the events. */
    public byte[] cut(Snapshot snapshot) {
        return CutFields.whole(snapshot, clock.millis());
    }

    private Collection<String> paths() {
        List<String> paths = new ArrayList<>(tables.keySet());
        tables.keySet().forEach(path -> paths.add(path + CSV));
        paths.addAll(List.of(CUT, DESCRIPTION, EXPLAIN, EXPLAIN_RUN, "/api/events"));
        return paths;
    }

    public Refusal notFound(String path) {
        return notFound(path, paths());
    }

    public static Refusal notFound(String path, Collection<String> known) {
        String nearest = NearestName.to(path, known);
        return new Refusal(
                Code.NOT_FOUND,
                null,
                "There is nothing at this path; the nearest one is " + nearest + ".",
                "此路径不存在；最接近的是 " + nearest + "。");
    }

    private Answer json(String path, Table table, String query) {
        Values values = Values.of(query, table.parameters());
        Snapshot snapshot = newest();
        return shelf.get(snapshot, values.key(path, List.of()), () -> {
            byte[] body = Json.object(out -> table.json(out, snapshot, values));
            return new Answer(body, Answer.JSON, Optional.of(tag(snapshot, body)), Optional.empty());
        });
    }

    private Answer csv(String path, Table table, String query) {
        List<Parameter> parameters = new ArrayList<>(table.csvParameters());
        parameters.add(LANGUAGE);
        Values values = Values.of(query, parameters);
        Language asked = values.text(LANGUAGE.name()).map(Language::of).orElse(language);
        Snapshot snapshot = newest();
        return shelf.get(snapshot, values.key(path, List.of()), () -> {
            CsvTable lines = new CsvTable();
            table.csv(lines, snapshot, values, asked);
            byte[] body = lines.bytes();
            String name = path.substring(path.lastIndexOf('/') + 1, path.length() - CSV.length());
            return new Answer(
                    body,
                    Answer.CSV,
                    Optional.of(tag(snapshot, body)),
                    Optional.of(table.fileName(name, snapshot, values) + CSV));
        });
    }

    private Snapshot newest() {
        return follower.newest().orElseThrow(() -> {
            StoreProblem problem = follower.problem().orElse(StoreProblem.NOT_ASKED_YET);
            return new Refusal(
                    Code.NO_CUT_YET,
                    null,
                    "There are no figures yet. " + problem.english(),
                    "尚无数据。" + problem.chinese());
        });
    }

    private static String tableOf(String path) {
        return path.endsWith(CSV) ? path.substring(0, path.length() - CSV.length()) : path;
    }

    private static String tag(Snapshot snapshot, byte[] body) {
        return tag(snapshot.cut().epoch() + "-", body);
    }

    private static String tag(String prefix, byte[] body) {
        return '"' + prefix + HexFormat.of().toHexDigits(Hash64.of(body, 0, body.length, 0)) + '"';
    }

    private static byte[] resource(String name) {
        try (InputStream in = Api.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
