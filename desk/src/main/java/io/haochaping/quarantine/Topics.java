package io.haochaping.quarantine;

import io.haochaping.desk.Cluster;
import io.haochaping.desk.Refusal;
import io.haochaping.kit.config.LiveConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Where decisions stand, and where the refused records lie. Decisions are kept in a topic beside the quarantine topic and not in the store: a store that is rebuilt, emptied or put
 * back must not forget them, and a redrive must be noted in the very transaction that sends it.
 */
final class Topics {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final LiveConfig config;
    private final Cluster cluster;

    Topics(LiveConfig config) {
        this.config = config;
        this.cluster = new Cluster(config.kafkaClient());
    }

    /** One partition, so that decisions about one record have an order. */
    String decisions() {
        return config.kafka().quarantineTopic() + ".decision";
    }

    /** Makes the topic of the decisions where it is missing; refuses one that would forget them. */
    void ensureDecisions() throws Refusal, InterruptedException {
        Map<String, String> kept = Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");
        try (Admin admin = Admin.create(config.kafkaClient())) {
            try {
                admin.createTopics(List.of(new NewTopic(decisions(), Optional.of(1), Optional.empty()).configs(kept)))
                        .all()
                        .get();
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw failed;
                }
            }
            Config found = settings(admin, decisions());
            for (Map.Entry<String, String> demanded : kept.entrySet()) {
                String value = found.get(demanded.getKey()).value();
                if (!value.equals(demanded.getValue())) {
                    throw Refusal.failure(
                            "主题 " + decisions() + " 会遗失决定：" + demanded.getKey() + " 为 " + value + "，应为 "
                                    + demanded.getValue() + "。",
                            "The topic " + decisions() + " would forget decisions: " + demanded.getKey() + " is "
                                    + value + ", and must be " + demanded.getValue() + ".");
                }
            }
        } catch (ExecutionException | KafkaException failed) {
            throw cluster.unusable(failed);
        }
    }

    /** A broker may hear of a topic some time after another has made it. */
    private static Config settings(Admin admin, String topic) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        long began = System.nanoTime();
        while (true) {
            try {
                return admin.describeConfigs(List.of(resource)).all().get().get(resource);
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() - began > Cluster.PATIENCE.toNanos()) {
                    throw failed;
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
    }

    /** The last decision about each record, of all that are committed now. */
    Map<String, Decision> lastDecisions() throws Refusal {
        Map<String, Decision> last = new HashMap<>();
        TopicPartition partition = new TopicPartition(decisions(), 0);
        try (KafkaConsumer<byte[], byte[]> everything = cluster.consumer("read_uncommitted");
                KafkaConsumer<byte[], byte[]> committed = cluster.consumer("read_committed")) {
            if (everything.partitionsFor(decisions()).isEmpty()) {
                return last;
            }
            // A reader of committed records alone would not see an end behind an open transaction.
            long end = everything.endOffsets(List.of(partition)).get(partition);
            committed.assign(List.of(partition));
            committed.seekToBeginning(List.of(partition));
            long heardOf = System.nanoTime();
            long at = committed.position(partition);
            while (at < end) {
                for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
                    Decision.of(record.value()).ifPresent(decision -> last.put(decision.of(), decision));
                }
                long reached = committed.position(partition);
                heardOf = reached > at ? System.nanoTime() : heardOf;
                at = reached;
                requireSign(heardOf, decisions());
            }
            return last;
        } catch (UnknownTopicOrPartitionException none) {
            return last;
        } catch (KafkaException failed) {
            throw cluster.unusable(failed);
        }
    }

    /** The records at these places as they lie in their topics, bytes and headers untouched. */
    List<ConsumerRecord<byte[], byte[]>> records(List<Place> places) throws Refusal {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer("read_committed")) {
            for (Place place : places) {
                records.add(record(consumer, place));
            }
            return records;
        } catch (KafkaException failed) {
            throw cluster.unusable(failed);
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(KafkaConsumer<byte[], byte[]> consumer, Place place)
            throws Refusal {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, place.offset());
        long began = System.nanoTime();
        try {
            while (consumer.position(partition) <= place.offset()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() == place.offset()) {
                        return record;
                    }
                }
                requireSign(began, place.topic());
            }
        } catch (OffsetOutOfRangeException gone) {
            // Said below.
        }
        throw Refusal.failure(
                place + " 已不在其主题中：该主题没有保留全部记录，无法再次发送。",
                place
                        + " is not in its topic any more: the topic has not kept all records, and it cannot be sent again.");
    }

    private static void requireSign(long since, String topic) throws Refusal {
        if (System.nanoTime() - since > Cluster.PATIENCE.toNanos()) {
            throw Cluster.silent(topic);
        }
    }

    Cluster cluster() {
        return cluster;
    }

    LiveConfig config() {
        return config;
    }
}
