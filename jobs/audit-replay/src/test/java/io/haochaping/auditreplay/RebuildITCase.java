package io.haochaping.auditreplay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.ResultTopics;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.livemetrics.LiveMetricsJob;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoredCut;
import io.haochaping.store.StoredRows;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A version of the rules that takes effect in the past: rebuilt beside the store that readers see, compared, shown, and taken back, while records come and a reader looks on. At each
 * stop the store equals the plain fold over exactly the offsets of its cut.
 */
@Timeout(180)
class RebuildITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final String NAME = "haochaping";
    private static final String REBUILT = "haochaping_2";

    private static final String BEFORE = """
            profile: city
            name: {zh: 市, en: City}
            versions:
              - from: 2020-01-01
                regions: ["all"]
                default-rating: {after-days: 5, level: 4}
                code-systems: [{code: city-2009, known-from: 2020-01-01, best-level: 5, worst-level: 1, numbered-channels: [kiosk, paper]}]
            """;

    private static final String RETROACTIVE = BEFORE + """
              - from: 2026-04-10
                regions: ["all"]
                levels: {good: strict}
                default-rating: {after-days: 3, level: 3}
                satisfaction: {leaves-out: [kiosk]}
            """;

    private static final TestPlan PLAN = new TestPlan(
            TrafficPlan.of(TrafficConfig.of(61, 400).withPartitions(2).withTickEvery(Duration.ofHours(12))));

    @TempDir
    Path folder;

    private String bootstrap;
    private PostgresServer postgres;
    private TrafficWriter writer;
    private String said;
    private String complained;

    @Test
    void aRetroactiveVersionIsRebuiltComparedShownAndTakenBack() throws Exception {
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                PostgresServer database = PostgresServer.start(folder.resolve("postgres"))) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), 2);
            bootstrap = kafka.bootstrapServers();
            postgres = database;
            try (TrafficWriter traffic = TrafficWriter.of(PLAN.plan(), bootstrap, 61)) {
                writer = traffic;
                rebuildAndBack();
            }
        }
    }

    private void rebuildAndBack() throws Exception {
        Path before = config(NAME, BEFORE);
        Path after = config(REBUILT, RETROACTIVE);
        assertThat(rebuild("begin", after)).isEqualTo(1);
        assertThat(complained).contains("there is no store in schema haochaping");
        JobClient old = start(before, null);
        writer.writeUpTo(0.7);
        awaitOffsets(NAME, writer.written());

        assertThat(rebuild("begin", before)).isEqualTo(2);
        assertThat(complained).contains("let store.schema name a new schema");
        putToAnEarlierVersion();
        assertThat(rebuild("begin", after)).as(complained).isZero();
        assertThat(said).contains("in addition rules city@2026-04-10");
        assertThat(rebuild("begin", config("haochaping_3", RETROACTIVE))).isEqualTo(1);
        assertThat(complained).contains("another rebuild is under way in schema haochaping_2");
        assertThat(rebuild("switch", after)).isEqualTo(1);
        assertThat(complained).contains("haochaping_2 has no cut yet");
        assertThat(rebuild("back", after)).isEqualTo(1);
        assertThat(complained).contains("no store to switch haochaping back to");

        JobClient next = start(after, null);
        awaitOffsets(REBUILT, writer.written());
        assertThat(rebuild("switch", after)).isEqualTo(1);
        assertThat(complained).contains("run rebuild compare first");
        String savepoint = stop(next);
        writer.writeUpTo(0.75);
        awaitOffsets(NAME, writer.written());
        compareFindsExactlyWhatTheTwoFoldsDifferIn(before, after);
        assertThat(rebuild("switch", after)).isEqualTo(1);
        assertThat(complained).contains("haochaping_2 has not caught up: it lacks ", "offsets in ");
        assertThat(rebuild("status", after, "--json")).isZero();
        assertThat(new ObjectMapper()
                        .readTree(said)
                        .at("/stores/1/offsetsBehind")
                        .asLong())
                .isPositive();

        next = start(after, savepoint);
        awaitOffsets(REBUILT, writer.written());
        assertThat(number("select count(*) from haochaping_2.outbox where sent_epoch > 0"))
                .as("announcements of a store that nobody sees")
                .isZero();
        Set<String> refusedBefore = keys("quarantine");
        assertThat(refusedBefore).isSubsetOf(refused(NAME)).isNotEmpty();
        assertThat(records("quarantine"))
                .as("refused records that two jobs wrote")
                .hasSameSizeAs(refusedBefore);
        try (ViewReader reader = new ViewReader(postgres)) {
            switchWhileRecordsCome(after, old);
            requireFold(REBUILT, after);
            assertThat(keys("quarantine")).containsAll(refused(REBUILT));
            assertThat(consumers()).isEqualTo(open(REBUILT));

            assertThat(rebuild("back", after)).isEqualTo(1);
            assertThat(complained).contains("haochaping has not caught up");
            old = start(before, lastCheckpoint(before));
            awaitOffsets(NAME, writer.written());
            assertThat(rebuild("back", after)).as(complained).isZero();
            assertThat(said).contains("the views of haochaping show haochaping now");
            requireFencedOut(next);
            writer.writeAll();
            awaitOffsets(NAME, writer.written());
            requireFold(NAME, before);
            anAuditUnderItsOwnCodeSystemIsIdentical(before);
            Await.until(
                    "consumers to know what stands", PATIENCE, () -> consumers().equals(open(NAME)));
            assertThat(keys("quarantine")).containsAll(refused(NAME));

            assertThat(rebuild("drop", after)).as(complained).isZero();
            assertThat(number("select count(*) from pg_namespace where nspname = 'haochaping_2'"))
                    .isZero();
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.cuts()).isGreaterThan(10);
        } finally {
            end(old);
            end(next);
        }
    }

    private void anAuditUnderItsOwnCodeSystemIsIdentical(Path config) throws SQLException {
        assertThat(number("select count(*) from haochaping.quarantine where reason = 'undeclared-code-system'"))
                .as("records of the code system that the profile declares")
                .isZero();
        int exitCode = run(RunAudit::run, List.of("--config", config.toString(), "--all", "--json"));
        assertThat(said).as(complained).contains("\"outcome\" : \"identical\"");
        assertThat(exitCode).isZero();
    }

    /** Its job runs on: it writes none of what is missing. */
    private void putToAnEarlierVersion() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table haochaping.snapshot, haochaping.snapshot_row cascade;"
                    + "drop function haochaping.refuse_change_of_snapshot, haochaping.refuse_rows_behind_snapshot, haochaping.refuse_restatement_without_reason;"
                    + "delete from haochaping.flyway_schema_history where version::int >= 26");
        }
    }

    /** One that has ended by itself took its cluster with it. */
    private static void end(JobClient job) throws Exception {
        try {
            job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IllegalStateException | ExecutionException ended) {
            // There is nothing left to end.
        }
    }

    private void switchWhileRecordsCome(Path after, JobClient old) throws Exception {
        Thread traffic = new Thread(() -> {
            for (int i = 0; i < 20; i++) {
                writer.writeUpTo(writer.written() + 10);
                awaitOffsets(REBUILT, writer.written());
            }
        });
        traffic.start();
        Await.until("readers to see the rebuild", PATIENCE, () -> rebuild("switch", after, "--json") == 0);
        assertThat(new ObjectMapper().readTree(said).get("to").asText()).isEqualTo(REBUILT);
        traffic.join();
        requireFencedOut(old);
        assertThat(number("select count(*) from haochaping.v_cut c join haochaping_2.store_head h using (epoch)"))
                .isEqualTo(1);
        Await.until("consumers to know what stands", PATIENCE, () -> consumers().equals(open(REBUILT)));
    }

    private void compareFindsExactlyWhatTheTwoFoldsDifferIn(Path before, Path after) throws Exception {
        SortedMap<TopicPartition, Long> ends = ends(NAME);
        long completeThrough = head(NAME).completeThrough();
        SortedMap<String, long[]> expected = new TreeMap<>();
        addUp(expected, PLAN.rows(PLAN.upTo(ends), rules(before)), completeThrough, 0);
        addUp(expected, PLAN.rows(PLAN.upTo(ends), rules(after)), completeThrough, 1);
        SortedMap<String, String> wanted = new TreeMap<>();
        expected.forEach((figure, sides) -> {
            if (sides[0] != sides[1]) {
                wanted.put(figure, sides[0] + " → " + sides[1]);
            }
        });

        assertThat(rebuild("compare", after, "--json")).as(complained).isZero();
        SortedMap<String, String> found = new TreeMap<>();
        JsonNode report = new ObjectMapper().readTree(said);
        report.get("differences")
                .forEach(moved -> found.put(
                        moved.get("month").asText() + " "
                                + moved.get("department").asText() + " "
                                + moved.get("figure").asText(),
                        moved.get("shown").asLong() + " → "
                                + moved.get("rebuilt").asLong()));

        assertThat(found).isEqualTo(wanted).hasSizeGreaterThan(20);
        assertThat(found.keySet().stream().map(figure -> figure.split(" ")[2]))
                .contains("good", "satisfaction_ratings", "satisfaction_good");
        assertThat(report.at("/causes/0/en").asText()).contains("city@2026-04-10");
    }

    /** By month, department and figure; written for the test, with its own reading of what the two versions call good and leave out. */
    private static void addUp(SortedMap<String, long[]> sums, Map<RowKey, Tally> rows, long completeThrough, int side) {
        rows.forEach((key, figures) -> {
            if (key.kind() != RowKind.HOUR) {
                return;
            }
            List<Object> parts = key.parts();
            LocalDate day = LocalDate.ofEpochDay(ShanghaiTime.dayIndex(key.time()));
            long due = ShanghaiTime.startOfDay(day.toEpochDay() + 1) - 1_000;
            if ((Integer) parts.get(0) >= 2 && due > completeThrough) {
                return;
            }
            String place = YearMonth.from(day) + " " + parts.get(3) + " ";
            boolean strict = "city@2026-04-10".equals(parts.get(8));
            long good = 0;
            long all = 0;
            for (Figure figure : Figure.values()) {
                long count = figures.get(figure);
                sums.computeIfAbsent(place + figure.column(), none -> new long[2])[side] += count;
                String column = figure.column();
                if (column.matches("(level|default)_[1-5]")) {
                    int level = column.charAt(column.length() - 1) - '0';
                    all += count;
                    good += level > (strict ? 3 : 2) ? count : 0;
                }
            }
            boolean distributed = !(strict && "kiosk".equals(parts.get(6)));
            sums.computeIfAbsent(place + "good", none -> new long[2])[side] += good;
            sums.computeIfAbsent(place + "satisfaction_good", none -> new long[2])[side] += distributed ? good : 0;
            sums.computeIfAbsent(place + "satisfaction_ratings", none -> new long[2])[side] += distributed ? all : 0;
        });
    }

    private Path config(String schema, String rules) throws Exception {
        Path profile = Files.writeString(folder.resolve(schema + "-rules.yaml"), rules);
        String copied = PLAN.topics().copied().stream()
                .map(topic -> "    - " + topic + "\n")
                .collect(Collectors.joining());
        String text = """
                kafka:
                  bootstrap-servers: "%s"
                  copied-topics:
                %sstore:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                  schema: "%s"
                  shown-as: "%s"
                live:
                  ticks: false
                  checkpoint-interval: 300 ms
                  parallelism: 2
                rules.profiles: ["%s"]
                """.formatted(
                bootstrap, copied, postgres.jdbcUrl(), postgres.user(), postgres.password(), schema, NAME, profile);
        return Files.writeString(folder.resolve(schema + ".yaml"), text);
    }

    private int rebuild(String verb, Path config, String... more) {
        List<String> arguments = new ArrayList<>(List.of(verb, "--config", config.toString()));
        arguments.addAll(List.of(more));
        return run(RunRebuild::run, arguments);
    }

    private interface Command {
        int run(
                List<String> arguments,
                Map<String, String> environment,
                Function<LiveConfig, Decisions> deciding,
                PrintStream out,
                PrintStream err);
    }

    private int run(Command command, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = command.run(
                arguments,
                Map.of(),
                LiveConfig::decisions,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        complained = err.toString(StandardCharsets.UTF_8);
        return exitCode;
    }

    /** The whole live job, on a cluster of its own in this process. */
    private JobClient start(Path file, String from) throws Exception {
        LiveConfig config = LiveConfig.load(file, Map.of());
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.live().checkpointInterval());
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                checkpoints(file).toUri().toString());
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        if (from != null) {
            settings.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
        }
        SourceGate.Sources sources = SourceGate.check(config);
        ResultTopics.ensure(config);
        StreamExecutionEnvironment env = StrictEnvironment.create(settings);
        LiveMetricsJob.build(env, config, sources);
        return env.executeAsync(config.store().schema());
    }

    private String stop(JobClient job) {
        String savepoints = folder.resolve("savepoints").toUri().toString();
        return Await.value(
                "the job to stop behind a savepoint",
                PATIENCE,
                () -> java.util.Optional.of(job.stopWithSavepoint(false, savepoints, SavepointFormatType.CANONICAL)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)));
    }

    private Path checkpoints(Path config) {
        return folder.resolve("checkpoints-" + config.getFileName());
    }

    private String lastCheckpoint(Path config) throws Exception {
        try (Stream<Path> found = Files.walk(checkpoints(config))) {
            return found.filter(path -> path.getFileName().toString().equals("_metadata"))
                    .map(Path::getParent)
                    .max(Comparator.comparing(path ->
                            Integer.parseInt(path.getFileName().toString().substring("chk-".length()))))
                    .orElseThrow()
                    .toUri()
                    .toString();
        }
    }

    private static void requireFencedOut(JobClient job) throws Exception {
        try {
            job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("the job of the hidden store ended well, but was to be fenced out");
        } catch (ExecutionException e) {
            assertThat(e).hasStackTraceContaining("its readers were switched to another store");
        }
    }

    private RuleBook rules(Path config) throws Exception {
        return LiveConfig.load(config, Map.of()).decisions().rules().get();
    }

    /** Every row is what the plain fold makes of exactly the records of the cut. */
    private void requireFold(String schema, Path config) throws Exception {
        SortedMap<RowKey, Tally> stored;
        SortedMap<TopicPartition, Long> ends;
        try (Connection connection = postgres.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            stored = StoredRows.read(connection, schema);
            // The plain fold of this test has no pseudonyms.
            stored.keySet().removeIf(row -> !row.kind().isReplayable());
            ends = ends(StoredCut.head(connection, schema).orElseThrow());
        }
        List<RawRecord> records = PLAN.upTo(ends);
        SortedMap<RowKey, Tally> folded = PLAN.rows(records, rules(config));
        assertThat(TestPlan.differences(stored, folded, key -> !key.startsWith("minute|")))
                .isEmpty();
        assertThat(stored).hasSizeGreaterThan(500);
        assertThat(number("select equation_gap from haochaping.v_cut")).isZero();
    }

    private StoredCut head(String schema) throws SQLException {
        try (Connection connection = postgres.connect()) {
            return StoredCut.head(connection, schema).orElseThrow();
        }
    }

    private SortedMap<TopicPartition, Long> ends(String schema) throws SQLException {
        return ends(head(schema));
    }

    private static SortedMap<TopicPartition, Long> ends(StoredCut cut) {
        SortedMap<TopicPartition, Long> ends = new TreeMap<>();
        for (PartitionProgress read : cut.partitions()) {
            ends.put(read.source(), read.endOffset());
        }
        return ends;
    }

    private void awaitOffsets(String schema, long offsets) {
        Await.until(
                "a cut of " + schema + " with " + offsets + " offsets",
                PATIENCE,
                () -> number("select case when to_regclass('" + schema + ".store_head') is null then 0 else 1 end") == 1
                        && number("select coalesce(sum(o), 0) from " + schema + ".cut, unnest(end_offsets) o"
                                        + " where epoch = (select epoch from " + schema + ".store_head)")
                                >= offsets);
    }

    /** Places of the refused records in the index of a store. */
    private Set<String> refused(String schema) throws SQLException {
        return texts("select topic || '/' || partition || '/' || record_offset from " + schema + ".quarantine");
    }

    /** What the store says, as a consumer would keep it: id and state of bad reviews. */
    private Map<String, String> open(String schema) throws SQLException {
        Map<String, String> open = new TreeMap<>();
        for (String line : texts(
                "select id || ' ' || epoch from " + schema + ".outbox where topic = 'review.bad' and state = 'OPEN'")) {
            open.put(line.substring(0, line.lastIndexOf(' ')), "OPEN");
        }
        return open;
    }

    /** Of each id the state under its highest epoch, where it is open. */
    private Map<String, String> consumers() {
        Map<String, Long> epochs = new TreeMap<>();
        Map<String, String> states = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records("review.bad")) {
            var told =
                    io.haochaping.store.Announcements.read(record.value(), io.haochaping.schemas.RecordType.BAD_REVIEW);
            String id = new String(record.key(), StandardCharsets.UTF_8);
            if ((Long) told.get("epoch") >= epochs.getOrDefault(id, 0L)) {
                epochs.put(id, (Long) told.get("epoch"));
                states.put(id, told.get("state").toString());
            }
        }
        states.values().removeIf(state -> !state.equals("OPEN"));
        return states;
    }

    private Set<String> keys(String topic) {
        return records(topic).stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<org.apache.kafka.common.TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<org.apache.kafka.common.TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(where -> consumer.position(where) < ends.get(where))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private Set<String> texts(String sql) throws SQLException {
        Set<String> found = new HashSet<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }
}
