package io.haochaping.kit.kafka;

import io.haochaping.kit.ShownCheck;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.store.StoreAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the cuts wrote into the outbox. At least once: a row is marked after the brokers have it, so that one sent
 * shortly before a crash is sent again. Consumers keep the highest epoch per key, which is the id. One thread at a time.
 */
public final class OutboxForwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxForwarder.class);
    /** Rows per round; of more, the next round sends the rest. */
    static final int ROUND = 1_000;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final StoreAddress store;
    private final ShownCheck check;
    private final Properties settings;
    private Connection connection;
    private KafkaProducer<byte[], byte[]> producer;

    private OutboxForwarder(ShownCheck check, Properties settings) {
        this.store = check.store();
        this.check = check;
        this.settings = settings;
    }

    /** One announcement as it stood when it was read. */
    record Unsent(String topic, String id, long epoch, byte[] payload) {}

    /** Connects with the first round. */
    public static OutboxForwarder open(LiveConfig config) {
        Properties settings = config.kafkaClient();
        settings.setProperty(ProducerConfig.CLIENT_ID_CONFIG, "haochaping-outbox");
        settings.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        settings.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "20000");
        settings.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        settings.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        return new OutboxForwarder(ShownCheck.of(config), settings);
    }

    /**
     * Sends what is unsent in the order of the epochs, and marks it. Nothing, while readers are not shown this store: what is unsent at the switch is handed over there.
     *
     * @return how many rows were sent; {@code ROUND} or more to come where it is that many
     * @throws SQLException where the store does not answer; what was sent is then sent again
     * @throws KafkaException naming the first row that no broker took; those before and after it are sent and marked
     */
    public int forwardOnce() throws SQLException {
        try {
            if (!check.isShown(connection())) {
                connection().commit();
                return 0;
            }
            Sent sent = send(unsent());
            mark(sent.taken());
            sent.throwIfRefused();
            return sent.taken().size();
        } catch (SQLException | RuntimeException failure) {
            reconnectNextTime();
            throw failure;
        }
    }

    /** @param refused the first that failed, or null */
    record Sent(List<Unsent> taken, KafkaException refused) {
        void throwIfRefused() {
            if (refused != null) {
                throw refused;
            }
        }
    }

    List<Unsent> unsent() throws SQLException {
        String sql = "select topic, id, epoch, payload from " + store.schema()
                + ".outbox where sent_epoch < epoch order by epoch, topic, id limit " + ROUND;
        List<Unsent> unsent = new ArrayList<>();
        try (PreparedStatement select = connection().prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                unsent.add(new Unsent(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getBytes(4)));
            }
        }
        connection().commit();
        return unsent;
    }

    Sent send(List<Unsent> unsent) {
        if (unsent.isEmpty()) {
            return new Sent(List.of(), null);
        }
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (Unsent row : unsent) {
            answers.add(producer()
                    .send(new ProducerRecord<>(row.topic(), row.id().getBytes(StandardCharsets.UTF_8), row.payload())));
        }
        producer().flush();
        List<Unsent> taken = new ArrayList<>();
        KafkaException refused = null;
        for (int i = 0; i < unsent.size(); i++) {
            Optional<String> failure = failure(answers.get(i));
            if (failure.isEmpty()) {
                taken.add(unsent.get(i));
            } else if (refused == null) {
                Unsent row = unsent.get(i);
                refused = new KafkaException("an announcement of epoch " + row.epoch() + " does not get into "
                        + row.topic() + ": " + failure.get());
            }
        }
        return new Sent(taken, refused);
    }

    private static Optional<String> failure(Future<RecordMetadata> answer) {
        try {
            answer.get();
            return Optional.empty();
        } catch (ExecutionException failure) {
            return Optional.of(FirstReason.of(failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /**
     * A row with a newer epoch stays unsent. A row that a cut is just changing is left for the next round: waiting for it
     * could end the cut's transaction in a deadlock.
     */
    void mark(List<Unsent> sent) throws SQLException {
        if (sent.isEmpty()) {
            return;
        }
        String sql = "with sent as (select o.topic, o.id from " + store.schema() + ".outbox o"
                + " join unnest(?::text[], ?::text[], ?::bigint[]) as s (topic, id, epoch)"
                + " on o.topic = s.topic and o.id = s.id and o.epoch = s.epoch for update of o skip locked)"
                + " update " + store.schema() + ".outbox o set sent_epoch = o.epoch from sent"
                + " where o.topic = sent.topic and o.id = sent.id";
        try (PreparedStatement update = connection().prepareStatement(sql)) {
            update.setArray(1, array("text", sent.stream().map(Unsent::topic).toArray()));
            update.setArray(2, array("text", sent.stream().map(Unsent::id).toArray()));
            update.setArray(3, array("bigint", sent.stream().map(Unsent::epoch).toArray()));
            update.executeUpdate();
        }
        connection().commit();
    }

    private Array array(String type, Object[] elements) throws SQLException {
        return connection().createArrayOf(type, elements);
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = store.connect();
        }
        return connection;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    /** A connection in doubt, or a producer that met a fatal error, never works again. */
    private void reconnectNextTime() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException alreadyBroken) {
                // It is given up in any case; the failure that led here is the one to tell.
            }
            connection = null;
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_WITHIN);
            producer = null;
        }
        reconnectNextTime();
    }

    /**
     * Forwards in a thread of its own: at every {@link #poke()}, and every second for what another process committed. After
     * a failure it waits, 0.1 s at first and 30 s at most, and tries again.
     */
    public static final class Loop implements AutoCloseable {
        private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
        private static final long FIRST_WAIT_MILLIS = 100;
        private static final long LONGEST_WAIT_MILLIS = 30_000;
        private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

        private final OutboxForwarder forwarder;
        private final BlockingQueue<Boolean> pokes = new ArrayBlockingQueue<>(1);
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final Thread thread;
        private volatile String lastError;

        private Loop(OutboxForwarder forwarder) {
            this.forwarder = forwarder;
            this.thread = new Thread(this::run, "outbox-forwarder");
            thread.setDaemon(true);
        }

        /** The loop owns the forwarder from now on, and closes it when it stops. */
        public static Loop start(OutboxForwarder forwarder) {
            Loop loop = new Loop(forwarder);
            loop.thread.start();
            return loop;
        }

        /** Says that a cut was committed. Returns at once. */
        public void poke() {
            pokes.offer(true);
        }

        /** Why the last round failed; empty after one that did not. */
        public Optional<String> lastError() {
            return Optional.ofNullable(lastError);
        }

        /** Ends after the round at hand. What is unsent then, the next loop sends. */
        public void stop() {
            stopped.countDown();
            poke();
            try {
                thread.join(STOP_WITHIN.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            stop();
        }

        private void run() {
            try (forwarder) {
                long wait = FIRST_WAIT_MILLIS;
                while (stopped.getCount() > 0) {
                    if (forwardAll()) {
                        wait = FIRST_WAIT_MILLIS;
                        pokes.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    } else {
                        stopped.await(wait, TimeUnit.MILLISECONDS);
                        wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
                    }
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** False: it failed. */
        private boolean forwardAll() {
            try {
                int sent = ROUND;
                while (sent == ROUND && stopped.getCount() > 0) {
                    sent = forwarder.forwardOnce();
                }
                lastError = null;
                return true;
            } catch (SQLException | RuntimeException failure) {
                String error = FirstReason.of(failure);
                if (!error.equals(lastError)) {
                    LOG.error("The outbox cannot be forwarded; it is tried again: {}", error);
                }
                lastError = error;
                return false;
            }
        }
    }
}
