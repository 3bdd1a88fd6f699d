package io.haochaping.kit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxForwarderTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(folder.resolve("kafka"));
        postgres = PostgresServer.start(folder.resolve("postgres"));
    }

    @AfterAll
    static void stop() {
        broker.close();
        postgres.close();
    }

    @Test
    void unsentRowsAreSentOnceInTheOrderOfTheirEpochs() throws Exception {
        LiveConfig config = freshStore("ordered");
        tell(config, "ordered.bad", "case-2", 3);
        tell(config, "ordered.bad", "case-1", 7);
        tell(config, "ordered.bad", "case-3", 5);

        try (OutboxForwarder forwarder = OutboxForwarder.open(config)) {
            assertThat(forwarder.forwardOnce()).isEqualTo(3);
            assertThat(forwarder.forwardOnce()).isZero();
            assertThat(sent("ordered.bad")).containsExactly("case-2@3", "case-3@5", "case-1@7");

            tell(config, "ordered.bad", "case-2", 9);
            assertThat(forwarder.forwardOnce()).isEqualTo(1);
        }
        assertThat(sent("ordered.bad")).containsExactly("case-2@3", "case-3@5", "case-1@7", "case-2@9");
    }

    @Test
    void whatWasSentShortlyBeforeACrashIsSentAgainAndChangesNothingForConsumers() throws Exception {
        LiveConfig config = freshStore("crash");
        tell(config, "crash.bad", "case-1", 1);
        tell(config, "crash.bad", "case-2", 2);
        try (OutboxForwarder crashes = OutboxForwarder.open(config)) {
            assertThat(crashes.send(crashes.unsent()).taken()).hasSize(2);
        }
        Map<String, Long> before = consumerView("crash.bad");

        try (OutboxForwarder next = OutboxForwarder.open(config)) {
            assertThat(next.forwardOnce()).isEqualTo(2);
            assertThat(next.forwardOnce()).isZero();
        }

        assertThat(sent("crash.bad")).containsExactly("case-1@1", "case-2@2", "case-1@1", "case-2@2");
        assertThat(consumerView("crash.bad")).isEqualTo(before).isEqualTo(Map.of("case-1", 1L, "case-2", 2L));
    }

    @Test
    void aRowThatChangedWhileItWasSentStaysUnsent() throws Exception {
        LiveConfig config = freshStore("changed");
        tell(config, "changed.bad", "case-1", 1);
        try (OutboxForwarder forwarder = OutboxForwarder.open(config)) {
            List<OutboxForwarder.Unsent> old = forwarder.unsent();
            forwarder.send(old);
            tell(config, "changed.bad", "case-1", 2);
            forwarder.mark(old);

            assertThat(forwarder.forwardOnce()).isEqualTo(1);
            assertThat(forwarder.forwardOnce()).isZero();
        }
        assertThat(consumerView("changed.bad")).isEqualTo(Map.of("case-1", 2L));
    }

    @Test
    void aRowThatACutIsChangingIsNotWaitedFor() throws Exception {
        LiveConfig config = freshStore("locked");
        tell(config, "locked.bad", "case-1", 1);
        try (OutboxForwarder forwarder = OutboxForwarder.open(config);
                Connection cut = config.store().connect()) {
            tell(cut, config, "locked.bad", "case-1", 2);
            assertThat(forwarder.forwardOnce()).isEqualTo(1);
            cut.commit();

            assertThat(forwarder.forwardOnce()).isEqualTo(1);
        }
        assertThat(consumerView("locked.bad")).isEqualTo(Map.of("case-1", 2L));
    }

    @Test
    void aRowThatNoBrokerTakesHoldsNoOtherBack() throws Exception {
        LiveConfig config = freshStore("refused");
        tell(config, "not a topic", "case-1", 1);
        tell(config, "refused.bad", "case-2", 2);
        try (OutboxForwarder forwarder = OutboxForwarder.open(config)) {
            assertThatThrownBy(forwarder::forwardOnce)
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("an announcement of epoch 1 does not get into not a topic")
                    // An id holds a case number, and this message ends in logs.
                    .hasMessageNotContaining("case-1");
            assertThatThrownBy(forwarder::forwardOnce).hasMessageContaining("not a topic");
        }
        assertThat(sent("refused.bad")).containsExactly("case-2@2");
    }

    @Test
    void theLoopSendsWhatIsCommittedAndGoesOnAfterAFailureOfTheStore() throws Exception {
        LiveConfig config = freshStore("loop");
        tell(config, "loop.bad", "case-1", 1);
        try (OutboxForwarder.Loop loop = OutboxForwarder.Loop.start(OutboxForwarder.open(config))) {
            Await.until("the first announcement", SOON, () -> unsent(config) == 0);

            execute(config, "alter table " + config.store().schema() + ".outbox rename to away");
            loop.poke();
            Await.until("an error", SOON, () -> loop.lastError().isPresent());
            assertThat(loop.lastError()).get().asString().contains("outbox");

            execute(config, "alter table " + config.store().schema() + ".away rename to outbox");
            tell(config, "loop.bad", "case-2", 2);
            Await.until("the second announcement", SOON, () -> unsent(config) == 0);
            Await.until("no error", SOON, () -> loop.lastError().isEmpty());
        }
        assertThat(sent("loop.bad")).containsExactly("case-1@1", "case-2@2");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("outbox-forwarder");
    }

    private static LiveConfig freshStore(String name) throws Exception {
        Map<String, String> settings = new HashMap<>(EdgeConfig.storeIn(postgres));
        settings.put("HAOCHAPING_STORE_SCHEMA", name);
        LiveConfig config = EdgeConfig.of(folder, broker.bootstrapServers(), name + ".", settings);
        config.store().migrate();
        broker.createTopic(name + ".bad", 1, Map.of());
        return config;
    }

    private static void tell(LiveConfig config, String topic, String id, long epoch) throws Exception {
        try (Connection connection = config.store().connect()) {
            tell(connection, config, topic, id, epoch);
            connection.commit();
        }
    }

    /** As a cut writes it. */
    private static void tell(Connection connection, LiveConfig config, String topic, String id, long epoch)
            throws Exception {
        String sql = "insert into " + config.store().schema()
                + ".outbox (topic, id, epoch, state, payload) values (?, ?, ?, 'OPEN', ?)"
                + " on conflict (topic, id) do update set epoch = excluded.epoch, payload = excluded.payload";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, topic);
            insert.setString(2, id);
            insert.setLong(3, epoch);
            insert.setBytes(4, Long.toString(epoch).getBytes(UTF_8));
            insert.executeUpdate();
        }
    }

    private static void execute(LiveConfig config, String sql) throws Exception {
        try (Connection connection = config.store().connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
            connection.commit();
        }
    }

    private static long unsent(LiveConfig config) throws Exception {
        String sql = "select count(*) from " + config.store().schema() + ".outbox where sent_epoch < epoch";
        try (Connection connection = config.store().connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<String> sent(String topic) {
        return TopicContents.of(broker, topic).stream()
                .map(record -> key(record) + "@" + new String(record.value(), UTF_8))
                .toList();
    }

    /** The highest epoch per id, whatever comes again and in which order. */
    private static Map<String, Long> consumerView(String topic) {
        Map<String, Long> view = new TreeMap<>();
        TopicContents.of(broker, topic)
                .forEach(record ->
                        view.merge(key(record), Long.parseLong(new String(record.value(), UTF_8)), Math::max));
        return view;
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }
}
