package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.ResultTopics;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.stack.StackFailure;
import io.haochaping.store.Announcements;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.ProduceTraffic;
import io.haochaping.traffic.Topics;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.LiveConfigFile;
import io.haochaping.witness.Plans;
import io.haochaping.witness.StoreView;
import io.haochaping.witness.WatchfulReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The live job as it runs in earnest: topics that are no copies, the brokers' own append times, ticks that the job writes itself, and everything it tells others. */
class LiveTicksITCase {
    private static final int PARTITIONS = 3;
    private static final String NEW_TOPIC = "rating.app";
    private static final byte[] BROKEN = {1};

    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(2)
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
    void everyCutOfLiveTrafficIsWhatTheFoldMakesOfTheTopicsAndOthersAreToldWhatTheStoreHolds(@TempDir Path folder)
            throws Exception {
        StoreAddress address = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "live");
        long began = System.currentTimeMillis();
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                Producer<byte[], byte[]> producer = producer(kafka);
                StoreView store = new StoreView(address);
                WatchfulReader reader = WatchfulReader.of(address)) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), PARTITIONS);
            LiveConfig config =
                    LiveConfig.load(LiveConfigFile.live(folder, kafka.bootstrapServers(), address, 2), Map.of());
            Stage stage = new Stage(kafka, producer, config, store, start(config, folder));
            AtomicBoolean enough = new AtomicBoolean();
            Future<Integer> traffic = stage.produceUntil(enough);
            store.awaitReceived(300, began, stage::requireLife);

            stage.addPartitions();
            kafka.createSourceTopic(NEW_TOPIC, 2);
            stage.awaitLeaders();
            stage.deliverAgainInto(NEW_TOPIC);
            stage.send(NEW_TOPIC, 1, null, BROKEN);
            stage.send(Topics.ALL.get(0), PARTITIONS, null, BROKEN);
            StoreView.Copy inMidStream = stage.awaitCutWithWhatIsNew();

            List<RawRecord> chosen = stage.twoRatings();
            chosen.forEach(rating -> stage.revise(rating, 1, "1"));
            stage.awaitAllRead();
            stage.revise(chosen.get(0), 2, "5");
            enough.set(true);
            assertThat(traffic.get(LiveRun.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isZero();
            stage.awaitAllRead();
            Await.until("all to be told", LiveRun.PATIENCE, () -> stage.unsent() == 0);
            stage.stop(folder);

            StoreView.Copy last = store.copy();
            stage.requireFold(inMidStream, 1);
            stage.requireFold(last, 2);
            assertThat(sum(last.received())).isGreaterThan(sum(inMidStream.received()) + 100);
            assertThat(inMidStream.completeThrough()).isGreaterThan(began);
            assertThat(last.completeThrough()).isGreaterThan(inMidStream.completeThrough());
            assertThat(stage.newestRound(last)).isEqualTo(last.ends().keySet());
            assertThat(store.restatements()).isZero();
            stage.requireAnnouncements();
            stage.requireQuarantine();
            assertThat(reader.complaints()).isEmpty();
            assertThat(reader.cuts()).isGreaterThan(1);
        }
    }

    private static Producer<byte[], byte[]> producer(KafkaBroker kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static long sum(Map<TopicPartition, Long> received) {
        return received.values().stream().mapToLong(Long::longValue).sum();
    }

    private static JobClient start(LiveConfig config, Path folder) throws Exception {
        SourceGate.Sources sources = SourceGate.check(config);
        ResultTopics.ensure(config);
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.live().checkpointInterval());
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        StreamExecutionEnvironment env = StrictEnvironment.create(settings);
        LiveMetricsJob.build(env, config, sources);
        return env.executeAsync("live-ticks");
    }

    /** A broker, the job that reads it, and its store. */
    private record Stage(
            KafkaBroker kafka, Producer<byte[], byte[]> producer, LiveConfig config, StoreView store, JobClient job) {

        /** The generator's live traffic in a thread of its own, a second at a time, into all partitions there are then; gives the exit code. */
        Future<Integer> produceUntil(AtomicBoolean enough) {
            return CompletableFuture.supplyAsync(() -> {
                int seed = 0;
                int code = 0;
                while (code == 0 && !enough.get()) {
                    code = ProduceTraffic.run(
                            "--bootstrap",
                            kafka.bootstrapServers(),
                            "--cases",
                            "150",
                            "--rate",
                            "150",
                            "--seed",
                            Integer.toString(++seed));
                }
                return code;
            });
        }

        void addPartitions() throws Exception {
            Map<String, NewPartitions> more = Topics.ALL.stream()
                    .collect(Collectors.toMap(t -> t, t -> NewPartitions.increaseTo(PARTITIONS + 1)));
            try (Admin admin = kafka.admin()) {
                admin.createPartitions(more).all().get();
            }
        }

        void awaitLeaders() {
            Set<TopicPartition> added = new HashSet<>(Topics.ALL.stream()
                    .map(topic -> new TopicPartition(topic, PARTITIONS))
                    .toList());
            added.add(new TopicPartition(NEW_TOPIC, 0));
            added.add(new TopicPartition(NEW_TOPIC, 1));
            Await.until(
                    "leaders of all partitions",
                    LiveRun.PATIENCE,
                    () -> SourceGate.logEnds(config, added).size() == added.size());
        }

        /** Every third rating once more, by another channel: where its topic comes first by name, the copy there is the record and the first one becomes the duplicate. */
        void deliverAgainInto(String topic) {
            int number = 0;
            for (RawRecord rating : ratings()) {
                if (number++ % 3 == 0) {
                    send(topic, number % 2, rating.key(), rating.value());
                }
            }
        }

        private List<RawRecord> ratings() {
            return TopicRecords.of(kafka.bootstrapServers(), List.of("rating.web", "rating.mobile")).values().stream()
                    .flatMap(Collection::stream)
                    .filter(record -> type(record) == RecordType.RATING)
                    .toList();
        }

        /** Two ratings of different cases that are neither broken nor revised. */
        List<RawRecord> twoRatings() {
            List<RawRecord> ratings = ratings();
            RawRecord one = ratings.get(0);
            RawRecord other = ratings.stream()
                    .filter(rating -> !caseOf(rating).equals(caseOf(one)))
                    .findFirst()
                    .orElseThrow();
            return List.of(one, other);
        }

        private static String caseOf(RawRecord rating) {
            return Announcements.read(rating.value(), RecordType.RATING)
                    .get("caseNumber")
                    .toString();
        }

        /** The same rating again with another level, by a channel that nobody knows. */
        void revise(RawRecord rating, int revision, String level) {
            GenericRecord revised = Announcements.read(rating.value(), RecordType.RATING);
            revised.put("codeSystem", "platform");
            revised.put("level", level);
            revised.put("channel", "pigeon");
            revised.put("revision", revision);
            send(rating.topic(), rating.partition(), rating.key(), SingleObjectEncoding.encode(revised));
        }

        void send(String topic, int partition, byte[] key, byte[] value) {
            producer.send(new ProducerRecord<>(topic, partition, key, value));
        }

        /** A cut that holds records of a new partition and of the new topic, and rounds that reach both. */
        StoreView.Copy awaitCutWithWhatIsNew() {
            TopicPartition partition = new TopicPartition(Topics.ALL.get(0), PARTITIONS);
            TopicPartition topic = new TopicPartition(NEW_TOPIC, 0);
            return Await.value("a cut with what is new", LiveRun.PATIENCE, () -> {
                requireLife();
                StoreView.Copy copy = store.copy();
                boolean there = copy.received().getOrDefault(partition, 0L) > 0
                        && copy.received().getOrDefault(topic, 0L) > 0;
                return there ? java.util.Optional.of(copy) : java.util.Optional.empty();
            });
        }

        /** Waits for a cut that holds all that lies in the source topics now. */
        void awaitAllRead() throws Exception {
            producer.flush();
            Map<TopicPartition, Long> ends =
                    SourceGate.logEnds(config, store.copy().ends().keySet());
            Await.until("a cut with all records", LiveRun.PATIENCE, () -> {
                requireLife();
                Map<TopicPartition, Long> read = store.copy().ends();
                return ends.entrySet().stream().allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue());
            });
        }

        long unsent() throws Exception {
            return store.number("select count(*) from outbox where sent_epoch < epoch");
        }

        void stop(Path folder) throws Exception {
            job.stopWithSavepoint(false, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                    .get(LiveRun.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Await.until(
                    "the job to end", LiveRun.PATIENCE, () -> job.getJobStatus().get() == JobStatus.FINISHED);
        }

        void requireLife() {
            try {
                if (job.getJobStatus().get().isGloballyTerminalState()) {
                    job.getJobExecutionResult().get();
                }
            } catch (Exception e) {
                throw new StackFailure("the job has ended", e);
            }
        }

        /** Rows, books and completeThrough of a cut against what lies in the topics between its offsets. */
        void requireFold(StoreView.Copy cut, long seed) {
            SortedMap<TopicPartition, List<RawRecord>> records =
                    TopicRecords.upTo(kafka.bootstrapServers(), cut.ends());
            ReferenceFold fold = Plans.emptyFold(Decisions.builtIn(config.topics(), config.limits()));
            cut.starts().forEach(fold::start);
            List<Iterator<RawRecord>> partitions = new ArrayList<>();
            records.values().forEach(partition -> partitions.add(partition.iterator()));
            Plans.interleaved(fold, partitions, seed);

            assertThat(cut.starts().values()).containsOnly(0L);
            assertThat(Plans.differences(Plans.texts(fold.canonicalRows()), Plans.texts(cut.rows())))
                    .isEmpty();
            assertThat(cut.rows()).isEqualTo(fold.canonicalRows());
            assertThat(cut.completeThrough()).isEqualTo(fold.completeThrough());
            assertThat(cut.completeThrough()).isEqualTo(wholeRound(records));
            assertThat(cut.received()).isEqualTo(received(records));
            assertThat(cut.gaps()).isEmpty();
        }

        private static SortedMap<TopicPartition, Long> received(SortedMap<TopicPartition, List<RawRecord>> records) {
            SortedMap<TopicPartition, Long> received = new TreeMap<>();
            records.forEach((where, partition) -> received.put(
                    where,
                    partition.stream()
                            .filter(record -> type(record) != RecordType.TICK)
                            .count()));
            return received;
        }

        /** The greatest T that a tick names together with partitions each of which has a valid tick of that T or later; −1: none. Written from the specification, not from the code. */
        private static long wholeRound(SortedMap<TopicPartition, List<RawRecord>> records) {
            Map<TopicPartition, Long> last = new HashMap<>();
            TreeMap<Long, Set<Set<TopicPartition>>> rounds = new TreeMap<>();
            records.forEach((where, partition) -> partition.stream()
                    .filter(record -> type(record) == RecordType.TICK)
                    .forEach(record -> {
                        GenericRecord tick = Announcements.read(record.value(), RecordType.TICK);
                        long at = (long) tick.get("at");
                        Set<TopicPartition> round = round(tick);
                        if (at >= 0 && at <= record.timestamp() && !round.isEmpty()) {
                            last.merge(where, at, Math::max);
                            rounds.computeIfAbsent(at, any -> new HashSet<>()).add(round);
                        }
                    }));
            return rounds.descendingMap().entrySet().stream()
                    .filter(round -> round.getValue().stream().anyMatch(partitions -> partitions.stream()
                            .allMatch(where -> last.getOrDefault(where, -1L) >= round.getKey())))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(-1L);
        }

        /** The partitions that the newest tick of a cut names. */
        Set<TopicPartition> newestRound(StoreView.Copy cut) {
            return TopicRecords.upTo(kafka.bootstrapServers(), cut.ends()).values().stream()
                    .flatMap(Collection::stream)
                    .filter(record -> type(record) == RecordType.TICK)
                    .map(record -> Announcements.read(record.value(), RecordType.TICK))
                    .max(Comparator.comparingLong(tick -> (long) tick.get("at")))
                    .map(Stage::round)
                    .orElseThrow();
        }

        private static Set<TopicPartition> round(GenericRecord tick) {
            Set<TopicPartition> round = new HashSet<>();
            for (Object entry : (Collection<?>) tick.get("round")) {
                GenericRecord topic = (GenericRecord) entry;
                for (int number = 0; number < (int) topic.get("partitions"); number++) {
                    round.add(new TopicPartition(topic.get("topic").toString(), number));
                }
            }
            return round;
        }

        private static RecordType type(RawRecord record) {
            return SingleObjectEncoding.matches(record.value())
                    ? SchemaCatalog.released()
                            .byFingerprint(SingleObjectEncoding.fingerprint(record.value()))
                            .map(ReleasedSchema::type)
                            .orElse(null)
                    : null;
        }

        /** Of every id the topics hold at their highest epoch what the store's tables say. */
        void requireAnnouncements() throws Exception {
            Map<String, GenericRecord> reviews = told("review.bad", RecordType.BAD_REVIEW);
            Map<String, GenericRecord> alerts = told("alert", RecordType.ALERT);
            assertThat(states(reviews)).isEqualTo(outbox("review.bad"));
            assertThat(states(alerts)).isEqualTo(outbox("alert"));
            assertThat(states(alerts))
                    .isEqualTo(new TreeSet<>(store.texts("select id || ' ' || epoch || ' ' || state from alert")));
            Set<String> standing = reviews.values().stream()
                    .filter(review -> review.get("state").toString().equals("OPEN"))
                    .map(review -> String.join(
                            "|",
                            review.get("scope").toString(),
                            review.get("caseNumber").toString(),
                            review.get("ordinal").toString(),
                            review.get("level").toString(),
                            review.get("ratedAt").toString()))
                    .collect(Collectors.toSet());
            assertThat(standing)
                    .isNotEmpty()
                    .isEqualTo(new HashSet<>(store.texts("select concat_ws('|', scope, case_number, ordinal, level,"
                            + " (extract(epoch from rated_at) * 1000)::bigint) from bad_review where open > 0")));
            assertThat(states(reviews)).anyMatch(state -> state.endsWith(" WITHDRAWN"));
            assertThat(alerts).containsKey("unknown-code/unknown-channel/platform:pigeon");
        }

        private Set<String> outbox(String topic) throws Exception {
            return new TreeSet<>(
                    store.texts("select id || ' ' || epoch || ' ' || state from outbox where topic = '" + topic + "'"));
        }

        private static Set<String> states(Map<String, GenericRecord> told) {
            return told.values().stream()
                    .map(record -> record.get("id") + " " + record.get("epoch") + " " + record.get("state"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private Map<String, GenericRecord> told(String topic, RecordType type) {
            Map<String, GenericRecord> latest = new TreeMap<>();
            TopicRecords.of(kafka.bootstrapServers(), List.of(topic)).values().stream()
                    .flatMap(Collection::stream)
                    .forEach(record -> latest.merge(
                            new String(record.key(), StandardCharsets.UTF_8),
                            Announcements.read(record.value(), type),
                            (one, next) -> (long) next.get("epoch") >= (long) one.get("epoch") ? next : one));
            return latest;
        }

        void requireQuarantine() throws Exception {
            Set<String> told = TopicRecords.of(kafka.bootstrapServers(), List.of("quarantine")).values().stream()
                    .flatMap(Collection::stream)
                    .map(record -> {
                        GenericRecord refused = Announcements.read(record.value(), RecordType.QUARANTINED);
                        return new String(record.key(), StandardCharsets.UTF_8) + " " + refused.get("reason") + " "
                                + refused.get("valueSha256");
                    })
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(told)
                    .isEqualTo(new TreeSet<>(store.texts("select topic || '/' || partition || '/' || record_offset"
                            + " || ' ' || reason || ' ' || value_sha256 from quarantine")));
            // Ratings that were refused at their first place may have been delivered there again, and are refused
            // there, too.
            assertThat(store.number("select count(*) from quarantine where topic = '" + NEW_TOPIC
                            + "' and partition = 1 and value_length = " + BROKEN.length))
                    .isEqualTo(1);
            assertThat(store.quarantineIndex()).isNotEmpty().isEqualTo(store.quarantineInEquation());
        }
    }
}
