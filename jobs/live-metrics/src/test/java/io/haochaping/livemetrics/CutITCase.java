package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficRecord;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.Plans;
import io.haochaping.witness.StoreView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What one cut says: the closing equation, its control column, its bits on a replay, and that quiet channels hold nothing back. */
class CutITCase {
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

    private static StoreAddress schema(String name) {
        return new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), name);
    }

    private static TrafficConfig config(long seed) {
        return TrafficConfig.of(seed, 600).withTickEvery(Duration.ofHours(12));
    }

    /**
     * What is random: which partition the ledger gets its next record from, by a seed of its own for each replay, and how many records a poll of the consumer brings. The order inside a
     * partition is Kafka's.
     */
    @Test
    void aReplayBetweenTheOffsetsOfACutInMidStreamGivesItsRowsInAnyInterleavingOfPartitions(@TempDir Path folder)
            throws Exception {
        TrafficPlan plan = TrafficPlan.of(config(23));
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                TrafficWriter writer = TrafficWriter.of(plan, kafka.bootstrapServers(), 23)) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            LiveRun live = new LiveRun(plan, kafka.bootstrapServers(), schema("in_mid_stream"), folder).start();
            Await.until("a third of the plan in the store", LiveRun.PATIENCE, () -> {
                writer.writeUpTo(writer.written() + 50);
                return live.store()
                                .number("select total_received from cut where epoch = (select epoch from store_head)")
                        > plan.truth().received() / 3;
            });
            StoreView.Copy cut = live.store().copy();
            writer.writeAll();
            live.awaitWholePlan();
            live.cancel();

            assertThat(cut.starts().values()).allMatch(offset -> offset == 0);
            Random random = new Random(23);
            for (int parallelism : List.of(1, 2, 3)) {
                LiveRun replay = new LiveRun(
                                plan,
                                kafka.bootstrapServers(),
                                schema("scratch_" + parallelism),
                                folder.resolve("replay-" + parallelism))
                        .parallelism(parallelism)
                        .until(cut.ends())
                        .consuming(Map.of("max.poll.records", Integer.toString(1 + random.nextInt(100))))
                        .betweenDoorAndLedger(facts -> RandomInterleaving.of(facts, parallelism))
                        .start();
                replay.awaitEnd();

                StoreView.Copy replayed = replay.store().copy();
                assertThat(replayed.ends()).isEqualTo(cut.ends());
                assertThat(Plans.differences(Plans.texts(cut.rows()), Plans.texts(replayed.rows())))
                        .isEmpty();
                assertThat(replayed.rows()).isEqualTo(replayable(cut));
            }
            assertThat(Plans.texts(cut.rows())).isNotEqualTo(plan.truth().rows());
            assertThat(Set.of(RandomInterleaving.order(1), RandomInterleaving.order(2), RandomInterleaving.order(3)))
                    .as("three orders")
                    .allSatisfy(order -> assertThat(switches(order))
                            .as("more often than one partition after the other would")
                            .isGreaterThan(2L * Set.copyOf(order).size()))
                    .hasSize(3);
        }
    }

    /** How often the next fact came from another partition than the one before it. */
    private static long switches(List<TopicPartition> order) {
        return IntStream.range(1, order.size())
                .filter(i -> !order.get(i).equals(order.get(i - 1)))
                .count();
    }

    @Test
    void figuresOfTheOneLoudChannelAppearWhileTheOthersHaveNotEvenTicks(@TempDir Path folder) throws Exception {
        TrafficPlan plan = TrafficPlan.of(config(24).only("plain-immediate"));
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                Producer<byte[], byte[]> producer = producer(kafka)) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            LiveRun run = new LiveRun(plan, kafka.bootstrapServers(), schema("quiet"), folder).start();
            run.awaitReceived(0, -1);

            long records = write(plan, producer, record -> record.topic().equals("rating.web"));
            long ratings = plan.partitions().stream()
                    .filter(where -> where.topic().equals("rating.web"))
                    .mapToLong(where -> plan.truth().partitions().get(where).counted())
                    .sum();
            Await.until(
                    "the figures of the loud channel",
                    Duration.ofSeconds(30),
                    () -> run.store()
                                    .number(
                                            "select total_ratings from cut where epoch = (select epoch from store_head)")
                            == ratings);
            assertThat(ratings).isEqualTo(records).isPositive();
            assertThat(run.store().number("select count(*) from cut where complete_through is not null"))
                    .isZero();

            // The other channels stay silent, but their partitions have ticks: time goes on.
            write(plan, producer, record -> record.tick() && !record.topic().equals("rating.web"));
            run.awaitReceived(records, plan.completeThrough());
            run.cancel();
            assertThat(run.store().number("select count(distinct channel) from hour_leaf where channel <> 'default'"))
                    .isEqualTo(1);
        }
    }

    /** Writes what fits, partition by partition; returns how many of them are no ticks. */
    private static long write(TrafficPlan plan, Producer<byte[], byte[]> producer, Predicate<TrafficRecord> which) {
        List<TrafficRecord> chosen =
                plan.partitions().stream().flatMap(plan::records).filter(which).toList();
        for (TrafficRecord record : chosen) {
            ProducerRecord<byte[], byte[]> sent =
                    new ProducerRecord<>(record.topic(), record.partition(), null, record.key(), record.value());
            record.headers().forEach((name, value) -> sent.headers().add(name, value));
            producer.send(sent);
        }
        producer.flush();
        return chosen.stream().filter(record -> !record.tick()).count();
    }

    private static Producer<byte[], byte[]> producer(KafkaBroker kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** No replay raises flags of suspicion (docs/decisions/0072). */
    private static SortedMap<RowKey, Tally> replayable(StoreView.Copy cut) {
        SortedMap<RowKey, Tally> rows = new TreeMap<>(cut.rows());
        rows.keySet().removeIf(row -> !row.kind().isReplayable());
        return rows;
    }
}
