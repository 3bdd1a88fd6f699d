package io.haochaping.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.dashboard.Dashboard;
import io.haochaping.dashboard.DashboardConfig;
import io.haochaping.domain.code.RegionWithin;
import io.haochaping.domain.tally.CompletionTimes;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.stack.Await;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every number that the dashboard shows adds up from the records that explain finds behind it. The dashboard is asked for its numbers, then for the question that the page would ask of
 * each, and that question is answered; nothing here says what a number should be. In the afternoon of a working day, over topics as they lay then.
 *
 * <p>The totals go through the whole command and a broker. The thousands of numbers of tables and trends are searched in the same records, read once.
 */
class PageFiguresITCase {
    private static final Instant NOW = Instant.parse("2026-08-20T16:35:00+08:00");
    private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Numbers of the answers that have another name in the views of the store. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("ordersOpened", "order_opened", "ordersRectified", "order_rectified");
    /** Rates of the answers, by the counts they are made of. */
    private static final Map<String, List<String>> RATES = Map.of(
            "satisfactionRate", List.of("satisfaction_good", "satisfaction_ratings"),
            "goodRate", List.of("good", "ratings"),
            "badRate", List.of("bad", "ratings"),
            "activeGoodRate", List.of("active_good", "active_ratings"),
            "activeShare", List.of("active_ratings", "ratings"),
            "defaultShare", List.of("defaults", "ratings"),
            "participation", List.of("rated_cases", "completed"));

    /** By which parameters the page asked so far. */
    private static final Set<Set<String>> ASKED = new HashSet<>();

    @TempDir
    static Path folder;

    private static Stack stack;
    private static Dashboard dashboard;
    private static Plan plan;
    private static StoreCut cut;
    private static Metric everything;
    private static List<String> metricsOfThePage;

    @BeforeAll
    static void anAfternoon() throws Exception {
        stack = Stack.at(
                folder,
                TrafficPlan.of(
                        TrafficConfig.of(20_260_820, 14_000).withPartitions(1).withTickEvery(Duration.ofMinutes(90))),
                NOW);
        try (Store store = Store.open(stack.store())) {
            cut = store.cut();
        }
        assertThat(Instant.ofEpochMilli(cut.completeThrough()))
                .as("a round of this afternoon")
                .isBetween(NOW.minus(Duration.ofHours(4)), NOW);
        plan = new Plan(Plan.decisions(stack.plan()), cut, stack.records());
        Map<String, SortedMap<Integer, Long>> measures = new LinkedHashMap<>();
        for (String name : Metric.names()) {
            measures.putAll(Metric.of(name).measures());
        }
        everything = new Metric("everything", measures);
        dashboard = Dashboard.start(DashboardConfig.of(new io.haochaping.dashboard.cut.StoreAddress(
                stack.store().url(),
                stack.store().user(),
                stack.store().password(),
                stack.store().schema())));
        Await.until(
                "the dashboard to show the cut",
                Duration.ofSeconds(60),
                () -> get("cut").statusCode() == 200);
        metricsOfThePage = new ArrayList<>();
        json("openapi.json")
                .at("/components/parameters/explainMetric/schema/enum")
                .forEach(metric -> metricsOfThePage.add(metric.asText()));
        assertThat(metricsOfThePage).contains("good", "neutral", "bad", "timed");
    }

    @AfterAll
    static void end() {
        dashboard.close();
        stack.close();
    }

    /** Every period, and metrics of every sort; that all add up is asked without the command below. */
    @Test
    void everyTotalAddsUpThroughTheWholeCommand() throws Exception {
        for (String period : List.of("now", "hour", "today", "month")) {
            JsonNode answer = json("figures?period=" + period);
            if (!period.equals("now")) {
                assertThat(numbers(answer.get("total")).get("ratings"))
                        .as(period)
                        .isPositive();
            }
            for (String metric : period.equals("today") ? List.of("good", "bad", "timed") : List.of("good")) {
                assertThatTheCommandAddsUp(answer, metric);
            }
        }
    }

    @Test
    @Tag("slow")
    void everyMetricAddsUpThroughTheWholeCommand() throws Exception {
        JsonNode answer = json("figures?period=today");
        for (String metric : metricsOfThePage) {
            assertThatTheCommandAddsUp(answer, metric);
        }
    }

    private static void assertThatTheCommandAddsUp(JsonNode answer, String metric) throws Exception {
        SortedMap<String, Long> shown = numbers(answer.get("total"));
        List<String> asked = new ArrayList<>(optionsOf(timeOf(answer.get("period")), metric));
        asked.add("--json");
        Stack.Said said = stack.ask(asked.toArray(String[]::new));
        assertThat(said.exit()).as(metric + "\n" + said.err()).isZero();
        for (JsonNode sum : JSON.readTree(said.out()).get("sums")) {
            assertThat(sum.get("records").asLong())
                    .as(metric + " " + sum)
                    .isEqualTo(shown.get(sum.get("figure").asText()))
                    .isEqualTo(sum.get("store").asLong());
        }
    }

