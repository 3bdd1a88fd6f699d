package io.haochaping.auditreplay;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.QuarantineTopic;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.store.QuarantineIndex;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes into the quarantine topic what the newly shown store refused while its job held its tongue and the job before did not refuse. An entry that is there already replaces itself.
 */
record QuarantineHandover(LiveConfig config) {

    /** @return how many entries were written */
    int run(String from, String to) throws SQLException, IOException {
        QuarantineTopic form = new QuarantineTopic(config.kafka().quarantineTopic());
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (Connection connection = config.store().connect();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        config.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            QuarantineIndex.forEachLacking(
                    connection,
                    to,
                    from,
                    entry -> sent.add(producer.send(form.serialize(new CommitItem.Refused(entry), null, null))));
            producer.flush();
            for (Future<RecordMetadata> answer : sent) {
                answer.get();
            }
        } catch (ExecutionException | KafkaException failure) {
            throw new IOException("the quarantine topic does not take the refused records: " + failure.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing refused records");
        }
        return sent.size();
    }
}
