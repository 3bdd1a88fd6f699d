package io.haochaping.kit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.rules.Limits;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.stack.KafkaBroker;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics of a real broker with two days in them, many records an hour in one and few in the others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("try") // An interruption while a reading is closed ends the test, as it should.
class InStepSourceTest {
    private static final int HOURS = 48;
    private static final long FIRST_HOUR = 1_780_000_000_000L / 3_600_000;
    /** Of 48. The lead and what lies fetched in the reader's queue are some five; a reader that gets no processor for a moment runs dry and goes on. */
    private static final int AT_MOST_AHEAD = 24;

    private static final Decisions DECISIONS = Decisions.builtIn(SourceTopics.standard(Set.of()), Limits.STANDARD);

    @TempDir
    static Path folder;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(folder.resolve("kafka"));
        for (String topic : List.of("case.event", "rating.web", "rating.hall", "rating.kiosk")) {
            broker.createSourceTopic(topic, 1);
        }
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            write(producer, "case.event", 200, HOURS);
            write(producer, "rating.web", 5, HOURS);
            // Nothing behind the third hour, and nothing at all in rating.kiosk.
            write(producer, "rating.hall", 5, 3);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void partitionsAreReadInStepByTimeAndToTheirEnds() throws Exception {
        Map<String, Long> hours = new HashMap<>();
        long furthest = 0;
        long read = 0;
        try (CloseableIterator<RawRecord> records = read(Optional.of(Map.of(
                new TopicPartition("case.event", 0), HOURS * 201L, new TopicPartition("rating.web", 0), HOURS * 6L)))) {
            while (records.hasNext()) {
                RawRecord record = records.next();
                hours.merge(record.topic(), hour(record), Math::max);
                if (hours.size() == 2) {
                    furthest = Math.max(furthest, Math.abs(hours.get("case.event") - hours.get("rating.web")));
                }
                read++;
            }
        }

        assertThat(read).isEqualTo(HOURS * 207L);
        assertThat(furthest).isBetween(1L, (long) AT_MOST_AHEAD);
    }

    @Test
    void nobodyWaitsForAPartitionThatIsSilent() throws Exception {
        Map<String, Long> read = new TreeMap<>();
        long awaited = HOURS * 207L + 3 * 6;
        try (CloseableIterator<RawRecord> records = read(Optional.empty())) {
            for (long i = 0; i < awaited; i++) {
                read.merge(records.next().topic(), 1L, Long::sum);
            }
        }

        assertThat(read).isEqualTo(Map.of("case.event", HOURS * 201L, "rating.hall", 18L, "rating.web", HOURS * 6L));
    }

    /** The connector's own reader fails there (FLINK-39728). */
    @Test
    void aPartitionThatHasBeenReadToItsEndIsHeldByNobody() throws Exception {
        Properties consumer = new Properties();
        consumer.setProperty("bootstrap.servers", broker.bootstrapServers());
        consumer.setProperty("client.id.prefix", "test");
        for (String side : List.of("key", "value")) {
            consumer.setProperty(side + ".deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        }
        KafkaPartitionSplit web = split("rating.web");
        KafkaPartitionSplit gone = split("rating.hall");
        InStepSource.StillAssigned reader = new InStepSource.StillAssigned(
                consumer,
                firstSubtask(),
                new KafkaSourceReaderMetrics(InternalSourceReaderMetricGroup.mock(new UnregisteredMetricsGroup())));
        try {
            reader.handleSplitsChanges(new SplitsAddition<>(List.of(web)));

            assertThatCode(() -> reader.pauseOrResumeSplits(List.of(gone, web), List.of(gone)))
                    .doesNotThrowAnyException();
            assertThatCode(() -> reader.pauseOrResumeSplits(List.of(), List.of(gone, web)))
                    .doesNotThrowAnyException();

            RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> fetched = reader.fetch();
            assertThat(fetched.nextSplit()).isEqualTo("rating.web-0");
            assertThat(fetched.nextRecordFromSplit()).isNotNull();
        } finally {
            reader.close();
        }
    }

    private static CloseableIterator<RawRecord> read(Optional<Map<TopicPartition, Long>> until) throws Exception {
        Map<TopicPartition, Long> from = new HashMap<>();
        until.ifPresent(ends -> ends.keySet().forEach(source -> from.put(source, 0L)));
        if (until.isEmpty()) {
            for (String topic : List.of("case.event", "rating.web", "rating.hall", "rating.kiosk")) {
                from.put(new TopicPartition(topic, 0), 0L);
            }
        }
        SourceRecords records = new SourceRecords(
                broker.bootstrapServers(), Map.of("max.poll.records", "5"), Map.of(), from, until, 60_000);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        return records.attach(env, DECISIONS, 1, "source", "source").executeAndCollect();
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, String topic, int recordsAnHour, int hours)
            throws Exception {
        List<java.util.concurrent.Future<?>> sent = new ArrayList<>();
        for (int hour = 0; hour < hours; hour++) {
            byte[] key = Long.toString(hour).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < recordsAnHour; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, 0, key, new byte[40])));
            }
            sent.add(producer.send(new ProducerRecord<>(topic, 0, key, tick((FIRST_HOUR + hour) * 3_600_000))));
        }
        for (java.util.concurrent.Future<?> one : sent) {
            one.get();
        }
    }

    private static long hour(RawRecord record) {
        return Long.parseLong(new String(record.key(), StandardCharsets.US_ASCII));
    }

    private static byte[] tick(long at) {
        Schema schema = RecordType.TICK.current();
        GenericRecord entry =
                new GenericData.Record(schema.getField("round").schema().getElementType());
        entry.put("topic", "case.event");
        entry.put("partitions", 1);
        GenericRecord tick = new GenericData.Record(schema);
        tick.put("at", at);
        tick.put("round", List.of(entry));
        return SingleObjectEncoding.encoder(schema).encode(tick);
    }

    private static KafkaPartitionSplit split(String topic) {
        return new KafkaPartitionSplit(new org.apache.kafka.common.TopicPartition(topic, 0), 0);
    }

    private static SourceReaderContext firstSubtask() {
        return (SourceReaderContext) Proxy.newProxyInstance(
                InStepSourceTest.class.getClassLoader(),
                new Class<?>[] {SourceReaderContext.class},
                (proxy, method, arguments) -> method.getReturnType() == int.class ? 0 : null);
    }
}
