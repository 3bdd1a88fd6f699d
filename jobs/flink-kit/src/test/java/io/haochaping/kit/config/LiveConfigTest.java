package io.haochaping.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.rules.Limits;
import io.haochaping.kit.Decisions;
import io.haochaping.store.CutSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveConfigTest {
    private static final String LEAST = """
            kafka.bootstrap-servers: localhost:9092
            store.url: jdbc:postgresql://localhost/haochaping
            """;
    private static final Map<String, String> NO_ENVIRONMENT = Map.of("PATH", "/bin", "HAOCHAPING_LANGUAGE", "zh");

    @TempDir
    Path folder;

    @Test
    void twoKeysAreEnoughAndTheRestIsStandard() throws Exception {
        LiveConfig config = load(LEAST);

        assertThat(config.limits()).isEqualTo(Limits.STANDARD);
        assertThat(config.topics().isSource("rating.web")).isTrue();
        assertThat(config.topics().isSource("exclusion")).isTrue();
        assertThat(config.store().schema()).isEqualTo("haochaping");
        assertThat(config.live())
                .isEqualTo(new LiveSettings(
                        Duration.ofSeconds(60),
                        true,
                        Duration.ofSeconds(5),
                        "",
                        "hashmap",
                        1,
                        Duration.ofMinutes(5),
                        Duration.ofHours(6),
                        new TreeSet<>(),
                        Duration.ofDays(3),
                        Duration.ofSeconds(60)));
        assertThat(config.registry()).isEmpty();
        assertThat(config.registryIds().all()).isEmpty();
    }

    @Test
    void aBucketIsFinalTwoSessionsAHorizonAndAMonthLater() throws Exception {
        long days = 2 * 400 + 62 + 31;

        assertThat(load(LEAST).cutSettings())
                .isEqualTo(new CutSettings(
                        Duration.ofDays(3).toMillis(),
                        Duration.ofDays(days).toMillis(),
                        Duration.ofHours(6).toMillis(),
                        Duration.ofDays(3).toMillis(),
                        "review.bad",
                        "alert"));
    }

    @Test
    void nestedAndDottedKeysMeanTheSame() throws Exception {
        LiveConfig nested = load("""
                kafka:
                  bootstrap-servers: localhost:9092
                  properties: {security.protocol: SSL}
                store: {url: 'jdbc:postgresql://localhost/haochaping'}
                """);
        assertThat(nested).isEqualTo(load(LEAST + "kafka.properties.security.protocol: SSL\n"));
        assertThat(nested.kafkaClient())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void aMisspeltKeyIsRefusedWithItsLineAndTheNearestRealOne() {
        assertThat(refusal(LEAST + "live:\n  tick-intervall: 1 s\n"))
                .contains("live.yaml, line 4: live.tick-intervall is no key; the nearest one is live.tick-interval");
        assertThat(refusal(LEAST + "kafak: {case-topic: x}\n"))
                .contains("line 3: kafak is no key; the nearest one is kafka");
        assertThat(refusal(LEAST + "store.bad-review-topic: x\n"))
                .contains("the nearest one is kafka.bad-review-topic");
    }

    @Test
    void onlyWhatCanBeTheChannelOfARatingCanBeExpected() throws Exception {
        Path released = Path.of(LiveConfigTest.class
                .getResource("/golden-config/expected-channels.yaml")
                .toURI());
        assertThat(LiveConfig.load(released, NO_ENVIRONMENT).cutSettings().expectedChannels())
                .containsExactly("kiosk", "other", "web");
        assertThat(refusal(LEAST + "live.expected-channels: [web, kisok]\n"))
                .contains("line 3: live.expected-channels names \"kisok\"", "did you mean \"kiosk\"?");
        for (String never : List.of("default", "on-site", "Web", "")) {
            assertThat(refusal(LEAST + "live.expected-channels: ['" + never + "']\n"))
                    .contains("names \"" + never + "\", which is no channel of ratings");
        }
    }

    @Test
    void aLaterVersionOfARecordCountsFromTheDayThatTheFileNames() throws Exception {
        Path released = Path.of(LiveConfigTest.class
                .getResource("/golden-config/record-versions.yaml")
                .toURI());
        Decisions naming = LiveConfig.load(released, NO_ENVIRONMENT).decisions();
        assertThat(naming.takesEffect("schema work-order-event 2"))
                .isEqualTo(Instant.parse("2026-12-31T16:00:00Z").toEpochMilli());
        assertThat(naming.decisionSet().digests()).containsKey("schema work-order-event 2");
        assertThat(LiveConfig.load(file(LEAST), NO_ENVIRONMENT)
                        .decisions()
                        .decisionSet()
                        .digests())
                .containsKey("schema work-order-event 1")
                .doesNotContainKey("schema work-order-event 2");
        assertThat(refusal(LEAST + "kafka.record-versions: [work-order-event|3|2027-01-01]\n"))
                .contains("line 3: kafka.record-versions cannot be read: There is no version 3 of work-order-event");
        assertThat(refusal(LEAST + "kafka.record-versions: [rating|1|2027-01-01]\n"))
                .contains("counts without being named");
    }

    @Test
    void stateStandsInTheBackendThatTheFileNames() throws Exception {
        Path released = Path.of(LiveConfigTest.class
                .getResource("/golden-config/state-backend.yaml")
                .toURI());
        assertThat(LiveConfig.load(released, NO_ENVIRONMENT).live().stateBackend())
                .isEqualTo("rocksdb");
        assertThat(refusal(LEAST + "live.state-backend: rockdb\n"))
                .contains("live.state-backend is \"rockdb\"; did you mean \"rocksdb\"?");
    }

    @Test
    void aRebuildNamesTheSchemaThatReadersKnow() throws Exception {
        Path released = Path.of(
                LiveConfigTest.class.getResource("/golden-config/shown-as.yaml").toURI());
        LiveConfig rebuild = LiveConfig.load(released, NO_ENVIRONMENT);
        assertThat(rebuild.shownAs()).isEqualTo("haochaping");
        assertThat(rebuild.store().schema()).isEqualTo("haochaping_2027");
        assertThat(rebuild.withSchema("haochaping").store().schema()).isEqualTo("haochaping");
        assertThat(LiveConfig.load(file(LEAST), NO_ENVIRONMENT).shownAs()).isEqualTo("haochaping");
        assertThat(refusal(LEAST + "store.shown-as: Haochaping!\n"))
                .contains("line 3: store.shown-as is \"Haochaping!\", which cannot name a schema");
    }

    @Test
    void allProblemsAreToldAtOnceInTheOrderOfTheFile() throws IOException {
        ConfigProblem problem = refuse("""
                store.schema: "Haochaping!"
                live.parallelism: none
                live.ticks: yes
                limits.horizon: 62
                kafka.quarantine-topic: rating.refused
                kafka.copied-topics: rating.web
                live.tick: 1 s
                """, Map.of("HAOCHAPING_LIVE_CHECKPOINT_INTERVAL", "often"));

        assertThat(problem.getMessage().lines().map(String::strip))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("The configuration is refused:"),
                        line -> assertThat(line).contains("line 1").contains("store.schema"),
                        line -> assertThat(line).contains("line 2").contains("found \"none\": write a whole number"),
                        line -> assertThat(line).contains("line 3").contains("write true or false"),
                        line -> assertThat(line).contains("line 4").contains("for example 5 s, 10 min or 62 d"),
                        line -> assertThat(line).contains("line 5").contains("a topic of ratings"),
                        line -> assertThat(line)
                                .contains("line 6")
                                .contains("expected list of texts, found one value: write a list"),
                        line -> assertThat(line).contains("line 7").contains("live.tick is no key"),
                        line -> assertThat(line)
                                .startsWith("environment variable HAOCHAPING_LIVE_CHECKPOINT_INTERVAL: "),
                        line -> assertThat(line).contains("kafka.bootstrap-servers is not set"),
                        line -> assertThat(line)
                                .contains("store.url is not set")
                                .contains("HAOCHAPING_STORE_URL"));
        assertThat(problem.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "live.parallelism: 0 > expected whole number",
                "live.parallelism: [1] > found a list",
                "live.tick-interval: 5 weeks > expected duration",
                "live.tick-interval: 0 s > expected duration",
                "live.tick-interval: 10 ms > shorter than 100 ms",
                "live.tick-interval: > found nothing",
                "limits.session-gap: 10 d > limits.horizon must be less than limits.session-gap",
                "limits.session-length: 70 d > must be less than limits.session-length",
                "kafka.alert-topic: review.bad > is \"review.bad\", as is kafka.bad-review-topic",
                "kafka.case-topic: fälle > expected topic name",
                "kafka.copied-topics: [quarantine] > is no source topic",
                "kafka.finished-copies: [rating.old] > which kafka.copied-topics does not",
                "kafka.copied-topics: [case.events] > is no source topic",
                "kafka.registry-schemas: [x] > expected registry|id|type",
                "kafka.registry-url: ftp://x > takes http://",
                "kafka.properties: {auto.offset.reset: latest} > may not set auto.offset.reset",
                "kafka: 7 > kafka is a section",
                "store.url: jdbc:postgresql://h/d > was set before, at"
            })
    void whatCannotBeMeantIsRefused(String line, String reason) {
        assertThat(refusal(LEAST + line + "\n")).containsIgnoringCase(reason.strip());
    }

    @Test
    void aTopicOfResultsThatIsNamedAsACopyIsRefused() {
        assertThat(refusal(LEAST + "kafka.copied-topics: [case.event.alert]\nkafka.alert-topic: case.event.alert\n"))
                .contains("\"case.event.alert\", a topic of results");
    }

    @Test
    void inTheThirdReleaseACopyOfCaseEventsMayStandBesideTheLiveTopic() throws Exception {
        Path golden = Path.of(
                LiveConfigTest.class.getResource("/golden-config/v3.yaml").toURI());
        LiveConfig config = LiveConfig.load(golden, NO_ENVIRONMENT);

        assertThat(config.topics().copied())
                .containsExactly("case.event.history-2024", "exclusion.old", "rating.history");
        assertThat(config.topics().isSource("case.event.history-2024")).isTrue();
        assertThat(config.topics().isSource("case.event")).isTrue();
        assertThat(config.topics().isSource("exclusion.old")).isTrue();
        assertThat(config.kafka().finishedCopies()).containsExactly("case.event.history-2024");
    }

    @Test
    void aKeyOfPseudonymsIsReadAndNeverTold() throws Exception {
        Path golden = Path.of(
                LiveConfigTest.class.getResource("/golden-config/fraud.yaml").toURI());
        LiveConfig config = LiveConfig.load(golden, NO_ENVIRONMENT);

        assertThat(config.pseudonyms().ids().inUse()).isEqualTo("k2");
        assertThat(config.pseudonyms().isConfigured()).isTrue();
        assertThat(config.decisions().flagsSuspicion()).isTrue();
        assertThat(config.withoutPseudonymKey().pseudonyms().isConfigured()).isFalse();
        assertThat(config.withoutPseudonymKey().decisions()).isEqualTo(config.decisions());
        assertThat(config.decisions().decisionSet().digests()).containsKeys("pseudonym-key k1", "pseudonym-key k2");
        assertThat(config.decisions().takesEffect("pseudonym-key k2"))
                .as("it may join whatever was read")
                .isEqualTo(Long.MAX_VALUE);
        assertThat(config.toString() + config.decisions()).contains("k2").doesNotContain("which-nobody-uses");
    }

    @Test
    void aKeyWithoutNameOrTooShortIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> load(LEAST + "fraud: {pseudonym-key: secret-that-is-short, pseudonym-key-id: k}\n"))
                .hasMessageContaining("fewer than 32 bytes")
                .hasMessageNotContaining("secret-that");
        assertThatThrownBy(() -> load(LEAST + "fraud: {pseudonym-key: secret-that-is-long-enough-for-a-key}\n"))
                .hasMessageContaining("given together")
                .hasMessageNotContaining("secret-that");
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws Exception {
        LiveConfig config = LiveConfig.load(
                file(LEAST + "kafka.copied-topics: [rating.old]\n"),
                Map.of(
                        "HAOCHAPING_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                        "HAOCHAPING_STORE_PASSWORD", "a=b, c",
                        "HAOCHAPING_LIVE_TICK_INTERVAL", "1 s",
                        "HAOCHAPING_KAFKA_COPIED_TOPICS", "rating.a, rating.b",
                        "HAOCHAPING_KAFKA_PROPERTIES", "security.protocol=SSL\nsasl.jaas.config=x y=\"z\";\n"));

        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.store().password()).isEqualTo("a=b, c");
        assertThat(config.live().tickInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.kafka().copiedTopics()).containsExactly("rating.a", "rating.b");
        assertThat(config.kafka().properties())
                .containsExactly(Map.entry("sasl.jaas.config", "x y=\"z\";"), Map.entry("security.protocol", "SSL"));
    }

    @Test
    void aMisspeltVariableIsRefusedWithTheNearestRealOne() throws IOException {
        assertThat(refuse(LEAST, Map.of("HAOCHAPING_KAFKA_BOOTSTRAP_SERVER", "x")))
                .hasMessageContaining("the nearest one is HAOCHAPING_KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void noSecretIsEverPrinted() throws Exception {
        LiveConfig config = LiveConfig.load(golden(), NO_ENVIRONMENT);
        assertThat(config.toString()).doesNotContain("secret").contains("sasl.jaas.config", "kafka-1:9092");

        assertThat(refusal("kafka.bootstrap-servers: x\nstore.url: jdbc:postgresql://u:top-secret@h/d\n"))
                .contains("move them to store.user and store.password")
                .doesNotContain("secret");
        assertThat(refusal("kafka.bootstrap-servers: x\nstore.url: jdbc:postgresql://h/d?password=top-secret\n"))
                .doesNotContain("secret");
        assertThat(refusal(LEAST + "store.password: [secret]\nkafka.properties: secret\n"))
                .doesNotContain("secret");
    }

    @Test
    void theSecondReleaseNamesItsRules() throws Exception {
        Path golden = Path.of(
                LiveConfigTest.class.getResource("/golden-config/v2.yaml").toURI());

        LiveConfig config = LiveConfig.load(golden, NO_ENVIRONMENT);

        assertThat(config.decisions().decisionSet().digests())
                .containsKeys(
                        "rules",
                        "rules national@2021-01-01",
                        "rules guangdong@2019-07-01",
                        "rules shenzhen@2021-05-01");
        LiveConfig least = load(LEAST);
        assertThat(least.decisions().decisionSet())
                .as("without rules the set is the one it always was")
                .isEqualTo(Decisions.builtIn(least.topics(), least.limits()).decisionSet());
    }

    @Test
    void aRulesFileLiesWhereTheConfigurationDoes() throws Exception {
        Files.writeString(
                folder.resolve("city.yaml"),
                "profile: city\nname: {zh: 市, en: City}\nversions:\n  - {from: 2021-05-01, regions: [\"440300\"]}\n");

        LiveConfig config = load(LEAST + "rules.profiles: [city.yaml]\n");

        assertThat(config.decisions().rules().get().decisions()).containsKey("rules city@2021-05-01");
    }

    @Test
    void aFaultyRulesFileIsRefusedWithItsLineAndSoIsOneThatIsMissing() throws Exception {
        Files.writeString(
                folder.resolve("city.yaml"),
                "profile: city\nname: {zh: 市, en: City}\nversions:\n  - {from: 2021-05-01, regions: [all], levels: {god: x}}\n");

        assertThat(refusal(LEAST + "rules.profiles: [city.yaml]\n"))
                .contains("city.yaml, line 4: versions[1].levels.god: is no key; the nearest one is good");
        assertThat(refusal(LEAST + "rules.profiles: [none.yaml]\n"))
                .contains("none.yaml")
                .contains("no such file");
        assertThat(refusal(LEAST + "rules.profiles: [national, city, shenzhen]\n"))
                .contains("city");
    }

    @Test
    void aFileThatIsNoYamlIsRefusedWithItsLine() {
        assertThat(refusal(LEAST + "live: {ticks: true\nstore.user: x\n"))
                .contains("live.yaml, line ")
                .contains("not YAML");
        assertThat(refusal("just words")).contains("expected key: value lines");
        assertThat(refusal("")).contains("kafka.bootstrap-servers is not set");
        assertThat(refusal("kafka.properties: &a {x: *a}\n")).contains("kafka.properties.x");
        ConfigProblem missing = catchThrowableOfType(
                ConfigProblem.class, () -> LiveConfig.load(folder.resolve("none.yaml"), NO_ENVIRONMENT));
        assertThat(missing).hasMessageContaining("there is no such file");
    }

    @Test
    void itTravelsToTheTasksUnchanged() throws Exception {
        LiveConfig config = LiveConfig.load(golden(), NO_ENVIRONMENT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(config);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(config);
        }
    }

    @Test
    void theFirstReleasedConfigurationIsStillRead() throws Exception {
        LiveConfig config = LiveConfig.load(golden(), NO_ENVIRONMENT);

        KafkaSettings kafka = config.kafka();
        assertThat(kafka.bootstrapServers()).isEqualTo("kafka-1:9092,kafka-2:9092");
        assertThat(List.of(
                        kafka.ratingTopicPrefix(),
                        kafka.caseTopic(),
                        kafka.workOrderTopic(),
                        kafka.complaintTopic(),
                        kafka.exclusionTopic(),
                        kafka.quarantineTopic(),
                        kafka.badReviewTopic(),
                        kafka.alertTopic()))
                .containsExactly(
                        "hcp.rating.",
                        "hcp.case",
                        "hcp.workorder",
                        "hcp.complaint",
                        "hcp.exclusion",
                        "hcp.quarantine",
                        "hcp.bad",
                        "hcp.alert");
        assertThat(config.topics().copied()).containsExactly("hcp.case", "hcp.rating.history");
        assertThat(config.registry()).hasToString("Optional[http://registry:8081/]");
        assertThat(config.registryIds().byId(8)).isPresent();
        assertThat(config.kafkaClient())
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config", "org.example.Login required username=\"job\" password=\"kafka-secret\";");
        assertThat(config.store().url()).isEqualTo("jdbc:postgresql://store:5432/haochaping");
        assertThat(config.store().user()).isEqualTo("writer");
        assertThat(config.store().password()).isEqualTo("store-secret");
        assertThat(config.store().schema()).isEqualTo("haochaping_north");
        assertThat(config.live())
                .isEqualTo(new LiveSettings(
                        Duration.ofSeconds(1),
                        false,
                        Duration.ofMillis(500),
                        "s3://checkpoints/live",
                        "hashmap",
                        4,
                        Duration.ofMinutes(2),
                        Duration.ofHours(12),
                        new TreeSet<>(),
                        Duration.ofDays(7),
                        Duration.ofSeconds(10)));
        assertThat(config.limits().canonicalText())
                .isEqualTo("H=864000000 G=1728000000 L=2592000000 tolerance=60000 K=172800000");
    }

    private static Path golden() throws Exception {
        return Path.of(
                LiveConfigTest.class.getResource("/golden-config/v1.yaml").toURI());
    }

    private LiveConfig load(String yaml) throws IOException, ConfigProblem {
        return LiveConfig.load(file(yaml), NO_ENVIRONMENT);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("live.yaml"), yaml);
    }

    private String refusal(String yaml) {
        return catchThrowableOfType(ConfigProblem.class, () -> load(yaml)).getMessage();
    }

    private ConfigProblem refuse(String yaml, Map<String, String> environment) throws IOException {
        Path file = file(yaml);
        return catchThrowableOfType(ConfigProblem.class, () -> LiveConfig.load(file, environment));
    }
}
