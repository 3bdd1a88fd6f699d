package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.Plans;
import io.haochaping.witness.StoreView;
import io.haochaping.witness.WatchfulReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The store, the state and the topics are put out of step on purpose; after each, the store holds the truth again or the job stops and says why. */
class RestoreITCase {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(3)
            .build());

    @TempDir
    static Path shared;

    private static PostgresServer postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start(shared.resolve("postgres"));
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void aJobThatLacksATopicEndsAndTheHealthyOneGoesOn(@TempDir Path folder) throws Exception {
        try (Stage stage = new Stage("lacks_a_topic", 15, folder)) {
            SourceTopics all = Plans.decisions(stage.plan).topics();
            SourceTopics fewer = new SourceTopics(
                    all.ratingPrefix(),
                    all.caseEvents(),
                    "workorder.elsewhere",
                    all.complaintEvents(),
                    all.exclusions(),
                    all.copied());
            String reason = stage.endOfASecondJobUnder(Decisions.builtIn(fewer, Limits.STANDARD));

            assertThat(reason).contains("workorder.event-", "and this job does not read it");
        }
    }

    @Test
    void aJobThatLacksADecisionEndsAndTheHealthyOneGoesOn(@TempDir Path folder) throws Exception {
        try (Stage stage = new Stage("lacks_a_decision", 16, folder)) {
            Limits own = Limits.STANDARD;
            Limits other = new Limits(
                    own.horizon(),
                    own.sessionGap(),
                    own.sessionLength(),
                    own.futureTolerance(),
                    Duration.ofDays(7).toMillis());
            String reason = stage.endOfASecondJobUnder(
                    Decisions.builtIn(Plans.decisions(stage.plan).topics(), other));

            assertThat(reason).contains("under the decision \"limits\"", "start the job with that decision");
        }
    }

    @Test
    void aTopicThatAppearsWhileTheJobRunsAndCouldLoseRecordsStopsItWithTheRemedy(@TempDir Path folder)
            throws Exception {
        try (Stage stage = new Stage("unfit_topic", 19, folder)) {
            LiveRun run = stage.run().discoveringEvery(Duration.ofMillis(300)).start();
            stage.write(0.3);
            run.awaitOffsets(stage.written());
            SortedMap<RowKey, Tally> before = stage.view().rows();
            stage.createTopic("rating.fit", Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
            stage.send("rating.fit", new byte[] {1});
            run.awaitOffsets(stage.written() + 1);
            assertThat(stage.view().number("select count(*) from quarantine where topic = 'rating.fit'"))
                    .isEqualTo(1);

            stage.createTopic("rating.unfit", Map.of("message.timestamp.type", "CreateTime", "retention.ms", "-1"));
            stage.send("rating.unfit", new byte[] {1});

            assertThat(run.awaitFailure())
                    .contains("rating.unfit: message.timestamp.type is CreateTime, and must be LogAppendTime")
                    .contains("--entity-name rating.unfit --add-config message.timestamp.type=LogAppendTime");
            assertThat(stage.view().rows()).containsAllEntriesOf(before);
        }
    }

    @Test
    void aNewTopicThatHasLostItsFirstRecordsStopsTheJobWhichNamesTheFirst(@TempDir Path folder) throws Exception {
        try (Stage stage = new Stage("late_log", 21, folder)) {
            LiveRun run = stage.run().discoveringEvery(Duration.ofSeconds(8)).start();
            stage.write(0.2);
            run.awaitOffsets(stage.written());
            stage.lose("rating.late", 3);

            assertThat(run.awaitFailure()).contains("of rating.late-0 is gone: the log starts at 3");
        }
    }

    @Test
    void aTopicThatWasDeletedAndFilledAgainStopsTheRestoredJob(@TempDir Path folder) throws Exception {
        try (Stage stage = new Stage("recreated", 20, folder)) {
            LiveRun first = stage.run().start();
            stage.write(0.3);
            first.awaitOffsets(stage.written());
            String savepoint = first.stopWithSavepoint();
            long next = stage.view()
                    .number("select end_offsets[array_position(topics, 'rating.web')] from cut"
                            + " where epoch = (select epoch from store_head)");
            stage.recreate("rating.web", next + 5);

            LiveRun second = stage.run().from(savepoint).start();

            assertThat(second.awaitFailure())
                    .contains("offset " + next + " of rating.web-0 is gone: the topic was deleted and created again");
        }
    }

    @Test
    void noReaderEverSeesHalfACutOrAnOlderOneAfterANewer(@TempDir Path folder) throws Exception {
        try (Stage stage = new Stage("watched", 18, folder);
                WatchfulReader reader = WatchfulReader.of(stage.store)) {
            LiveRun first = stage.run().start();
            stage.writeMore(1);
            first.awaitOffsets(1);
            Await.until("half the plan", LiveRun.PATIENCE, () -> {
                stage.writeMore(150);
                return stage.written() > stage.plan.size() / 2;
            });
            String savepoint = first.stopWithSavepoint();
            LiveRun second = stage.run().parallelism(3).from(savepoint).start();
            Await.until("the whole plan", LiveRun.PATIENCE, () -> {
                stage.writeMore(150);
                return stage.written() == stage.plan.size();
            });
            second.awaitWholePlan();
            second.cancel();

            stage.requireTruth();
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.cuts()).isGreaterThan(10);
            assertThat(stage.view().restatements()).isZero();
        }
    }

    /** A plan, a broker with its topics, a writer and a store of its own. */
    private static final class Stage implements AutoCloseable {
        private final TrafficPlan plan;
        private final Path folder;
        private final StoreAddress store;
        private final StoreView view;
        private final KafkaBroker kafka;
        private final TrafficWriter writer;

        Stage(String schema, long seed, Path folder) {
            this.folder = folder;
            plan = TrafficPlan.of(TrafficConfig.of(seed, 600).withTickEvery(Duration.ofHours(12)));
            store = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), schema);
            view = new StoreView(store);
            kafka = KafkaBroker.start(folder.resolve("kafka"));
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            writer = TrafficWriter.of(plan, kafka.bootstrapServers(), seed);
        }

        LiveRun run() {
            return new LiveRun(plan, kafka.bootstrapServers(), store, folder);
        }

        /** Another job, with checkpoints of its own. */
        LiveRun other(String name) {
            return new LiveRun(plan, kafka.bootstrapServers(), store, folder.resolve(name));
        }

        StoreView view() {
            return view;
        }

        void write(double fraction) {
            writer.writeUpTo(fraction);
        }

        void writeMore(long records) {
            writer.writeUpTo(writer.written() + records);
        }

        void writeAll() {
            writer.writeAll();
        }

        long written() {
            return writer.written();
        }

        void requireTruth() throws Exception {
            assertThat(Plans.untrue(plan, view().copy())).isEmpty();
            assertThat(
                            view().number(
                                            "select count(*) from ((select topic, partition, count(*) from quarantine group by 1, 2)"
                                                    + " except (select topic, partition, quarantined from equation_row where quarantined > 0)) other"))
                    .as("partitions whose index of refused records is not what the equation counts")
                    .isZero();
            assertThat(view().number("select count(*) from quarantine"))
                    .isEqualTo(view().number("select coalesce(sum(quarantined), 0)::bigint from equation_row"))
                    .isPositive();
        }

        /** A second job under other decisions ends by itself; the first never notices. */
        String endOfASecondJobUnder(Decisions other) throws Exception {
            LiveRun first = run().start();
            write(0.3);
            first.awaitOffsets(written());
            LiveRun second = other("second").deciding(other).start();
            String reason = second.awaitFailure();
            writeAll();
            first.awaitWholePlan();
            assertThat(second.status()).isEqualTo(JobStatus.FAILED);
            assertThat(first.status()).isEqualTo(JobStatus.RUNNING);
            first.cancel();
            requireTruth();
            assertThat(view().number("select fence from store_head")).isEqualTo(1);
            return reason;
        }

        void createTopic(String topic, Map<String, String> settings) throws Exception {
            kafka.createTopic(topic, 1, settings);
        }

        void send(String topic, byte[] value) throws Exception {
            try (KafkaProducer<byte[], byte[]> producer = producer()) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }

        /** Deletes the topic and creates it again with so many records in its first partition. */
        void recreate(String topic, long records) throws Exception {
            try (Admin admin = kafka.admin();
                    KafkaProducer<byte[], byte[]> producer = producer()) {
                admin.deleteTopics(List.of(topic)).all().get();
                Await.until(
                        "the topic to be gone",
                        LiveRun.PATIENCE,
                        () -> !admin.listTopics().names().get().contains(topic));
                kafka.createSourceTopic(topic, plan.config().partitions());
                for (long i = 0; i < records; i++) {
                    producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {1}))
                            .get();
                }
            }
        }

        /** Makes a topic whose log begins behind so many records; all before the job looks for topics again. */
        void lose(String topic, long records) throws Exception {
            kafka.createTopic(topic, 1, Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
            try (KafkaProducer<byte[], byte[]> producer = producer()) {
                for (long i = 0; i <= records; i++) {
                    producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
                }
            }
            deleteBefore(new TopicPartition(topic, 0), records);
        }

        private KafkaProducer<byte[], byte[]> producer() {
            return new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        void deleteBefore(TopicPartition partition, long offset) throws Exception {
            try (Admin admin = kafka.admin()) {
                admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                        .all()
                        .get();
            }
        }

        @Override
        public void close() {
            view.close();
            writer.close();
            kafka.close();
        }
    }
}
