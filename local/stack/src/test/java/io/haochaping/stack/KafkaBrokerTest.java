package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {

    @TempDir
    static Path folder;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(folder);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void aRecordIsThereAfterTheBrokerWasKilled() throws Exception {
        broker.createSourceTopic("rating.web", 2);
        produce("rating.web", "case-1", "good");
        String before = broker.bootstrapServers();

        broker.kill();
        assertThat(broker.isAlive()).isFalse();
        broker.restart();

        assertThat(broker.bootstrapServers()).isEqualTo(before);
        produce("rating.web", "case-1", "bad");
        assertThat(consume("rating.web", 2)).extracting(ConsumerRecord::value).containsExactly("good", "bad");
    }

    @Test
    void theBrokerStampsTheRecordsOfASourceTopic() throws Exception {
        broker.createSourceTopic("rating.hall", 1);
        produce("rating.hall", "case-1", "good");

        assertThat(consume("rating.hall", 1))
                .extracting(ConsumerRecord::timestampType)
                .containsExactly(TimestampType.LOG_APPEND_TIME);
    }

    @Test
    void aSuspendedBrokerAnswersAgainAfterItIsResumed() throws Exception {
        broker.createTopic("alert", 1, Map.of());
        broker.suspend();
        assertThat(broker.isAlive()).isTrue();
        assertThatThrownBy(() -> produce("alert", "case-1", "low")).hasMessageContaining("Topic alert not present");

        broker.resume();
        produce("alert", "case-1", "low");
        assertThat(consume("alert", 1)).hasSize(1);
    }

    @Test
    void aTopicThatExistsIsNotCreatedTwice() {
        broker.createTopic("quarantine", 1, Map.of());

        assertThatThrownBy(() -> broker.createTopic("quarantine", 1, Map.of()))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("quarantine");
    }

    private static void produce(String topic, String key, String value) throws Exception {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                4_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
        }
    }

    private static List<ConsumerRecord<String, String>> consume(String topic, int count) {
        Map<String, Object> config = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            Await.until(count + " records of " + topic, Duration.ofSeconds(30), () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
            return records;
        }
    }
}
