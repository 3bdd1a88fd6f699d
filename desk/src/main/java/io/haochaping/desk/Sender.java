package io.haochaping.desk;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends decisions in transactions. All desks of one topic share a transactional id, so opening one first ends what an earlier one left open, and fences out one that still lives;
 * from then on nothing of theirs can come any more, and what is committed says what was decided.
 */
public final class Sender implements AutoCloseable {
    private static final String TIMEOUT_MILLIS = "60000";

    private final Cluster cluster;
    private final KafkaProducer<byte[], byte[]> producer;

    private Sender(Cluster cluster, KafkaProducer<byte[], byte[]> producer) {
        this.cluster = cluster;
        this.producer = producer;
    }

    /** @param id the same for every desk of a topic */
    public static Sender open(Cluster cluster, String id) throws Refusal {
        Properties properties = cluster.client();
        properties.setProperty("transactional.id", id);
        properties.setProperty("enable.idempotence", "true");
        properties.setProperty("acks", "all");
        properties.setProperty("transaction.timeout.ms", TIMEOUT_MILLIS);
        properties.setProperty("max.request.size", Integer.toString(8 << 20));
        properties.setProperty("max.block.ms", "45000");
        KafkaProducer<byte[], byte[]> producer;
        try {
            producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException failed) {
            throw cluster.unusable(failed);
        }
        try {
            producer.initTransactions();
            return new Sender(cluster, producer);
        } catch (KafkaException failed) {
            producer.close(Duration.ofSeconds(1));
            throw cluster.unusable(failed);
        }
    }

    /** What is sent in one transaction, and what comes of it. */
    public interface Sending<T> {
        T send() throws Refusal, InterruptedException;
    }

    /** All that is sent in it, or nothing. */
    public <T> T inOneTransaction(Sending<T> sending) throws Refusal, InterruptedException {
        try {
            producer.beginTransaction();
            T sent = sending.send();
            producer.commitTransaction();
            return sent;
        } catch (KafkaException failed) {
            throw refusal(failed);
        }
    }

    /** Waits until the broker has the record; it is there for good once its transaction is committed. */
    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Refusal, InterruptedException {
        try {
            return producer.send(record).get();
        } catch (ExecutionException | KafkaException failed) {
            throw refusal(failed);
        }
    }

    /** As {@link #send}, without waiting: what the broker refuses is told by the end of the transaction. */
    public void sendLater(ProducerRecord<byte[], byte[]> record) throws Refusal {
        try {
            producer.send(record);
        } catch (KafkaException failed) {
            throw refusal(failed);
        }
    }

    private Refusal refusal(Exception failed) {
        Throwable cause = failed instanceof ExecutionException ? failed.getCause() : failed;
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return Refusal.failure(
                    "另一次同类操作已接管；尚未完成的记录没有发送。请在其结束后再运行一次。",
                    "Another run of the desk has taken over; what was not finished was not sent. Run it again when that one has ended.");
        }
        return cluster.unusable(failed);
    }

    /** What is not committed is aborted. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
