package io.haochaping.stack;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    void twoOfThreeTakeRecordsUnderAnotherControllerAndTheThirdCatchesUp() throws Exception {
        List<KafkaCluster.SideDoor> doors = Ports.free(3).stream()
                .map(port -> new KafkaCluster.SideDoor(port, "127.0.0.1:" + port))
                .toList();
        try (KafkaCluster cluster = KafkaCluster.start(folder, doors);
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("alert", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            KafkaBroker leading = cluster.controller();

            leading.kill();
            Await.until("another controller", PATIENCE, () -> cluster.controller() != leading);
            write(cluster, "while one is away");
            leading.restart();

            Await.until("all three to have the record", PATIENCE, () -> inSync(admin) == 3);
        }
    }

    private static int inSync(Admin admin) throws Exception {
        return admin.describeTopics(List.of("alert"))
                .allTopicNames()
                .get()
                .get("alert")
                .partitions()
                .get(0)
                .isr()
                .size();
    }

    private static void write(KafkaCluster cluster, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("alert", value.getBytes(StandardCharsets.UTF_8)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
