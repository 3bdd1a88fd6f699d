package io.haochaping.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.TickRounds;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.TickWriter.Round;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TickWriterTest {
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long LEARNING = -1;

    @TempDir
    static Path folder;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void aRoundReachesEveryPartitionAndIsWhole() throws Exception {
        broker.createSourceTopic("a.rating.web", 2);
        broker.createSourceTopic("a.case", 1);
        broker.createTopic("a.alert", 1, Map.of());

        Round round;
        try (TickWriter writer = TickWriter.open(config("a."))) {
            round = writer.writeRound().orElseThrow();
        }

        List<Tick> ticks = ticks("a.rating.web", "a.case");
        assertThat(ticks).filteredOn(tick -> tick.at() != LEARNING).hasSize(3).allSatisfy(tick -> {
            assertThat(tick.at()).isEqualTo(round.at());
            assertThat(tick.round()).containsExactly(Map.entry("a.case", 1), Map.entry("a.rating.web", 2));
        });
        assertThat(completeThrough(ticks)).isEqualTo(round.at());
        assertThat(ticks("a.alert")).isEmpty();
    }

    @Test
    void noTickIsLaterThanItsAppendAndNoneGoesBack() throws Exception {
        broker.createSourceTopic("b.rating.web", 3);

        try (TickWriter writer = TickWriter.open(config("b."))) {
            assertThat(rounds(writer, 30)).allMatch(Round::countsEverywhere).isSortedAccordingTo(byTime());
        }

        assertThat(ticks("b.rating.web")).hasSize(3 + 3 * 30).allMatch(tick -> tick.at() <= tick.appendedAt());
    }

    @Test
    void aClockThatIsAnHourAheadChangesNothing() throws Exception {
        broker.createSourceTopic("c.rating.web", 2);

        try (TickWriter writer = TickWriter.open(config("c."), () -> System.nanoTime() + HOUR_NANOS)) {
            rounds(writer, 5);
        }

        List<Tick> ticks = ticks("c.rating.web");
        assertThat(ticks).hasSize(2 + 2 * 5).allMatch(tick -> tick.at() <= tick.appendedAt());
        assertThat(ticks).last().satisfies(tick -> assertThat(tick.appendedAt() - tick.at())
                .isLessThan(20_000));
    }

    @Test
    void aClockThatJumpsHoldsNothingBackForLong() throws Exception {
        broker.createSourceTopic("d.rating.web", 1);
        AtomicLong jumped = new AtomicLong();

        try (TickWriter writer = TickWriter.open(config("d."), () -> System.nanoTime() + jumped.get())) {
            Round before = writer.writeRound().orElseThrow();
            jumped.set(HOUR_NANOS);
            assertThat(writer.writeRound()).get().matches(round -> !round.countsEverywhere());
            assertThat(writer.writeRound())
                    .get()
                    .matches(Round::countsEverywhere)
                    .matches(round -> round.at() >= before.at());
        }
    }

    @Test
    void newPartitionsAndTopicsAreInTheNextRound() throws Exception {
        broker.createSourceTopic("e.rating.web", 1);

        try (TickWriter writer = TickWriter.open(config("e."))) {
            assertThat(writer.writeRound().orElseThrow().appendTimes()).hasSize(1);
            try (Admin admin = broker.admin()) {
                admin.createPartitions(Map.of("e.rating.web", NewPartitions.increaseTo(2)))
                        .all()
                        .get();
            }
            broker.createSourceTopic("e.exclusion", 1);

            Round round = writer.writeRound().orElseThrow();
            assertThat(round.appendTimes().keySet())
                    .containsExactly(
                            new TopicPartition("e.exclusion", 0),
                            new TopicPartition("e.rating.web", 0),
                            new TopicPartition("e.rating.web", 1));
            assertThat(completeThrough(ticks("e.rating.web", "e.exclusion"))).isEqualTo(round.at());
        }
        assertThat(ticks("e.rating.web", "e.exclusion")).allMatch(tick -> tick.at() <= tick.appendedAt());
    }

    /** The broker that was asked may not know yet of a partition into which others write. */
    @Test
    void whatIsAppendedShortlyBeforeARoundIsNotBeforeItsTime() throws Exception {
        broker.createSourceTopic("m.rating.web", 1);
        LiveConfig everyMinute = config("m.");
        LiveConfig everySecond =
                EdgeConfig.of(folder, broker.bootstrapServers(), "m.", Map.of("HAOCHAPING_LIVE_TICK_INTERVAL", "1 s"));

        assertThat(behind(everyMinute)).isGreaterThanOrEqualTo(10_000);
        assertThat(behind(everySecond)).isBetween(1_000L, 9_999L);
    }

    /** How long before its first append a round lies, milliseconds. */
    private static long behind(LiveConfig config) throws Exception {
        try (TickWriter writer = TickWriter.open(config)) {
            Round round = writer.writeRound().orElseThrow();
            return round.appendTimes().values().stream()
                            .mapToLong(Long::longValue)
                            .min()
                            .orElseThrow()
                    - round.at();
        }
    }

    @Test
    void aCopyGetsNoTicksAndIsInNoRound() throws Exception {
        broker.createSourceTopic("f.rating.web", 1);
        broker.createSourceTopic("f.rating.history", 2);
        LiveConfig config = EdgeConfig.of(
                folder, broker.bootstrapServers(), "f.", Map.of("HAOCHAPING_KAFKA_COPIED_TOPICS", "f.rating.history"));

        try (TickWriter writer = TickWriter.open(config)) {
            assertThat(writer.writeRound()).isPresent();
        }

        assertThat(ticks("f.rating.history")).isEmpty();
        assertThat(ticks("f.rating.web")).last().extracting(Tick::round).isEqualTo(Map.of("f.rating.web", 1));
    }

    @Test
    void aFinishedCopyTakesTicksThatItsReaderBelievesAndHoldsTheRoundBackUntilItIsRead() throws Exception {
        broker.createSourceTopic("h.rating.web", 1);
        broker.createSourceTopic("h.rating.history", 2);
        LiveConfig config = EdgeConfig.of(
                folder,
                broker.bootstrapServers(),
                "h.",
                Map.of(
                        "HAOCHAPING_KAFKA_COPIED_TOPICS",
                        "h.rating.history",
                        "HAOCHAPING_KAFKA_FINISHED_COPIES",
                        "h.rating.history"));

        Round round;
        try (TickWriter writer = TickWriter.open(config)) {
            round = writer.writeRound().orElseThrow();
        }

        List<Tick> ofTheOriginal = ticks("h.rating.web");
        assertThat(ofTheOriginal)
                .last()
                .extracting(Tick::round)
                .isEqualTo(Map.of("h.rating.history", 2, "h.rating.web", 1));
        assertThat(completeThrough(ofTheOriginal))
                .as("the copy is not read yet")
                .isEqualTo(TickRounds.NEVER);
        assertThat(completeThrough(ticks("h.rating.web", "h.rating.history"))).isEqualTo(round.at());

        Intake door = Decisions.builtIn(config.topics(), config.limits()).newIntake();
        assertThat(TopicContents.of(broker, "h.rating.history"))
                .extracting(record -> (Decoded.Ticked) door.decode(raw(record), -1))
                .filteredOn(Decoded.Ticked::valid)
                .hasSize(2)
                .allMatch(tick -> tick.time() == round.at());
    }

    @Test
    void aRoundThatFailsIsGivenUpAndTheNextOneServes() throws Exception {
        LiveConfig config = config("g.");
        try (TickWriter writer = TickWriter.open(config)) {
            assertThat(writer.writeRound()).isEmpty();
            assertThat(writer.lastProblem()).get().asString().contains("no source topic");

            broker.createTopic("g.rating.web", 1, Map.of());
            assertThat(writer.writeRound()).isEmpty();
            assertThat(writer.lastProblem()).get().asString().contains("does not stamp the records of g.rating.web-0");

            try (Admin admin = broker.admin()) {
                admin.deleteTopics(List.of("g.rating.web")).all().get();
            }
            broker.createSourceTopic("g.case", 1);
            // The broker may still be electing the leader of the new partition.
            Await.until("a round that serves", Duration.ofSeconds(30), () -> writer.writeRound()
                    .isPresent());
            assertThat(writer.lastProblem()).isEmpty();
        }
    }

    private static LiveConfig config(String prefix) throws Exception {
        return EdgeConfig.of(folder, broker.bootstrapServers(), prefix);
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers().lastHeader(RawRecord.FIRST_APPEND).value(),
                null);
    }

    private static List<Round> rounds(TickWriter writer, int count) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rounds.add(writer.writeRound().orElseThrow());
        }
        return rounds;
    }

    private static Comparator<Round> byTime() {
        return Comparator.comparingLong(Round::at);
    }

    private record Tick(TopicPartition source, long appendedAt, long at, Map<String, Integer> round) {}

    /** Read as a reader of the topics would: ticks later than their append are ignored. */
    private static long completeThrough(List<Tick> ticks) {
        TickRounds rounds = new TickRounds();
        Map<TopicPartition, Long> last = new HashMap<>();
        for (Tick tick : ticks) {
            if (tick.at() >= 0 && tick.at() <= tick.appendedAt()) {
                last.merge(tick.source(), tick.at(), Math::max);
                rounds.announce(tick.at(), partitions(tick.round()));
            }
        }
        return rounds.advance(last);
    }

    private static TreeSet<TopicPartition> partitions(Map<String, Integer> round) {
        TreeSet<TopicPartition> partitions = new TreeSet<>();
        round.forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        });
        return partitions;
    }

    private static List<Tick> ticks(String... topics) throws Exception {
        List<Tick> ticks = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : TopicContents.of(broker, topics)) {
            assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            byte[] value = record.value();
            int body = SingleObjectEncoding.BODY_OFFSET;
            GenericRecord tick = new GenericDatumReader<GenericRecord>(RecordType.TICK.current())
                    .read(null, DecoderFactory.get().binaryDecoder(value, body, value.length - body, null));
            Map<String, Integer> round = ((List<?>) tick.get("round"))
                    .stream()
                            .map(entry -> (GenericRecord) entry)
                            .collect(
                                    Collectors.toMap(entry -> entry.get("topic").toString(), entry ->
                                            (Integer) entry.get("partitions")));
            ticks.add(new Tick(
                    new TopicPartition(record.topic(), record.partition()),
                    record.timestamp(),
                    (long) tick.get("at"),
                    new TreeMap<>(round)));
        }
        return ticks;
    }
}
