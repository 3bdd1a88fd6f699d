package io.haochaping.produce.topic;

import io.haochaping.produce.mapping.MappedRecord;
import io.haochaping.produce.say.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts the lines of one file into a topic, each once, however often the command is killed on the way.
 *
 * <p><b>How.</b> Lines go in transactions, in their order, a line never divided between two of them. The transactional id is made of the file's digest and the topic: whoever runs
 * the command again on the same file is the same sender to the brokers. Opening therefore first ends what an earlier run left behind, a transaction that was being written is
 * aborted, one that was being committed is committed, and a run that still lives is fenced out. From then on the topic cannot change any more by an earlier run, and
 * {@link LookThrough} reads from its records which line was the last one. As the transactions follow the order of the lines, everything up to that line is in and nothing behind it.
 *
 * <p><b>Why not</b> a note on disk alone: between a commit and its note the process can die, and the line would be sent twice, or, noted first, not at all. <b>Why not</b> the offset
 * of a consumer group in the same transaction, which would be as exact: brokers forget the offsets of a group that nobody uses after seven days
 * ({@code offsets.retention.minutes}), and the topic does not forget. The note on disk only spares looking through the topic from its beginning.
 *
 * <p>While a transaction is open, readers of committed records wait behind it. So one lasts a second or two, and where the process is killed in it, brokers end it after
 * {@link #TIMEOUT_MILLIS}, or the next run at once.
 */
public final class LineSender implements AutoCloseable {
    private static final String TIMEOUT_MILLIS = "60000";
    private static final int LARGEST_VALUE = 1 << 20;
    /** Offsets, lengths and names of two headers, and the frame of a batch. */
    private static final int OVERHEAD = 300;

    private final Cluster cluster;
    private final TargetTopic topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Provenance file;
    private final boolean copy;
    private final Ticks ticks = new Ticks();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicLongArray ends;
    private boolean open;

    private LineSender(
            Cluster cluster, TargetTopic topic, KafkaProducer<byte[], byte[]> producer, Provenance file, boolean copy) {
        this.cluster = cluster;
        this.topic = topic;
        this.producer = producer;
        this.file = file;
        this.copy = copy;
        this.ends = new AtomicLongArray(topic.partitions());
    }

    /**
     * Ends what earlier runs on the same file and topic left open.
     *
     * @param copy true where records say when they were first appended
     */
    public static LineSender open(
            Cluster cluster, TargetTopic topic, String fileDigest, String mappingDigest, boolean copy) throws Refusal {
        Provenance file = Provenance.of(fileDigest, mappingDigest, 0);
        KafkaProducer<byte[], byte[]> producer;
        try {
            producer = new KafkaProducer<>(
                    cluster.client(ours(file, topic), unlessSet(topic)),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        } catch (KafkaException refused) {
            throw cluster.unusable(refused);
        }
        try {
            producer.initTransactions();
        } catch (KafkaException refused) {
            producer.close(Duration.ofSeconds(1));
            throw cluster.refusal(refused, topic.name());
        }
        return new LineSender(cluster, topic, producer, file, copy);
    }

    private static Map<String, String> ours(Provenance file, TargetTopic topic) {
        return Map.of(
                "transactional.id", "haochaping-produce-" + file.file() + "-" + topic.name(),
                "enable.idempotence", "true",
                "acks", "all",
                "transaction.timeout.ms", TIMEOUT_MILLIS,
                "client.id", "haochaping-produce");
    }

    private static Map<String, String> unlessSet(TargetTopic topic) {
        return Map.of(
                "compression.type", "lz4",
                "linger.ms", "5",
                "batch.size", Integer.toString(Math.min(256 * 1024, Math.max(1_024, topic.largest() / 2))),
                "max.request.size", Integer.toString(8 << 20),
                "max.block.ms", "45000",
                "request.timeout.ms", "15000",
                "delivery.timeout.ms", "45000");
    }

    /** Whether the topic takes a record of this size. */
    public boolean takes(MappedRecord record, byte[] value) {
        long whole = (long) value.length + record.key().length() * 3L + OVERHEAD;
        return value.length <= LARGEST_VALUE && whole <= topic.largest();
    }

    /** Sends; the record is there for good after the next {@link #commit()}. */
    public void send(long line, MappedRecord record, byte[] value) throws Refusal {
        send(new ProducerRecord<>(
                topic.name(),
                null,
                record.key().getBytes(StandardCharsets.UTF_8),
                value,
                headers(line, record.firstAppend())));
    }

    /** Puts a tick into every partition. Its own append time is T as well: a reader ignores a tick whose T is later than that. */
    public void tick(long line, long at) throws Refusal {
        byte[] value = ticks.value(topic, at);
        for (int partition = 0; partition < topic.partitions(); partition++) {
            send(new ProducerRecord<>(topic.name(), partition, (byte[]) null, value, headers(line, at)));
        }
    }

    private List<Header> headers(long line, long firstAppend) {
        List<Header> headers = new ArrayList<>(2);
        headers.add(new RecordHeader(Provenance.HEADER, new Provenance(file.file(), file.mapping(), line).bytes()));
        if (copy) {
            headers.add(new RecordHeader(
                    LookThrough.FIRST_APPEND, Long.toString(firstAppend).getBytes(StandardCharsets.US_ASCII)));
        }
        return headers;
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Refusal {
        try {
            if (!open) {
                producer.beginTransaction();
                open = true;
            }
            producer.send(record, (sent, refused) -> {
                if (refused != null) {
                    failure.compareAndSet(null, refused);
                } else {
                    ends.accumulateAndGet(sent.partition(), sent.offset() + 1, Math::max);
                }
            });
        } catch (KafkaException refused) {
            throw refusal(refused);
        }
        if (failure.get() != null) {
            throw refusal(failure.get());
        }
    }

    public void commit() throws Refusal {
        if (!open) {
            return;
        }
        try {
            producer.commitTransaction();
            open = false;
        } catch (KafkaException refused) {
            throw refusal(refused);
        }
    }

    private Refusal refusal(Exception refused) {
        Exception first = failure.get();
        return cluster.refusal(first == null ? refused : first, topic.name());
    }

    /** Per partition the offset behind the last record of ours that was acknowledged, or what was known before where none was sent into it. */
    public long[] ends(long[] before) {
        long[] known = Arrays.copyOf(before, topic.partitions());
        for (int partition = 0; partition < known.length; partition++) {
            known[partition] = Math.max(known[partition], ends.get(partition));
        }
        return known;
    }

    /** What is not committed is aborted. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