    @Test
    void everyNumberOfEveryTableAddsUp() throws Exception {
        long checked = 0;
        for (String period : List.of("now", "hour", "today", "month")) {
            List<String> dimensions =
                    period.equals("now") ? List.of("department", "channel") : List.of("department", "venue", "channel");
            for (String by : dimensions) {
                JsonNode answer = json("figures?limit=1000&period=" + period + "&by=" + by);
                checked += requireSums(answer.get("total"), timeOf(answer.get("period")));
                for (JsonNode row : answer.get("rows")) {
                    Map<String, String> question = with(
                            timeOf(answer.get("period")), by, row.get("key").asText());
                    checked += requireSums(row.get("figures"), question);
                }
            }
            String department = json("figures?limit=1&sort=bad&order=desc&by=department&period=" + period)
                    .at("/rows/0/key")
                    .asText();
            for (String by : period.equals("now") ? List.<String>of() : List.of("venue", "channel")) {
                JsonNode answer =
                        json("figures?limit=1000&department=" + department + "&period=" + period + "&by=" + by);
                for (JsonNode row : answer.get("rows")) {
                    Map<String, String> question = with(
                            timeOf(answer.get("period")), by, row.get("key").asText());
                    checked += requireSums(row.get("figures"), with(question, "department", department));
                }
            }
        }
        assertThat(checked).isGreaterThan(3_000);
    }

    @Test
    void everyNumberOfEveryTrendAddsUp() throws Exception {
        long checked = 0;
        long inMinutes = 0;
        for (String span : List.of("hour", "day", "month", "year")) {
            JsonNode answer = json("trend?span=" + span);
            for (JsonNode point : answer.get("points")) {
                checked += requireSums(
                        point.get("figures"),
                        timeOfPoint(answer.get("step").asText(), point.get("at").asText()));
                inMinutes += span.equals("hour")
                        ? point.at("/figures/ratings").asLong()
                                + point.at("/figures/accepted").asLong()
                        : 0;
            }
        }
        assertThat(checked).isGreaterThan(3_000);
        assertThat(inMinutes).as("of the last hour").isPositive();
    }

    private static Map<String, String> timeOfPoint(String step, String at) {
        if (step.equals("hour")) {
            return Map.of("hour", at.substring(0, 13));
        }
        String written = at.substring(0, step.equals("minute") ? 16 : 10);
        return Map.of("from", written, "to", written);
    }

