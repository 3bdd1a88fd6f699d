package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.Registry;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.config.RuleTexts;
import io.haochaping.kit.source.SourceRecords;
import io.haochaping.rules.RuleFiles;
import io.haochaping.rules.ShippedProfiles;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.Plans;
import io.haochaping.witness.StoreView;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped profile through Kafka, Flink and PostgreSQL: store = fold, and = truth for a profile that says what the generator knows. All runs share one broker, one cluster, one
 * schema, which is emptied before each, and the records of one plan.
 *
 * <p>Budget: {@value #BUDGET_SECONDS} seconds of processor time of this process (cluster, job and fold) for all of the profiles together, which took 37 at load 7 and 43 at load 15. Twice the
 * budget fails. Processor time depends less than any clock on what else the machine does.
 */
class ProfilesITCase {
    private static final int BUDGET_SECONDS = 60;

    private static final String AS_THE_GENERATOR_KNOWS = """
            profile: generator
            name: {zh: 生成器, en: Generator}
            versions:
              - from: 2020-01-01
                regions: ["all"]
                default-rating: {after-days: 7, level: 3}
            """;

    /** The deadlines of work orders, as the generator counts them a second time. */
    private static final String WITH_DEADLINES = AS_THE_GENERATOR_KNOWS + """
                deadlines:
                  - {step: contact, severity: any, days: 1, unit: working}
                  - {step: rectify, severity: any, days: 3, unit: natural, after: contacted, extension-days: 2}
                  - {step: reply, severity: ordinary, days: 2, unit: working}
                  - {step: reply, severity: difficult, days: 4, unit: working}
                  - {step: revisit, severity: any, days: 2, unit: working, after: rectified}
            """;

    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final TrafficPlan PLAN = TrafficPlan.of(TrafficConfig.of(81, 180)
            .withPartitions(2)
            .withTickEvery(Duration.ofHours(6))
            .withSeverities());

    /** The plan's work orders tell their severity. */
    private static final NamedVersions TELLING = NamedVersions.parse("work-order-event|2|2015-01-01");

    @TempDir
    static Path folder;

    private static KafkaBroker kafka;
    private static PostgresServer postgres;
    private static final SortedMap<TopicPartition, Long> ENDS = new TreeMap<>();
    private static final Set<SortedMap<String, String>> DIFFERENT = new HashSet<>();
    private static final Set<String> DONE = new TreeSet<>();
    private static long processorNanos;

    @BeforeAll
    static void start() {
        kafka = KafkaBroker.start(folder.resolve("kafka"));
        postgres = PostgresServer.start(folder.resolve("postgres"));
        TrafficWriter.createTopics(kafka.bootstrapServers(), 2);
        try (TrafficWriter writer = TrafficWriter.of(PLAN, kafka.bootstrapServers(), 81)) {
            writer.writeAll();
        }
        PLAN.partitions()
                .forEach(where -> ENDS.put(
                        new TopicPartition(where.topic(), where.partition()),
                        PLAN.records(where).count()));
        kafka.createSourceTopic("bulletin.rating.web", 2);
        kafka.createSourceTopic("bulletin.case", 2);
    }

    @AfterAll
    static void stop() {
        kafka.close();
        postgres.close();
        if (DONE.size() == ShippedProfiles.NAMES.size() + 1) {
            long seconds = Duration.ofNanos(processorNanos).toSeconds();
            System.out.println("all profiles: " + seconds + " s of processor time, the budget is " + BUDGET_SECONDS);
            assertThat(seconds).isLessThan(2L * BUDGET_SECONDS);
            assertThat(DIFFERENT).as("what some count otherwise than others").hasSizeGreaterThan(1);
        }
    }

    static Stream<String> profiles() {
        return Stream.concat(ShippedProfiles.NAMES.stream(), Stream.of("generator"));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void theStoreHoldsWhatTheFoldMakesOfTheRecordsUnderThisProfile(String profile) throws Exception {
        long before = processorTime();
        Decisions decisions = everywhere(profile);
        LiveRun run = new LiveRun(PLAN, kafka.bootstrapServers(), emptied(), folder.resolve(profile))
                .deciding(decisions)
                .parallelism(1)
                .until(ENDS)
                .start();
        run.awaitEnd();
        StoreView.Copy cut = run.store().copy();
        run.store().close();

        ReferenceFold fold = Plans.foldOfCut(PLAN, decisions, 82);
        assertThat(Plans.differences(Plans.texts(fold.canonicalRows()), Plans.texts(cut.rows())))
                .isEmpty();
        assertThat(cut.rows()).isEqualTo(fold.canonicalRows()).hasSizeGreaterThan(300);
        assertThat(cut.gaps()).isEmpty();
        assertThat(versions(cut.rows())).isNotEmpty().allMatch(version -> version.startsWith(profile + "@"));
        if (profile.equals("generator")) {
            SortedMap<String, String> asTruth = new TreeMap<>();
            Plans.texts(cut.rows())
                    .forEach((key, figures) ->
                            asTruth.put(key.replace("|generator@2020-01-01|", "|builtin-1|"), figures));
            assertThat(Plans.differences(PLAN.truth().rowsUnderDeadlines(), asTruth))
                    .isEmpty();
            assertThat(PLAN.truth().rowsUnderDeadlines())
                    .isNotEqualTo(PLAN.truth().rows());
        }
        if (profile.equals("shanghai") || profile.equals("hunan")) {
            assertThat(sum(cut.rows(), Figure.ORDER_RECTIFY_DUE))
                    .as("of those that tell a severity")
                    .isPositive();
            assertThat(sum(cut.rows(), Figure.ORDER_RECTIFY_UNKNOWN_SEVERITY))
                    .as("of the others")
                    .isPositive();
        }
        DIFFERENT.add(withoutVersions(cut.rows()));
        DONE.add(profile);
        processorNanos += processorTime() - before;
    }

    /**
     * The district closes its months after 40 working days, everybody else after 10. When all has been read, August is settled for the one and not for the other. The generator knows 10 days
     * alone: what it says holds to the bit outside of the district, and inside for both parts together; and nothing of August can be late there.
     */
    @Test
    void twoRegionsCloseTheirMonthsOnTwoDays() throws Exception {
        String district =
                AS_THE_GENERATOR_KNOWS.replace("generator", "district").replace("\"all\"", "\"440111\"")
                        + "    publication: {cut-off-working-days: 40}\n";
        Decisions own = Plans.decisions(PLAN);
        Decisions decisions = new Decisions(
                        own.topics(),
                        own.limits(),
                        new RuleTexts(List.of("generator", "district"), List.of(AS_THE_GENERATOR_KNOWS, district)),
                        Registry.NONE)
                .naming(TELLING);
        LiveRun run = new LiveRun(PLAN, kafka.bootstrapServers(), emptied(), folder.resolve("district"))
                .deciding(decisions)
                .until(ENDS)
                .start();
        run.awaitEnd();
        StoreView.Copy cut = run.store().copy();
        List<String> settled = run.store()
                .texts("select rules_version || ' ' || to_char(month, 'MM') from v_hour"
                        + " group by rules_version, month having min(settlement) = 'settled' order by 1");
        run.store().close();

        assertThat(cut.rows())
                .isEqualTo(Plans.foldOfCut(PLAN, decisions, 83).canonicalRows())
                .hasSizeGreaterThan(300);
        assertThat(settled)
                .contains("generator@2020-01-01 08", "district@2020-01-01 07")
                .doesNotContain("generator@2020-01-01 09", "district@2020-01-01 08");
        PartsOfRows rows = new PartsOfRows(Plans.texts(cut.rows()), "district");
        PartsOfRows truth = new PartsOfRows(PLAN.truth().rows(), "");
        // A row whose parts cancel out under the one cut-off, and not under the other, is touched by nobody here.
        Predicate<String> inside =
                key -> key.contains("|440111") || rows.touched().contains(key);
        assertThat(rows.rows(inside.negate()))
                .isEqualTo(truth.rows(inside.negate()))
                .isNotEmpty();
        assertThat(rows.sums(inside)).isEqualTo(truth.sums(inside)).isNotEmpty();
        Predicate<String> august = inside.and(key -> key.startsWith("hour|2026-08"));
        assertThat(truth.rows(august).keySet()).anyMatch(key -> key.endsWith("correction"));
        assertThat(rows.rows(august).keySet()).isNotEmpty().noneMatch(key -> key.endsWith("correction"));
    }

    private static long sum(Map<RowKey, Tally> rows, Figure figure) {
        return rows.values().stream().mapToLong(tally -> tally.get(figure)).sum();
    }

    private static SortedMap<String, String> withoutVersions(Map<RowKey, Tally> rows) {
        SortedMap<String, String> texts = new TreeMap<>();
        Plans.texts(rows).forEach((key, figures) -> texts.put(key.replaceAll("\\|[a-z]+@[0-9-]+\\|", "|"), figures));
        return texts;
    }

    private static Set<String> versions(Map<RowKey, Tally> rows) {
        Set<String> versions = new TreeSet<>();
        rows.keySet().stream()
                .filter(row -> row.kind() == RowKind.HOUR)
                .forEach(row -> versions.add((String) row.parts().get(8)));
        return versions;
    }

    /** The profile as shipped, but that it holds wherever the plan's cases lie. */
    private static Decisions everywhere(String profile) throws Exception {
        String text = profile.equals("generator")
                ? WITH_DEADLINES
                : RuleFiles.texts(List.of(profile)).get(0).replaceAll("regions: \\[[^]]*]", "regions: [\"all\"]");
        Decisions own = Plans.decisions(PLAN);
        return new Decisions(own.topics(), own.limits(), new RuleTexts(List.of(profile), List.of(text)), Registry.NONE)
                .naming(TELLING);
    }

    private static StoreAddress schema(String name) {
        return new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), name);
    }

    /** Migrated once: that takes longer than a run. */
    private static StoreAddress emptied() throws Exception {
        StoreAddress store = schema("profiles");
        store.migrate();
        try (StoreView view = new StoreView(store)) {
            view.execute("truncate "
                    + String.join(
                            ", ",
                            view.texts("select tablename from pg_tables where schemaname = 'profiles'"
                                    + " and tablename not in ('flyway_schema_history', 'snapshot', 'snapshot_row')")));
        }
        return store;
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** One record for each beginning thousand of the published counts, three months in one run, each under the version of its date. */
    @Test
    void guangdongsBulletinsAreCountedAsTheFoldCountsThem() throws Exception {
        List<RawRecord> records = Bulletins.records("bulletin.rating.web", "bulletin.case", 1_000);
        SourceTopics topics = new SourceTopics(
                "bulletin.rating.",
                "bulletin.case",
                "bulletin.order",
                "bulletin.complaint",
                "bulletin.exclusion",
                Set.of("bulletin.rating.web", "bulletin.case"));
        Decisions decisions = new Decisions(
                topics,
                Limits.STANDARD,
                new RuleTexts(List.of("national", "guangdong"), RuleFiles.texts(List.of("national", "guangdong"))),
                Registry.NONE);
        Map<TopicPartition, Long> starts = new TreeMap<>();
        Map<TopicPartition, Long> ends = new TreeMap<>();
        records.forEach(record -> {
            starts.put(new TopicPartition(record.topic(), record.partition()), 0L);
            ends.merge(new TopicPartition(record.topic(), record.partition()), 1L, Long::sum);
        });
        write(records);

        replay(decisions, starts, ends, schema("bulletins"));

        StoreView view = new StoreView(schema("bulletins"));
        StoreView.Copy cut = view.copy();
        ReferenceFold fold = Plans.emptyFold(decisions).ofCutCompleteThrough(cut.completeThrough());
        starts.forEach(fold::start);
        records.forEach(fold::receive);
        assertThat(Plans.differences(Plans.texts(fold.canonicalRows()), Plans.texts(cut.rows())))
                .isEmpty();
        assertThat(cut.rows()).isEqualTo(fold.canonicalRows());
        assertThat(versions(cut.rows()))
                .containsExactly("guangdong@2019-07-01", "guangdong@2021-01-01", "guangdong@2023-01-01");
        assertThat(records).hasSizeGreaterThan(21_000);
        assertThat(cut.gaps()).isEmpty();
        assertThat(view.texts("select rules_version || ' ' || count(*) filter (where generated_defaults > 0)"
                        + " from hour_leaf group by rules_version order by 1"))
                .as("the trial of 2019 alone has defaults")
                .containsExactly("guangdong@2019-07-01 1", "guangdong@2021-01-01 0", "guangdong@2023-01-01 0");
        view.close();
    }

    private static void write(List<RawRecord> records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (RawRecord record : records) {
                ProducerRecord<byte[], byte[]> sent =
                        new ProducerRecord<>(record.topic(), record.partition(), null, record.key(), record.value());
                sent.headers().add(RawRecord.FIRST_APPEND, record.firstAppend());
                producer.send(sent);
            }
            producer.flush();
        }
    }

    private static void replay(
            Decisions decisions, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends, StoreAddress store)
            throws Exception {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("bulletin-checkpoints").toUri().toString());
        StreamExecutionEnvironment env = StrictEnvironment.create(settings);
        new LiveMetricsPipeline(
                        new SourceRecords(
                                kafka.bootstrapServers(), Map.of(), Map.of(), starts, Optional.of(ends), 60_000),
                        decisions,
                        Surroundings.ofReplay(),
                        store,
                        LiveRun.cutSettings(),
                        "test",
                        2)
                .build(env);
        env.executeAsync("bulletins").getJobExecutionResult().get(LiveRun.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
