package io.haochaping.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.store.ShownStore;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of a rebuild says nothing in topics until readers are shown its store. */
class QuietRebuildTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void ticksAndAnnouncementsBeginWithTheSwitch() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"));
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            LiveConfig rebuild = rebuild(broker, postgres);
            execute(
                    rebuild,
                    "insert into city_2.outbox (topic, id, epoch, state, payload) values ('city.bad', 'case-1', 1, 'OPEN', '\\x01')");
            broker.createTopic("city.bad", 1, Map.of());
            broker.createSourceTopic("city.rating.web", 1);
            AtomicInteger rounds = new AtomicInteger();
            SinkWriter<Long> ticks = new TickSink(rebuild).createWriter(null);
            try (OutboxForwarder forwarder = OutboxForwarder.open(rebuild)) {
                assertThat(forwarder.forwardOnce()).isZero();
                Await.until("some rounds to be asked for", SOON, () -> {
                    ticks.write(1L, null);
                    return rounds.incrementAndGet() > 10;
                });
                long before = System.currentTimeMillis();
                try (Connection connection = rebuild.store().connect()) {
                    new ShownStore(connection, "city").show("city_2");
                    connection.commit();
                }
                Await.until("a tick", SOON, () -> {
                    ticks.write(1L, null);
                    return !records(broker, "city.rating.web").isEmpty();
                });

                assertThat(records(broker, "city.rating.web"))
                        .allSatisfy(tick -> assertThat(tick.timestamp()).isGreaterThanOrEqualTo(before));
                assertThat(forwarder.forwardOnce()).isEqualTo(1);
            } finally {
                ticks.close();
            }
        }
    }

    private LiveConfig rebuild(KafkaBroker broker, PostgresServer postgres) throws Exception {
        Map<String, String> settings = new HashMap<>(EdgeConfig.storeIn(postgres));
        settings.put("HAOCHAPING_STORE_SCHEMA", "city_2");
        settings.put("HAOCHAPING_STORE_SHOWN_AS", "city");
        LiveConfig rebuild = EdgeConfig.of(folder, broker.bootstrapServers(), "city.", settings);
        rebuild.withSchema("city").store().migrate();
        rebuild.store().migrate();
        try (Connection connection = rebuild.store().connect()) {
            new ShownStore(connection, "city").prepare("city_2");
            connection.commit();
        }
        return rebuild;
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(KafkaBroker broker, String topic) {
        return TopicContents.of(broker, topic);
    }

    private static void execute(LiveConfig config, String sql) throws Exception {
        try (Connection connection = config.store().connect()) {
            connection.createStatement().execute(sql);
            connection.commit();
        }
    }
}
