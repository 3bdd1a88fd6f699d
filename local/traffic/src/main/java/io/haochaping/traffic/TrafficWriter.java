package io.haochaping.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a plan to a broker, partitions mixed with each other as the seed decides, the records of each in their own order. Can stop in
 * mid-stream and go on later. Not for use by several threads.
 */
public final class TrafficWriter implements AutoCloseable {
    private static final int RUN_OF_RECORDS = 200;
    private static final long LEADERS_WITHIN_SECONDS = 60;
    private static final int ABORTED_IN = 3;
    private static final int ABORTED_RECORDS = 5;
    private static final String MAX_MESSAGE_BYTES = "4194304";

    private final Producer<byte[], byte[]> producer;
    private final Producer<byte[], byte[]> transactional;
    private final String transactionalTopic;
    private final Draw draw;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long left;
    private long written;
    private long aborted;

    private volatile Set<SourcePartition> held = Set.of();

    /** A partition and how much of it has been written. */
    private static final class Lane {
        private final SourcePartition where;
        private final List<TrafficRecord> records;
        private int next;

        private Lane(SourcePartition where, List<TrafficRecord> records) {
            this.where = where;
            this.records = records;
        }

        private int left() {
            return records.size() - next;
        }
    }

    TrafficWriter(
            TrafficPlan plan,
            long seed,
            Producer<byte[], byte[]> producer,
            Producer<byte[], byte[]> transactional,
            String transactionalTopic) {
        this.producer = producer;
        this.transactional = transactional;
        this.transactionalTopic = transactionalTopic;
        draw = new Draw(seed);
        plan.partitions().forEach(where -> lanes.add(new Lane(where, plan.list(where))));
        left = plan.size();
        if (transactional != null) {
            transactional.initTransactions();
        }
    }

    /** @param seed of the interleaving */
    public static TrafficWriter of(TrafficPlan plan, String bootstrap, long seed) {
        return new TrafficWriter(plan, seed, producer(bootstrap, ""), null, "");
    }

    /**
     * One topic is written in transactions, with aborted ones in between whose records nobody may count; they carry copies of what comes
     * next, so that a reader of uncommitted records shows by its duplicates.
     */
    public static TrafficWriter withTransactions(TrafficPlan plan, String bootstrap, long seed, String topic) {
        Producer<byte[], byte[]> transactional = producer(bootstrap, "traffic-" + topic + "-" + seed);
        return new TrafficWriter(plan, seed, producer(bootstrap, ""), transactional, topic);
    }

    /** Creates those of the source topics that do not exist yet, with the settings that the job insists on and as many copies as the brokers have for a topic of their own accord. */
    public static void createTopics(String bootstrap, int partitions) {
        createTopics(bootstrap, partitions, Map.of());
    }

    /** @param others partitions of the topics that are to have another number of them */
    public static void createTopics(String bootstrap, int partitions, Map<String, Integer> others) {
        Map<String, String> settings = Map.of(
                "message.timestamp.type", "LogAppendTime",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "cleanup.policy", "delete",
                "max.message.bytes", MAX_MESSAGE_BYTES);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = Topics.ALL.stream()
                    .filter(topic -> !existing.contains(topic))
                    .map(topic -> new NewTopic(
                                    topic, Optional.of(others.getOrDefault(topic, partitions)), Optional.empty())
                            .configs(settings))
                    .toList();
            admin.createTopics(missing).all().get();
            awaitLeaders(admin, partitions, others);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating topics.", e);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Could not create the topics on " + bootstrap + ".", e.getCause());
            }
        }
    }

    /**
     * Returns when every partition answers. A producer that writes earlier can have its first batch refused and its second taken; from then on the first is out of order for ever.
     */
    private static void awaitLeaders(Admin admin, int partitions, Map<String, Integer> others)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
        for (String topic : Topics.ALL) {
            for (int number = 0; number < others.getOrDefault(topic, partitions); number++) {
                questions.put(new TopicPartition(topic, number), OffsetSpec.latest());
            }
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEADERS_WITHIN_SECONDS);
        while (true) {
            try {
                admin.listOffsets(questions).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** At least so many records and ticks of the plan are written and acknowledged, or all that is not held back; a call that asks for fewer does nothing. */
    public void writeUpTo(long count) {
        while (written < count) {
            List<Lane> open = open();
            if (open.isEmpty()) {
                break;
            }
            writeSome(open, Math.min(count - written, 1 + draw.below(RUN_OF_RECORDS)));
        }
        flush();
    }

    /** Of these partitions nothing more is written until others, or none, are named; what is being written just now may still go. For any thread. */
    public void hold(Set<SourcePartition> partitions) {
        held = Set.copyOf(partitions);
    }

    private List<Lane> open() {
        Set<SourcePartition> now = held;
        return lanes.stream()
                .filter(lane -> lane.left() > 0 && !now.contains(lane.where))
                .toList();
    }

    /** @param fraction of the whole plan, 0 to 1 */
    public void writeUpTo(double fraction) {
        writeUpTo((long) Math.ceil(fraction * (written + left)));
    }

    public void writeAll() {
        writeUpTo(written + left);
    }

    /** Records and ticks of the plan that are written. */
    public long written() {
        return written;
    }

    /** Records written in transactions that were aborted. */
    public long aborted() {
        return aborted;
    }

    private void writeSome(List<Lane> open, long most) {
        Lane lane = lane(open);
        List<TrafficRecord> some = lane.records.subList(lane.next, lane.next + (int) Math.min(most, lane.left()));
        if (transactional != null && some.get(0).topic().equals(transactionalTopic)) {
            writeInTransaction(some);
        } else {
            some.forEach(record -> send(producer, record));
        }
        lane.next += some.size();
        written += some.size();
        left -= some.size();
    }

    /** A partition with much left is drawn more often, so that all of them come to their end together. */
    private Lane lane(List<Lane> open) {
        long point = draw.between(0, open.stream().mapToLong(Lane::left).sum());
        for (Lane lane : open) {
            point -= lane.left();
            if (point < 0) {
                return lane;
            }
        }
        throw new IllegalStateException("nothing is left to write");
    }

    private void writeInTransaction(List<TrafficRecord> some) {
        // The first is always aborted, so that no plan is without one.
        if (draw.oneIn(ABORTED_IN) || aborted == 0) {
            transactional.beginTransaction();
            List<TrafficRecord> lost = some.subList(0, Math.min(some.size(), ABORTED_RECORDS));
            lost.forEach(record -> send(transactional, record));
            transactional.flush();
            transactional.abortTransaction();
            aborted += lost.size();
        }
        transactional.beginTransaction();
        some.forEach(record -> send(transactional, record));
        transactional.commitTransaction();
    }

    private void send(Producer<byte[], byte[]> to, TrafficRecord record) {
        RecordHeaders headers = new RecordHeaders();
        record.headers().forEach(headers::add);
        to.send(
                new ProducerRecord<>(record.topic(), record.partition(), null, record.key(), record.value(), headers),
                (sent, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
    }

    private void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("The broker refused a record.", failure.get());
        }
    }

    static Producer<byte[], byte[]> producer(String bootstrap, String transactionalId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("compression.type", "lz4");
        settings.put("linger.ms", 5);
        settings.put("batch.size", 256 * 1024);
        settings.put("max.request.size", Integer.parseInt(MAX_MESSAGE_BYTES));
        if (!transactionalId.isEmpty()) {
            settings.put("transactional.id", transactionalId);
        }
        Properties properties = new Properties();
        properties.putAll(settings);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        producer.close();
        if (transactional != null) {
            transactional.close();
        }
    }
}
