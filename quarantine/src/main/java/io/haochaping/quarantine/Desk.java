package io.haochaping.quarantine;

import io.haochaping.intake.RawRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes decisions, and redriven records with them.
 *
 * <p>A redrive and its decision are one transaction: a desk that is killed half-way has done both or nothing. All desks of a quarantine topic share one transactional id, so opening
 * one first ends what an earlier one left open, and fences out one that still lives; from then on nothing of theirs can come any more, and the decisions that are committed say what
 * was sent.
 */
final class Desk implements AutoCloseable {
    private static final String TIMEOUT_MILLIS = "60000";

    private final Topics topics;
    private final Clock clock;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Decision> decided;

    private Desk(Topics topics, Clock clock, KafkaProducer<byte[], byte[]> producer, Map<String, Decision> decided) {
        this.topics = topics;
        this.clock = clock;
        this.producer = producer;
        this.decided = decided;
    }

    static Desk open(Topics topics, Clock clock) throws Refusal, InterruptedException {
        topics.ensureDecisions();
        Properties properties = topics.config().kafkaClient();
        properties.setProperty("transactional.id", "haochaping-quarantine-desk-" + topics.decisions());
        properties.setProperty("enable.idempotence", "true");
        properties.setProperty("acks", "all");
        properties.setProperty("transaction.timeout.ms", TIMEOUT_MILLIS);
        properties.setProperty("max.request.size", Integer.toString(8 << 20));
        properties.setProperty("max.block.ms", "45000");
        KafkaProducer<byte[], byte[]> producer;
        try {
            producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException failed) {
            throw topics.unusable(failed);
        }
        try {
            producer.initTransactions();
            return new Desk(topics, clock, producer, topics.lastDecisions());
        } catch (KafkaException failed) {
            producer.close(Duration.ofSeconds(1));
            throw topics.unusable(failed);
        } catch (Refusal refused) {
            producer.close(Duration.ofSeconds(1));
            throw refused;
        }
    }

    /** null: nothing was decided. */
    Decision decisionOf(Entry entry) {
        return decided.get(entry.place().toString());
    }

    /**
     * Sends the record once more, as it lies in its topic, into the same partition, with a header that names it.
     *
     * @return where the new record lies
     */
    Place redrive(Entry entry, String reason, String author) throws Refusal, InterruptedException {
        ConsumerRecord<byte[], byte[]> record =
                topics.records(List.of(entry.place())).get(0);
        requireSame(entry, record);
        try {
            producer.beginTransaction();
            RecordMetadata sent = producer.send(new ProducerRecord<>(
                            record.topic(), record.partition(), record.key(), record.value(), headers(record, entry)))
                    .get();
            Place to = new Place(sent.topic(), sent.partition(), sent.offset());
            note(new Decision(entry.place().toString(), to.toString(), reason, author, clock.instant()));
            producer.commitTransaction();
            return to;
        } catch (ExecutionException | KafkaException failed) {
            throw refusal(failed);
        }
    }

    /** The record stays refused and in the equation; the desk just no longer asks about it. All of them or none. */
    void discard(List<Entry> entries, String reason, String author) throws Refusal, InterruptedException {
        try {
            producer.beginTransaction();
            for (Entry entry : entries) {
                note(new Decision(entry.place().toString(), "", reason, author, clock.instant()));
            }
            producer.commitTransaction();
        } catch (ExecutionException | KafkaException failed) {
            throw refusal(failed);
        }
    }

    private void note(Decision decision) throws ExecutionException, InterruptedException {
        byte[] key = decision.of().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topics.decisions(), 0, key, decision.bytes()))
                .get();
        decided.put(decision.of(), decision);
    }

    private Refusal refusal(Exception failed) {
        Throwable cause = failed instanceof ExecutionException ? failed.getCause() : failed;
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return Refusal.failure(
                    "另一次隔离区操作已接管；尚未完成的记录没有发送。请在其结束后再运行一次。",
                    "Another run of the desk has taken over; what was not finished was not sent. Run it again when that one has ended.");
        }
        return topics.unusable(failed);
    }

    /** Every header as it was sent, but for an older link: the new one leads to this record, and from it to the older. */
    private static Headers headers(ConsumerRecord<byte[], byte[]> record, Entry entry) {
        RecordHeaders headers = new RecordHeaders(record.headers());
        headers.remove(RawRecord.REDRIVE_OF);
        headers.add(RawRecord.REDRIVE_OF, entry.place().toString().getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private static void requireSame(Entry entry, ConsumerRecord<byte[], byte[]> record) throws Refusal {
        byte[] value = record.value();
        String found = value == null ? "" : sha256(value);
        if (!found.equals(entry.valueSha256())) {
            throw Refusal.failure(
                    entry.place() + " 处的内容与隔离区索引不符（SHA-256 不同）：主题可能被重建。未发送。",
                    "What lies at " + entry.place()
                            + " is not what the index holds (another SHA-256): the topic may have been made anew. Nothing was sent.");
        }
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Those that may be decided: nothing was before, or it is forced. */
    List<Entry> undecided(List<Entry> entries, boolean force) {
        List<Entry> open = new ArrayList<>(entries);
        open.removeIf(entry -> !force && decisionOf(entry) != null);
        return open;
    }

    /** What is not committed is aborted. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
