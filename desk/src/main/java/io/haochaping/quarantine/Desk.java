package io.haochaping.quarantine;

import io.haochaping.desk.Refusal;
import io.haochaping.desk.Sender;
import io.haochaping.intake.RawRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes decisions, and redriven records with them.
 *
 * <p>A redrive and its decision are one transaction: a desk that is killed half-way has done both or nothing.
 */
final class Desk implements AutoCloseable {
    private final Topics topics;
    private final Clock clock;
    private final Sender sender;
    private final Map<String, Decision> decided;

    private Desk(Topics topics, Clock clock, Sender sender, Map<String, Decision> decided) {
        this.topics = topics;
        this.clock = clock;
        this.sender = sender;
        this.decided = decided;
    }

    static Desk open(Topics topics, Clock clock) throws Refusal, InterruptedException {
        topics.ensureDecisions();
        Sender sender = Sender.open(topics.cluster(), "haochaping-quarantine-desk-" + topics.decisions());
        try {
            return new Desk(topics, clock, sender, topics.lastDecisions());
        } catch (Refusal refused) {
            sender.close();
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
        return sender.inOneTransaction(() -> {
            RecordMetadata sent = sender.send(new ProducerRecord<>(
                    record.topic(), record.partition(), record.key(), record.value(), headers(record, entry)));
            Place to = new Place(sent.topic(), sent.partition(), sent.offset());
            note(new Decision(entry.place().toString(), to.toString(), reason, author, clock.instant()));
            return to;
        });
    }

    /** The record stays refused and in the equation; the desk just no longer asks about it. All of them or none. */
    void discard(List<Entry> entries, String reason, String author) throws Refusal, InterruptedException {
        sender.inOneTransaction(() -> {
            for (Entry entry : entries) {
                note(new Decision(entry.place().toString(), "", reason, author, clock.instant()));
            }
            return entries.size();
        });
    }

    private void note(Decision decision) throws Refusal, InterruptedException {
        byte[] key = decision.of().getBytes(StandardCharsets.UTF_8);
        sender.send(new ProducerRecord<>(topics.decisions(), 0, key, decision.bytes()));
        decided.put(decision.of(), decision);
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
        sender.close();
    }
}
