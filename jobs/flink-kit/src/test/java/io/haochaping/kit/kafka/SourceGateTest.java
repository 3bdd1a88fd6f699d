package io.haochaping.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate.Sources;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceGateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
    void sourceTopicsAreFoundWithTheirFirstOffsets() throws Exception {
        broker.createSourceTopic("a.rating.web", 2);
        broker.createSourceTopic("a.case", 1);
        broker.createTopic("a.alert", 1, Map.of());
        write("a.rating.web", 0, 3);
        deleteBefore("a.rating.web", 0, 2);

        Sources sources = SourceGate.check(config("a."));

        assertThat(sources.topics()).containsExactly("a.case", "a.rating.web");
        assertThat(sources.firstOffsets())
                .containsExactly(
                        Map.entry(new TopicPartition("a.case", 0), 0L),
                        Map.entry(new TopicPartition("a.rating.web", 0), 2L),
                        Map.entry(new TopicPartition("a.rating.web", 1), 0L));
    }

    @Test
    void everyWrongSettingIsNamedWithTheCommandThatMendsIt() throws Exception {
        broker.createSourceTopic("b.rating.web", 1);
        broker.createTopic(
                "b.rating.app", 1, Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "604800000"));
        broker.createTopic(
                "b.exclusion",
                1,
                Map.of("cleanup.policy", "compact", "retention.ms", "-1", "retention.bytes", "1000000"));

        assertThat(refusal(config("b.")).getMessage().lines().map(String::strip))
                .containsExactly(
                        "These source topics could lose records, or let senders set the time:",
                        "b.exclusion: cleanup.policy is compact, and must be delete",
                        "b.exclusion: message.timestamp.type is CreateTime, and must be LogAppendTime",
                        "b.exclusion: retention.bytes is 1000000, and must be -1",
                        "mend it with: kafka-configs.sh --bootstrap-server " + broker.bootstrapServers()
                                + " --alter --entity-type topics --entity-name b.exclusion --add-config"
                                + " cleanup.policy=delete,message.timestamp.type=LogAppendTime,retention.bytes=-1",
                        "b.rating.app: retention.ms is 604800000, and must be -1",
                        "mend it with: kafka-configs.sh --bootstrap-server " + broker.bootstrapServers()
                                + " --alter --entity-type topics --entity-name b.rating.app --add-config"
                                + " retention.ms=-1");
    }

    @Test
    void aBrokerWithoutSourceTopicsIsRefused() throws Exception {
        assertThat(refusal(config("c.")))
                .hasMessageContaining("There is no source topic on " + broker.bootstrapServers())
                .hasMessageContaining("c.rating.");
    }

    @Test
    void aBrokerThatIsNotThereIsNamed() throws Exception {
        LiveConfig nowhere = EdgeConfig.of(
                folder,
                "127.0.0.1:1",
                "d.",
                Map.of("HAOCHAPING_KAFKA_PROPERTIES", "default.api.timeout.ms=1500\nrequest.timeout.ms=1000"));

        assertThat(refusal(nowhere)).hasMessageContaining("Kafka does not answer at 127.0.0.1:1");
        assertThat(refusal(EdgeConfig.of(folder, "no port", "d.")))
                .hasMessageContaining("kafka.bootstrap-servers no port");
    }

    @Test
    void theFirstOffsetThatIsGoneIsNamed() throws Exception {
        broker.createSourceTopic("e.rating.web", 4);
        write("e.rating.web", 1, 20);
        write("e.rating.web", 2, 20);
        deleteBefore("e.rating.web", 2, 9);

        try (SourceGate gate = SourceGate.open(config("e."))) {
            assertThat(gate.firstMissing(List.of(at("e.rating.web", 1, 20), at("e.rating.web", 2, 9)), Map.of()))
                    .isEmpty();
            assertThat(gate.firstMissing(List.of(at("e.rating.web", 2, 5), at("e.rating.web", 1, 20)), Map.of()))
                    .get()
                    .asString()
                    .startsWith("offset 5 of e.rating.web-2 is gone: the log starts at 9.")
                    .contains("rebuild");
            assertThat(gate.firstMissing(List.of(at("e.rating.web", 2, 5), at("e.rating.web", 1, 21)), Map.of()))
                    .get()
                    .asString()
                    .startsWith("offset 21 of e.rating.web-1 is gone: the log ends at 20:"
                            + " the topic was recreated or truncated.");
            assertThat(gate.firstMissing(List.of(at("e.rating.gone", 0, 1)), Map.of()))
                    .get()
                    .asString()
                    .startsWith("offset 1 of e.rating.gone-0 is gone: the partition does not exist");
            assertThat(gate.firstMissing(List.of(at("e.rating.web", 7, 0)), Map.of()))
                    .get()
                    .asString()
                    .contains("e.rating.web-7 is gone: the partition does not exist");
        }
    }

    @Test
    void aTopicThatWasCreatedAgainIsNamedThoughItHoldsTheOffsets() throws Exception {
        broker.createSourceTopic("f.rating.web", 1);
        write("f.rating.web", 0, 20);

        try (SourceGate gate = SourceGate.open(config("f."))) {
            Map<String, String> read = gate.topicIds(List.of("f.rating.web"));
            assertThat(gate.firstMissing(List.of(at("f.rating.web", 0, 12)), read))
                    .isEmpty();
            try (Admin admin = broker.admin()) {
                admin.deleteTopics(List.of("f.rating.web")).all().get();
            }
            Await.until(
                    "the topic to be gone", PATIENCE, () -> gate.logEnds(List.of(new TopicPartition("f.rating.web", 0)))
                            .isEmpty());
            broker.createSourceTopic("f.rating.web", 1);
            write("f.rating.web", 0, 30);

            assertThat(gate.firstMissing(List.of(at("f.rating.web", 0, 12)), read))
                    .get()
                    .asString()
                    .startsWith("offset 12 of f.rating.web-0 is gone: the topic was deleted and created again");
        }
    }

    @Test
    void aQuarantineTopicThatForgetsIsRefusedWithTheRemedy() throws Exception {
        broker.createTopic("h.quarantine", 1, Map.of("retention.ms", "604800000", "max.message.bytes", "1048588"));
        LiveConfig config = EdgeConfig.of(
                folder, broker.bootstrapServers(), "h.", Map.of("HAOCHAPING_KAFKA_QUARANTINE_TOPIC", "h.quarantine"));

        assertThat(catchThrowableOfType(ConfigProblem.class, () -> ResultTopics.ensure(config)))
                .hasMessageContaining("retention.ms is 604800000, and must be -1")
                .hasMessageContaining("max.message.bytes is 1048588, and must be 2097152 or more")
                .hasMessageContaining("--entity-name h.quarantine --add-config");
    }

    @Test
    void oneTopicIsLookedAtAlone() throws Exception {
        broker.createSourceTopic("g.rating.web", 1);
        broker.createTopic(
                "g.rating.app", 1, Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "1000"));

        try (SourceGate gate = SourceGate.open(config("g."))) {
            assertThat(gate.unfit("g.rating.web")).isEmpty();
            assertThat(gate.unfit("g.rating.app"))
                    .get()
                    .asString()
                    .contains("g.rating.app: retention.ms is 1000, and must be -1", "mend it with: kafka-configs.sh");
        }
    }

    private static PartitionProgress at(String topic, int partition, long position) {
        return new PartitionProgress(new TopicPartition(topic, partition), 0, position, position, 0, -1);
    }

    private static LiveConfig config(String prefix) throws Exception {
        return EdgeConfig.of(folder, broker.bootstrapServers(), prefix);
    }

    private static ConfigProblem refusal(LiveConfig config) {
        return catchThrowableOfType(ConfigProblem.class, () -> SourceGate.check(config));
    }

    private static void write(String topic, int partition, int records) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, partition, null, new byte[] {1}));
            }
        }
    }

    private static void deleteBefore(String topic, int partition, long offset) throws Exception {
        try (Admin admin = broker.admin()) {
            admin.deleteRecords(Map.of(
                            new org.apache.kafka.common.TopicPartition(topic, partition),
                            RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }
}
