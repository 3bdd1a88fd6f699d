package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs what docs/store.md shows, so that page and store cannot part. */
class StoreDocumentTest {

    private static final Path PAGE = Path.of("..", "docs", "store.md");

    private static final Path CHINESE_PAGE = Path.of("..", "docs", "store.zh-CN.md");

    private static final Pattern QUERY =
            Pattern.compile("<!-- query: ([a-z-]+) -->\\s*```sql\\s(.*?)```", Pattern.DOTALL);

    /** By hand from fixture.sql. */
    private static final Map<String, List<String>> EXPECTED = Map.ofEntries(
            Map.entry("ready", List.of("2026-09-01|2026-10-20 16:00:00+00|7|cut-7|f|1|0")),
            Map.entry(
                    "month",
                    List.of(
                            "civil|default|settled|3|3|100.000|only-defaults|2|2|100.000",
                            "civil|on-site|settled|0|0|-|no-ratings|0|0|-",
                            "civil|web|settled|10|9|90.000|-|11|9|81.818",
                            "tax|hall|settled|4|4|100.000|-|4|4|100.000")),
            Map.entry("distribution", List.of("10|2|4|0|1|17")),
            Map.entry(
                    "channel-tree",
                    List.of(
                            "online|-|10|9|90.000",
                            "website|online|10|9|90.000",
                            "default|-|3|3|100.000",
                            "hall|-|4|4|100.000")),
            // civil: nine of ten on the web and three defaults, as of the cut-off
            Map.entry(
                    "ranking",
                    List.of(
                            "departments|1|tax|4|4|100.000|-",
                            "departments|2|civil|12|13|92.308|-",
                            "departments|-|archive|0|0|-|no-ratings")),
            // civil: 10 + 3 in September, 32 in October of which one is bad; 43 good of 45
            Map.entry("year-to-date", List.of("civil|2|provisional|45|43|95.556", "tax|2|provisional|5|5|100.000")),
            Map.entry(
                    "participation",
                    List.of(
                            "2026-09-01|civil|8|20|40.0|-",
                            "2026-09-01|tax|0|0|-|no-completed-cases",
                            "2026-10-01|civil|2|5|40.0|-",
                            "2026-10-01|tax|0|3|0.0|-",
                            "2026-11-01|civil|0|0|-|no-completed-cases")),
            Map.entry(
                    "on-time",
                    List.of(
                            "2026-09-01|civil|7|8|87.5|-|2|66.7|2",
                            "2026-10-01|civil|0|0|-|limits-not-read|0|-|5",
                            "2026-10-01|tax|0|0|-|limits-not-read|0|-|3")),
            Map.entry("weekends", List.of("2026-09-01|non-working|0|0|4|4", "2026-09-01|working|12|20|11|9")),
            Map.entry("percentiles", List.of("civil|calendar|4|120|1001|1001", "civil|working|2|60|100|100")),
            Map.entry("percentiles-by-function", List.of("civil|4|60|200", "tax|0|-|-")),
            Map.entry("within-an-hour", List.of("civil|5|5|100.0")),
            Map.entry(
                    "restatement",
                    List.of("2026-09-01|civil|default|3|-1|3|-1|0|0", "2026-09-01|civil|web|10|1|9|0|1|1")),
            Map.entry(
                    "published",
                    List.of("2|f|2|33fa87fd20ccb18db0855f2d411df1425a5553da7cb1c71b90fc28bbd943abb5|seal-2")),
            Map.entry(
                    "restated-rows",
                    List.of(
                            "2|1|hour|2026-09-01T09|440100000000|civil|hall-1|item-1|web||builtin-1|in-time|level_5=9|level_5=10")),
            Map.entry("restating-cuts", List.of("6|cut-6|2026-11-05 11:00:00|0.1.0")),
            Map.entry("flagged", List.of("2026-10-08|civil|2|32")),
            Map.entry("gaps", List.of("case.event|0|10|9|1|1")));

    @BeforeAll
    static void fill() throws Exception {
        Fixture.fill(StoreMigrations.DEFAULT_SCHEMA);
        Database.execute("create role document_reader login in role haochaping_reader");
    }

    @ParameterizedTest
    @MethodSource("namesOfQueries")
    void everyQueryOfThePageGivesWhatItPromises(String name) throws Exception {
        assertThat(readerRows(queries(PAGE).get(name))).isEqualTo(EXPECTED.get(name));
    }

    static Stream<String> namesOfQueries() throws IOException {
        return queries(PAGE).keySet().stream().filter(name -> !name.equals("mark-restored"));
    }

    @Test
    void thePageHasEveryQueryThatIsExpectedAndNoSqlBesides() throws Exception {
        assertThat(queries(PAGE).keySet()).containsAll(EXPECTED.keySet()).hasSize(EXPECTED.size() + 1);
        assertThat(Files.readString(PAGE).split("```sql", -1))
                .hasSize(queries(PAGE).size() + 1);
    }

    @Test
    void aMonthIsReadyUntilTheOwnerMarksTheStoreAsRestored() throws Exception {
        Database.execute("update haochaping.cut set total_classified = total_received");
        try {
            assertThat(readerRows(queries(PAGE).get("ready")))
                    .as("a partition has a gap, whatever the total says")
                    .containsExactly("2026-09-01|2026-10-20 16:00:00+00|7|cut-7|f|0|0");
            Database.execute("update haochaping.equation_row set counted = 10 where topic = 'case.event'");
            assertThat(readerRows(queries(PAGE).get("ready")))
                    .containsExactly("2026-09-01|2026-10-20 16:00:00+00|7|cut-7|t|0|0");

            Database.execute(queries(PAGE).get("mark-restored"));

            assertThat(readerRows("select restored, restored_since is not null from haochaping.v_cut"))
                    .containsExactly("t|t");
            assertThat(readerRows(queries(PAGE).get("ready")))
                    .containsExactly("2026-09-01|2026-10-20 16:00:00+00|7|cut-7|f|0|0");
        } finally {
            Database.execute("update haochaping.store_head set restored = false, restored_since = null");
            Database.execute("update haochaping.cut set total_classified = 39 where epoch = 7");
            Database.execute("update haochaping.equation_row set counted = 9 where topic = 'case.event'");
        }
    }

    @Test
    void theChinesePageShowsTheSameQueries() throws Exception {
        assertThat(queries(CHINESE_PAGE)).isEqualTo(queries(PAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.md", "store.zh-CN.md"})
    void eachPageNamesEveryViewAndEveryColumn(String file) throws Exception {
        String page = Files.readString(PAGE.resolveSibling(file));
        TreeSet<String> missing = new TreeSet<>();
        for (String column : Database.rows(
                "select table_name || '.' || column_name from information_schema.columns where table_schema = 'haochaping' and table_name like 'v\\_%'")) {
            String view = column.substring(0, column.indexOf('.'));
            String name = column.substring(column.indexOf('.') + 1).replaceFirst("_in_time$", "");
            if (!page.contains("`" + view + "`") || !page.contains("`" + name + "`")) {
                missing.add(column);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Map<String, String> queries(Path page) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        Matcher matcher = QUERY.matcher(Files.readString(page));
        while (matcher.find()) {
            queries.put(matcher.group(1), matcher.group(2).strip());
        }
        return queries;
    }

    private static List<String> readerRows(String query) throws SQLException {
        try (Connection reader = Database.dataSource("document_reader").getConnection()) {
            reader.createStatement().execute("set time zone 'UTC'");
            return Database.rows(reader, query);
        }
    }
}
