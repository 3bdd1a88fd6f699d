package io.haochaping.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.intake.RawRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command against a real broker and a real store. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExplainITCase {
    private static final long SEED = Long.getLong("haochaping.test.seed", System.nanoTime());
    private static final int ROWS_OF_A_KIND = 4;

    @TempDir
    static Path folder;

    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.start(folder, SEED);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void rowsOfEveryKindAddUpToTheStore() throws Exception {
        for (String kind : List.of("hour", "minute", "tag", "equation", "bad")) {
            List<String> keys = new ArrayList<>(stack.plan().truth().rows(kind).keySet());
            Collections.shuffle(keys, new Random(SEED));
            for (String key : keys.subList(0, Math.min(ROWS_OF_A_KIND, keys.size()))) {
                Stack.Said said = stack.ask("--row", key, "--json");
                JsonNode answer = new ObjectMapper().readTree(said.out());
                assertThat(said.exit()).as(key + "\n" + said.out() + said.err()).isZero();
                assertThat(answer.get("sums")).isNotEmpty().allMatch(sum -> sum.get("same")
                        .asBoolean());
                assertThat(answer.get("recordsFound").asLong()).isPositive();
            }
        }
    }

    @Test
    void everyFigureOfTheViewsAddsUpForAMonthAndADepartment() throws Exception {
        String row = stack.plan().truth().rows("hour").firstKey();
        String department = row.split("\\|")[3];
        for (String metric :
                List.of("good_rate", "participation", "unrated_rate", "calendar_mean_seconds", "defaults")) {
            for (String part : List.of("in-time", "correction", "both")) {
                Stack.Said said = stack.ask(
                        "--metric", metric, "--month", "2026-06", "--department", department, "--part", part, "--json");
                assertThat(said.exit())
                        .as(metric + " " + part + "\n" + said.out() + said.err())
                        .isZero();
            }
        }
        Stack.Said city = stack.ask("--metric", "ratings", "--month", "2026-06", "--region", "4401");
        assertThat(city.exit()).as(city.out() + city.err()).isZero();
        Stack.Said whole =
                stack.ask("--metric", "ratings", "--from", "2026-05-01", "--to", "2026-10-31", "--limit", "3");
        assertThat(whole.exit()).isZero();
        assertThat(whole.out()).containsPattern("ratings: 合计 [0-9,]+ = 数据库中的").contains("more are not listed");
    }

    /** As the live view has them, rules of each minute and retention included. */
    @Test
    void minutesAddUpByDepartmentChannelAndRegion() throws Exception {
        String[] last = lastMinuteRated().split("\\|", -1);
        String hour = last[1].substring(0, 13);
        List<String> time = List.of("--from", hour + ":00", "--to", hour + ":59");
        for (String metric : List.of("satisfaction_rate", "neutral", "bad_rate", "timed", "participation")) {
            for (List<String> place :
                    List.of(List.<String>of(), List.of("--department", last[3]), List.of("--channel", last[4]))) {
                List<String> question = new ArrayList<>(List.of("--metric", metric, "--json"));
                question.addAll(time);
                question.addAll(place);
                Stack.Said said = stack.ask(question.toArray(String[]::new));
                assertThat(said.exit())
                        .as(question + "\n" + said.out() + said.err())
                        .isZero();
            }
        }
        Stack.Said minute =
                stack.ask("--metric", "ratings", "--minute", last[1], "--region", last[2].substring(0, 4), "--json");
        JsonNode answer = new ObjectMapper().readTree(minute.out());
        assertThat(minute.exit()).as(minute.out() + minute.err()).isZero();
        assertThat(answer.get("recordsFound").asLong()).isPositive();
    }

    /** Minutes hold completions, too: the last one of all may be of no rating. */
    private static String lastMinuteRated() {
        return stack.plan().truth().rows("minute").entrySet().stream()
                .filter(row -> row.getValue().contains("level_"))
                .map(Map.Entry::getKey)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Test
    void everyFigureOfComplaintsAndOfLimitsAddsUpByOptions() throws Exception {
        int found = 0;
        for (String metric : List.of(
                "promised_rate",
                "statutory_rate",
                "compression_rate",
                "within_day_rate",
                "limits_not_read",
                "acceptance_rate",
                "completion_rate",
                "simple_rate",
                "satisfied_rate",
                "mean_days")) {
            for (String part : List.of("in-time", "correction", "both")) {
                Stack.Said said = stack.ask("--metric", metric, "--month", "2026-06", "--part", part, "--json");
                assertThat(said.exit())
                        .as(metric + " " + part + "\n" + said.out() + said.err())
                        .isZero();
                found += new ObjectMapper()
                        .readTree(said.out())
                        .get("recordsFound")
                        .asInt();
            }
        }
        assertThat(found).isGreaterThan(50);
    }

    @Test
    void aRecordIsToldItsClassWhateverItIs() throws Exception {
        Set<String> seen = new HashSet<>();
        Map<String, RawRecord> oneOfAKind = new java.util.TreeMap<>();
        for (RawRecord record : stack.records()) {
            oneOfAKind.putIfAbsent(record.key() == null ? "tick or keyless" : record.topic(), record);
        }
        for (RawRecord record : oneOfAKind.values()) {
            JsonNode answer = record(record.topic(), record.partition(), record.offset());
            seen.add(answer.get("what").asText());
            assertThat(answer.get("zh").asText()).isNotBlank();
        }
        assertThat(seen).contains("received", "tick");
    }

    @Test
    void aGapOfOffsetsIsControl() throws Exception {
        long expected = 0;
        for (RawRecord record : stack.records()) {
            if (record.topic().equals(Stack.TRANSACTIONAL) && record.partition() == 0) {
                if (record.offset() > expected) {
                    JsonNode answer = record(record.topic(), 0, expected);
                    assertThat(answer.get("what").asText()).isEqualTo("control");
                    assertThat(answer.get("en").asText()).contains("aborted");
                    return;
                }
                expected = record.offset() + 1;
            }
        }
        throw new AssertionError("the transactional topic has no gap");
    }

    @Test
    void refusedRecordsOfAPartitionAreNamedAndToldWhy() throws Exception {
        String row = stack.plan().truth().rows("equation").keySet().stream()
                .filter(key -> key.endsWith("|unread"))
                .findFirst()
                .orElseThrow();
        JsonNode answer =
                new ObjectMapper().readTree(stack.ask("--row", row, "--json").out());
        JsonNode refused = answer.get("records").get(0);
        JsonNode fate = record(
                refused.get("topic").asText(),
                refused.get("partition").asInt(),
                refused.get("offset").asLong());
        assertThat(fate.get("what").asText()).isEqualTo("quarantined");
        assertThat(fate.get("cause").asText()).isEqualTo(refused.get("cause").asText());
    }

    @Test
    void aCaseIsToldWithItsHistoryAndItsEffects() throws Exception {
        JsonNode fate = received();
        String key = keyOf(fate);
        Stack.Said said = stack.ask("--case", key, "--system", systemOf(fate), "--json");
        JsonNode answer = new ObjectMapper().readTree(said.out());
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(answer.get("records")).isNotEmpty();
        assertThat(answer.get("effects")).isNotEmpty();
        assertThat(said.err()).doesNotContain(key);
    }

    @Test
    void aCaseThatIsNotThereIsSaid() throws Exception {
        Stack.Said said = stack.ask("--case", "NOBODY-1", "--system", "nobody");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("没有该办件的记录", "holds no record of this case");
    }

    @Test
    void placesOutsideOfTheCutAreSaid() throws Exception {
        assertThat(stack.ask("--record", "rating.web/0/99999999").out()).contains("is not in the cut");
        assertThat(stack.ask("--record", "rating.web/77/0").out()).contains("has no partition rating.web-77");
        assertThat(stack.ask("--record", "rating.web/77/0").exit()).isEqualTo(1);
    }

    @Test
    void serversThatDoNotAnswerAreSaid() throws Exception {
        Stack.Said said = Stack.run(
                List.of("--config", folder.resolve("live.yaml").toString(), "--record", "rating.web/0/1"),
                Map.of("HAOCHAPING_STORE_URL", "jdbc:postgresql://127.0.0.1:1/none"));
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("The database does not answer");
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void aFigureThatSomebodyChangedByHandDoesNotAddUp() throws Exception {
        String row = stack.plan().truth().rows("hour").keySet().stream()
                .filter(key -> stack.plan().truth().rows().get(key).startsWith("level_5="))
                .sorted()
                .findFirst()
                .orElseThrow();
        String[] parts = row.split("\\|", -1);
        stack.execute("update $.hour_leaf set level_5 = level_5 + 1 where item = '" + parts[5] + "' and department = '"
                + parts[3] + "'");

        Stack.Said said = stack.ask("--row", row, "--metric", "level_5");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).containsPattern("level_5: 合计 (-?[0-9]+) ≠ .* but the store says");
        stack.execute("update $.hour_leaf set level_5 = level_5 - 1 where item = '" + parts[5] + "' and department = '"
                + parts[3] + "'");
        assertThat(stack.ask("--row", row, "--metric", "level_5").exit()).isZero();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aTopicThatLostItsFirstRecordsCanProveNothing() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition("case.event", 0), RecordsToDelete.beforeOffset(5)))
                    .all()
                    .get();
        }
        Stack.Said said = stack.ask("--metric", "good", "--day", "2026-06-01");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("Offset 0 of case.event-0 is not there any more");
    }

    private static JsonNode record(String topic, int partition, long offset) throws Exception {
        Stack.Said said = stack.ask("--record", topic + "/" + partition + "/" + offset, "--json");
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        return new ObjectMapper().readTree(said.out());
    }

    /** Some bad review, whose row names its case. */
    private static JsonNode received() throws Exception {
        String bad = stack.plan().truth().rows("bad").firstKey();
        Stack.Said said = stack.ask("--row", bad, "--json");
        return new ObjectMapper().readTree(said.out()).get("records").get(0);
    }

    private static String keyOf(JsonNode place) {
        return new String(rawAt(place).key(), StandardCharsets.UTF_8);
    }

    private static RawRecord rawAt(JsonNode place) {
        return stack.records().stream()
                .filter(record -> record.topic().equals(place.get("topic").asText())
                        && record.partition() == place.get("partition").asInt()
                        && record.offset() == place.get("offset").asLong())
                .findFirst()
                .orElseThrow();
    }

    private static String systemOf(JsonNode place) {
        return stack.plan().truth().rows("bad").firstKey().split("\\|")[1];
    }
}