    /** A percentile is made of buckets, and each bucket of cases. */
    @Test
    void percentilesOfCompletionTimesFollowFromTheCasesInTheirBuckets() throws Exception {
        for (String period : List.of("today", "month")) {
            JsonNode answer = json("figures?period=" + period);
            Question asked = question(timeOf(answer.get("period")), "timed");
            Metric buckets = buckets();
            SortedMap<String, Long> found = find(asked, buckets);
            TallyAccumulator tally = new TallyAccumulator();
            found.forEach((bucket, cases) -> tally.add(
                    Figure.CALENDAR_BUCKETS + Integer.parseInt(bucket.substring(bucket.indexOf('@') + 1)), cases));
            JsonNode times = answer.at("/total/completionTime");
            assertThat(found.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(times.get("n").asLong())
                    .isPositive();
            for (int perMille : List.of(500, 900, 950)) {
                assertThat(CompletionTimes.percentile(tally.toTally(), Figure.CALENDAR_BUCKETS, perMille))
                        .isEqualTo(times.get("p" + perMille / 10 + "Seconds").asLong());
            }
        }
    }

    /** Complaints that are due later in the month, and defaults, stand in the store already and in no view yet; figures of complaints and of limits are on no page. */
    @Test
    void everyFigureOfTheViewsAddsUpThoughSomeAreDueLater() throws Exception {
        Question.OfLeaves asked =
                (Question.OfLeaves) question(Map.of("from", "2026-08-01", "to", "2026-08-31"), "timed");
        Reach reach = new Reach(
                asked.from(),
                asked.to(),
                asked.at(),
                plan.decisions().rules().get().longestDefaultDays());
        try (Store store = Store.open(stack.store())) {
            assertThat(find(asked, everything)).isEqualTo(store.leaves(reach, null, everything));
        }
        assertThat(find(asked, everything)).hasEntrySatisfying("complaint_completion_due", due -> assertThat(due)
                .isPositive());
    }

    /** A number, however it is named, must be one that explain knows: none can be added to the answers and stay unexplained. */
    @Test
    void everyNumberOfAnAnswerHasAMetric() throws Exception {
        json("figures?period=month").get("total").properties().forEach(field -> {
            if (field.getValue().isNumber()) {
                assertThat(Metric.names()).contains(nameOf(field.getKey()));
            } else if (field.getValue().has("numerator")) {
                assertThat(RATES).containsKey(field.getKey());
            } else {
                assertThat(field.getKey()).isIn("levels", "completionTime");
            }
        });
    }

    private static Metric buckets() throws Exception {
        Map<String, SortedMap<Integer, Long>> measures = new LinkedHashMap<>();
        for (int bucket = 0; bucket < Figure.BUCKET_SPACE; bucket++) {
            measures.putAll(Metric.of("calendar@" + bucket).measures());
        }
        return new Metric("buckets", measures);
    }

    /** Returns how many numbers were compared. */
    private static long requireSums(JsonNode figures, Map<String, String> question) throws Exception {
        SortedMap<String, Long> shown = numbers(figures);
        Question asked = question(question, "ratings");
        Metric ratings = Metric.of("ratings");
        // Each kind of question with every metric, and not each of some hundred of a kind.
        for (String metric : ASKED.add(question.keySet()) ? metricsOfThePage : List.<String>of()) {
            assertThat(about(question(question, metric), ratings)).isEqualTo(asked);
        }
        SortedMap<String, Long> found = find(asked, everything);
        shown.forEach(
                (name, value) -> assertThat(found).as("%s %s", question, name).containsEntry(name, value));
        return shown.size();
    }

    /** The same question about another metric. */
    private static Question about(Question asked, Metric metric) {
        if (asked instanceof Question.OfMinutes minutes) {
            return new Question.OfMinutes(minutes.from(), minutes.to(), minutes.at(), minutes.region(), metric);
        }
        Question.OfLeaves leaves = (Question.OfLeaves) asked;
        return new Question.OfLeaves(leaves.from(), leaves.to(), leaves.at(), leaves.region(), leaves.inTime(), metric);
    }

    private static SortedMap<String, Long> find(Question asked, Metric metric) throws Exception {
        return new FigureSearch(plan, plan.decisions(), cut, SILENT, Integer.MAX_VALUE)
                .find(target(asked), metric, 0)
                .sums();
    }

    private static Target target(Question asked) {
        RegionWithin anywhere = null;
        int longest = plan.decisions().rules().get().longestDefaultDays();
        if (asked instanceof Question.OfMinutes minutes) {
            return new Target.Minutes(new Reach(minutes.from(), minutes.to(), minutes.at(), anywhere, longest));
        }
        Question.OfLeaves leaves = (Question.OfLeaves) asked;
        Reach reach = new Reach(leaves.from(), leaves.to(), leaves.at(), anywhere, longest);
        return Target.leaves(reach, leaves.inTime(), cut.completeThrough());
    }

    /** Every number of an answer by the name that explain has for it. */
    private static SortedMap<String, Long> numbers(JsonNode figures) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        figures.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNumber()) {
                numbers.put(nameOf(field.getKey()), value.asLong());
            } else if (value.has("numerator")) {
                numbers.put(
                        RATES.get(field.getKey()).get(0), value.get("numerator").asLong());
                numbers.put(
                        RATES.get(field.getKey()).get(1),
                        value.get("denominator").asLong());
            }
        });
        for (int level = 1; level <= 5; level++) {
            numbers.put(
                    "level_" + level,
                    figures.at("/levels/active/" + (level - 1)).asLong());
            numbers.put(
                    "default_" + level,
                    figures.at("/levels/default/" + (level - 1)).asLong());
        }
        long timed = figures.at("/completionTime/n").asLong();
        numbers.put("timed", timed);
        if (timed > 0) {
            numbers.put(
                    "calendar_seconds",
                    Math.round(figures.at("/completionTime/meanSeconds").asDouble() * timed));
        }
        return numbers;
    }

    private static String nameOf(String word) {
        return OTHER_NAMES.getOrDefault(word, word.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT));
    }

    /** What the page sends for the period of an answer. */
    private static Map<String, String> timeOf(JsonNode period) {
        String from = period.get("from").asText();
        if (period.get("name").asText().equals("hour")) {
            return Map.of("hour", from.substring(0, 13));
        }
        int written = period.get("name").asText().equals("now") ? 16 : 10;
        return Map.of(
                "from",
                from.substring(0, written),
                "to",
                period.get("to").asText().substring(0, written));
    }

    private static Map<String, String> with(Map<String, String> question, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(question);
        more.put(name, value);
        return more;
    }

    private static Question question(Map<String, String> parameters, String metric) throws Exception {
        List<String> options = new ArrayList<>(List.of("--config", "any"));
        options.addAll(optionsOf(parameters, metric));
        return Options.of(options).question();
    }

    /** The options of the command that the dashboard names for a question of the page. */
    private static List<String> optionsOf(Map<String, String> parameters, String metric) throws Exception {
        StringBuilder query = new StringBuilder("explain?metric=" + metric);
        parameters.forEach((name, value) ->
                query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        String command = json(query.toString()).get("command").asText();
        List<String> words = words(command);
        return words.subList(words.indexOf("--config") + 2, words.size());
    }

    /** As a shell reads it. */
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
                begun = true;
            } else if (c == '\\' && !quoted) {
                word.append(command.charAt(++i));
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI address = dashboard.address().resolve("api/" + path);
        return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
