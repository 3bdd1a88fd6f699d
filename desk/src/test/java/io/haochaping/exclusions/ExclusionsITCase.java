package io.haochaping.exclusions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.Cut;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import io.haochaping.store.Totals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The desk on a real broker and a real store; each test takes a topic and a schema of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ExclusionsITCase {
    private static final String[] RATING = {"--system", "gd-yizheng", "--case", "C 1", "--ordinal", "2"};

    @TempDir
    static Path folder;

    private static KafkaBroker kafka;
    private static PostgresServer postgres;
    private static int number;

    private String topic;
    private StoreAddress store;
    private Path config;

    /** What the command said. */
    private record Said(int exit, String out, String err) {}

    @BeforeAll
    static void start() {
        kafka = KafkaBroker.start(folder.resolve("kafka"));
        postgres = PostgresServer.start(folder.resolve("postgres"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
        kafka.close();
    }

    @BeforeEach
    void makeRoom() throws Exception {
        number++;
        topic = "exclusion" + number;
        kafka.createSourceTopic(topic, 2);
        store = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "flags_" + number);
        config = config("");
    }

    private Path config(String more) throws Exception {
        return Files.writeString(folder.resolve("desk" + number + ".yaml"), """
                kafka:
                  bootstrap-servers: "%s"
                  exclusion-topic: "%s"
                %sstore:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                  schema: "%s"
                """.formatted(
                kafka.bootstrapServers(), topic, more, store.url(), store.user(), store.password(), store.schema()));
    }

    @Test
    void aDecisionIsSentOnceStandsAndIsTakenBackOnce() throws Exception {
        Said first = decide("add", "D1", "刷好评");
        Said second = decide("add", "D1", "刷好评");
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out()).contains("已排除 excluded", "supervision  刷好评", "1 sent, 0 held before, 0 left");
        assertThat(second.exit()).isZero();
        assertThat(second.out()).contains("not sent again", "0 sent, 1 held before, 0 left");
        assertThat(records()).isEqualTo(1);

        JsonNode stands = list().get("decisions").get(0);
        assertThat(stands.get("status").asText()).isEqualTo("standing");
        assertThat(stands.get("caseNumber").asText()).isEqualTo("C 1");
        assertThat(stands.get("ordinal").asInt()).isEqualTo(2);
        assertThat(stands.at("/excluded/author").asText()).isEqualTo("supervision");
        assertThat(Duration.between(Instant.parse(stands.at("/excluded/at").asText()), Instant.now()))
                .isLessThan(Duration.ofMinutes(3));

        Said back = decide("revoke", "D1", "核实为本人评价");
        Said again = decide("revoke", "D1", "核实为本人评价");
        assertThat(back.out()).contains("已撤销 revoked", "核实为本人评价");
        assertThat(again.exit()).isZero();
        assertThat(records()).isEqualTo(2);
        assertThat(list().get("found").asInt()).isZero();
        JsonNode revoked = list("--status", "revoked").get("decisions").get(0);
        assertThat(revoked.at("/excluded/reason").asText()).isEqualTo("刷好评");
        assertThat(revoked.at("/revoked/reason").asText()).isEqualTo("核实为本人评价");
        assertThat(ask("list", "--status", "all").out()).contains("D1  gd-yizheng/C 1#2  已撤销 revoked", "1 decisions");

        Said third = decide("add", "D1", "刷好评");
        assertThat(third.exit()).as("a number that was revoked").isEqualTo(1);
        assertThat(third.out()).contains("a new one takes a new number");
        assertThat(decide("add", "D2", "刷好评").exit()).isZero();
        assertThat(records()).isEqualTo(3);
    }

    @Test
    void oneNumberHasOneReasonAndWhatWasNeverDecidedCannotBeRevoked() throws Exception {
        decide("add", "D1", "刷好评");
        Said other = decide("add", "D1", "诱导评价");
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.out()).contains("the number is taken");
        Said never = decide("revoke", "D9", "核实");
        assertThat(never.exit()).isEqualTo(1);
        assertThat(never.out()).contains("there is no exclusion of this number");
        Said nowhere = ask("revoke", "--number", "D9", "--reason", "核实", "--author", "supervision");
        assertThat(nowhere.exit()).isEqualTo(1);
        assertThat(nowhere.err()).contains("There is no exclusion of the number D9");
        assertThat(records()).isEqualTo(1);
    }

    @Test
    void aRunThatIsKilledHalfWaySendsNothingAndTheNextSendsOnce() throws Exception {
        Properties properties = client();
        properties.setProperty("transactional.id", "haochaping-exclusion-desk-" + topic);
        KafkaProducer<byte[], byte[]> killed =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        killed.initTransactions();
        killed.beginTransaction();
        Decision half = new Decision(
                new Subject("gd-yizheng", "", "C 1", 2), "D1", false, "刷好评", "supervision", System.currentTimeMillis());
        killed.send(new ProducerRecord<>(topic, half.key(), half.bytes())).get();

        Said next = decide("add", "D1", "刷好评");

        assertThat(next.exit()).as(next.err()).isZero();
        assertThat(next.out()).contains("1 sent");
        assertThat(records()).isEqualTo(1);
        killed.close(Duration.ZERO);
    }

    @Test
    void aDryRunSaysWhatWouldBeAndSendsNothing() throws Exception {
        List<String> words = new ArrayList<>(List.of(RATING));
        Collections.addAll(words, "--number", "D1", "--reason", "刷好评", "--author", "x", "--dry-run");
        words.add(0, "add");
        Said said = ask(words.toArray(String[]::new));
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("would be excluded", "A dry run: nothing was sent");
        assertThat(records()).isZero();
    }

    @Test
    void aFileIsTakenAsAWholeAndOnceHoweverOftenItIsSent() throws Exception {
        Path file = Files.writeString(folder.resolve("many" + number + ".csv"), """
                issuingSystem,caseNumber,ordinal,exclusionId,reason,author,signals
                gd-yizheng,C1,1,D1,刷好评,,many-by-rater
                gd-yizheng,C2,,D1,,job-7,many-by-rater
                gd-yizheng,C2,,D1,,job-7,many-by-rater
                """);
        String[] add = {"add", "--file", file.toString(), "--reason", "诱导评价", "--author", "supervision"};
        Said first = ask(add);
        Said second = ask(add);
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out()).contains("2 sent, 0 held before, 0 left");
        assertThat(second.out()).contains("0 sent, 2 held before, 0 left");
        assertThat(records()).isEqualTo(2);
        assertThat(list("--case", "C2").at("/decisions/0/excluded/author").asText())
                .isEqualTo("job-7");
        assertThat(list("--case", "C2").at("/decisions/0/excluded/reason").asText())
                .isEqualTo("诱导评价");

        Said all = ask("revoke", "--number", "D1", "--reason", "核实", "--author", "supervision");
        assertThat(all.out()).contains("2 sent");
        assertThat(list().get("found").asInt()).isZero();
    }

    @Test
    void everyFaultyLineOfAFileIsNamedAndNothingIsSent() throws Exception {
        Path file = Files.writeString(folder.resolve("faulty" + number + ".csv"), """
                issuingSystem,caseNumber,ordinal,exclusionId,reason,author
                gd-yizheng,C1,1,D1,刷好评,desk
                gd-yizheng,,1,D1,刷好评,desk
                ,C2,1,D1,刷好评,desk
                gd-yizheng,C3,none,D1,刷好评,desk
                gd-yizheng,C4,1,D1,,desk
                gd-yizheng,C5,1,D1,刷好评
                """);
        Said said = ask("add", "--file", file.toString());
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err())
                .contains(
                        ", line 3: the case number is missing",
                        ", line 4: neither issuing system nor region",
                        ", line 5: the ordinal",
                        ", line 6: the reason",
                        ", line 7: the line has another number of columns",
                        "5 lines are faulty; nothing was sent.");
        Path strange = Files.writeString(folder.resolve("strange" + number + ".csv"), "caseNumbr,reason\nC1,x\n");
        assertThat(ask("add", "--file", strange.toString()).exit()).isEqualTo(2);
        Path missing = folder.resolve("strange" + number + ".cvs");
        assertThat(ask("add", "--file", missing.toString()).err()).contains("its name ends with .csv");
        assertThat(records()).isZero();
    }

    @Test
    void whatTheDoorRefusesDecidesNothingAndIsSaid() throws Exception {
        Subject subject = new Subject("gd-yizheng", "", "C1", 1);
        long now = System.currentTimeMillis();
        send(new Decision(
                subject, "D1", false, "r", "a", now - Duration.ofDays(63).toMillis()));
        send(new Decision(
                subject, "D2", false, "r", "a", now + Duration.ofMinutes(10).toMillis()));
        send(new Decision(subject, "", false, "r", "a", now));
        send(new Decision(subject, "D3", false, "r", "a", now));

        assertThat(list().get("found").asInt()).isEqualTo(1);
        assertThat(list().get("refused").asInt()).isEqualTo(3);
        assertThat(ask("list").out()).contains("3 more records were refused at the door");
    }

    @Test
    void aClockFarAheadIsSaidInsteadOfADecisionThatDoesNotHold() throws Exception {
        List<String> words = new ArrayList<>(List.of(RATING));
        Collections.addAll(words, "--number", "D1", "--reason", "刷好评", "--author", "x");
        words.add(0, "add");
        Said said = ask(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)), words.toArray(String[]::new));
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("It was sent and does not hold", "Compare the clock");
        assertThat(list().get("found").asInt()).isZero();
    }

    @Test
    void flaggedRatingsAreProposedOnceAndWhatWasDecidedIsLeftOut() throws Exception {
        store.migrate();
        commitCut();
        Instant now = Instant.now();
        flag("many-by-rater", "gd-yizheng", "C1", 1, now.minus(Duration.ofHours(2)), "rater", "k1:ab");
        flag("two-values", "gd-yizheng", "C1", 1, now.minus(Duration.ofHours(2)), "case", "");
        flag("many-by-rater", "gd-yizheng", "C2,3", 1, now.minus(Duration.ofHours(1)), "rater", "k1:ab");
        flag("burst-at-terminal", "440106000000", "C4", 1, now.minus(Duration.ofDays(130)), "terminal", "d/t");
        flag("two-values", "gd-yizheng", "C5", 1, now.minus(Duration.ofHours(1)), "case", "");
        List<String> words = List.of("add", "--system", "gd-yizheng", "--case", "C5", "--number", "D5");
        List<String> whole = new ArrayList<>(words);
        Collections.addAll(whole, "--reason", "r", "--author", "a");
        assertThat(ask(whole.toArray(String[]::new)).exit()).isZero();

        Path file = folder.resolve("proposed" + number + ".csv");
        Said said = ask("propose", "--out", file.toString());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "gd-yizheng/C1#1  many-by-rater two-values",
                        "rater k1:ab",
                        "440106000000/C4#1  burst-at-terminal  过晚 late",
                        "One rater gave too many ratings",
                        "3 ratings are flagged and nobody has decided about them; about 1 more somebody has",
                        "nothing has been decided");
        assertThat(records()).isEqualTo(1);
        assertThat(ask("propose", "--out", file.toString()).exit())
                .as("a file is not overwritten")
                .isEqualTo(2);

        assertThat(propose("--signal", "two-values").at("/ratings/0/signals").asText())
                .isEqualTo("many-by-rater two-values");
        assertThat(propose("--signal", "burst-at-terminal,two-values")
                        .get("found")
                        .asInt())
                .isEqualTo(2);
        assertThat(propose("--region", "4401").get("found").asInt()).isEqualTo(3);
        assertThat(propose("--region", "4402").get("found").asInt()).isZero();
        assertThat(propose("--department", "elsewhere").get("found").asInt()).isZero();
        assertThat(propose("--to", "2020-01-01").get("found").asInt()).isZero();

        Said added = ask("add", "--file", file.toString(), "--author", "supervision");
        assertThat(added.exit()).as(added.err() + added.out()).isZero();
        assertThat(added.out()).contains("3 sent");
        assertThat(list("--case", "C2,3").at("/decisions/0/excluded/reason").asText())
                .isEqualTo("flagged: many-by-rater");
        assertThat(propose().get("found").asInt()).isZero();
        assertThat(propose().get("leftOut").asInt()).isEqualTo(4);
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        Said noStore = ask("propose");
        assertThat(noStore.exit()).isEqualTo(1);
        assertThat(noStore.err()).contains("There is no flags_" + number + ".fraud_flag");
        topic = "nowhere" + number;
        config = config("");
        Said noTopic = ask("list");
        assertThat(noTopic.exit()).isEqualTo(1);
        assertThat(noTopic.err()).contains("Kafka has no topic nowhere" + number);
        config = config("  copied-topics: [nowhere" + number + "]\n");
        Said copied = decide("add", "D1", "刷好评");
        assertThat(copied.exit()).isEqualTo(2);
        assertThat(copied.err()).contains("a copy takes no new decisions");
    }

    private Said decide(String verb, String id, String reason) throws Exception {
        List<String> words = new ArrayList<>(List.of(verb));
        Collections.addAll(words, RATING);
        Collections.addAll(words, "--number", id, "--reason", reason, "--author", "supervision");
        return ask(words.toArray(String[]::new));
    }

    private JsonNode list(String... filter) throws Exception {
        return json("list", filter);
    }

    private JsonNode propose(String... filter) throws Exception {
        return json("propose", filter);
    }

    private JsonNode json(String verb, String... filter) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(verb, "--json"));
        arguments.addAll(List.of(filter));
        Said said = ask(arguments.toArray(String[]::new));
        assertThat(said.exit()).as(said.err()).isZero();
        return new ObjectMapper().readTree(said.out());
    }

    private Said ask(String... arguments) throws Exception {
        return ask(Clock.systemUTC(), arguments);
    }

    private Said ask(Clock clock, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        Collections.addAll(all, "--config", config.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Exclusions.run(
                all,
                Map.of(),
                clock,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Committed records of the topic, counted without the desk. */
    private int records() {
        Properties properties = client();
        properties.setProperty("isolation.level", "read_committed");
        int[] records = {0};
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> both = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(both);
            consumer.seekToBeginning(both);
            Map<TopicPartition, Long> ends = consumer.endOffsets(both);
            Await.until("the topic to be read", Duration.ofSeconds(60), () -> {
                records[0] += consumer.poll(Duration.ofMillis(100)).count();
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return records[0];
    }

    private void send(Decision decision) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, decision.key(), decision.bytes()))
                    .get();
        }
    }

    private static Properties client() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return properties;
    }

    /** The views speak once there is a cut. */
    private void commitCut() throws Exception {
        Cut cut = new Cut(
                "run/1",
                "",
                new UUID(0, 1).toString(),
                0,
                -1,
                new TreeMap<>(),
                "digest",
                "test",
                false,
                new Totals(0, 0, 0, 0, 0),
                List.of(PartitionProgress.starting(new io.haochaping.domain.cut.TopicPartition(topic, 0), 0)),
                List.of(),
                List.of(),
                List.of());
        try (StoreCommitter committer =
                new StoreCommitter(store, LiveConfig.load(config, Map.of()).cutSettings())) {
            committer.commit(cut);
        }
    }

    private void flag(
            String signal, String scope, String caseNumber, int ordinal, Instant ratedAt, String kind, String cell)
            throws Exception {
        try (Connection connection = postgres.connect();
                PreparedStatement insert = connection.prepareStatement("insert into " + store.schema()
                        + ".fraud_flag (id, signal, scope, case_number, ordinal, content, rated_at, region, department,"
                        + " channel, cell_kind, cell, records, epoch, row_hash)"
                        + " values (?, ?, ?, ?, ?, 1, ?, '440106000000', 'd', 'web', ?, ?, 1, 1, '')")) {
            insert.setObject(1, UUID.nameUUIDFromBytes((signal + caseNumber).getBytes(StandardCharsets.UTF_8)));
            insert.setString(2, signal);
            insert.setString(3, scope);
            insert.setString(4, caseNumber);
            insert.setInt(5, ordinal);
            insert.setTimestamp(6, Timestamp.from(ratedAt));
            insert.setString(7, kind);
            insert.setString(8, cell);
            insert.executeUpdate();
        }
    }
}
