package io.haochaping.kit.kafka;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.kit.config.LiveConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics that the job writes: made where they are missing, so that the first bad review does not wait for an administrator. */
public final class ResultTopics {
    /** A kept value of 1 MiB, its key, its headers and what is said of it. */
    private static final int LARGEST_ENTRY = 2 << 20;

    private static final SortedMap<String, String> KEPT_FOR_EVER = Collections.unmodifiableSortedMap(
            new TreeMap<>(Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1")));

    private ResultTopics() {}

    /**
     * Creates what is missing, with the cluster's default partitions and replication. Announcements are not compacted: of one id the highest epoch holds, and compaction would keep the
     * last one written, which after two forwarders in turn may be another.
     *
     * @throws ConfigProblem also where the quarantine topic is there and could lose or refuse what it is kept for: the store's index is refilled from it
     */
    public static void ensure(LiveConfig config) throws ConfigProblem {
        Map<String, String> kept = Map.of("retention.ms", "-1", "max.message.bytes", Integer.toString(4 << 20));
        List<NewTopic> wanted = List.of(
                topic(config.kafka().quarantineTopic(), kept),
                topic(config.kafka().badReviewTopic(), kept),
                topic(config.kafka().alertTopic(), kept));
        try (Admin admin = Admin.create(config.kafkaClient())) {
            Set<String> existing = admin.listTopics().names().get();
            admin.createTopics(wanted.stream()
                            .filter(topic -> !existing.contains(topic.name()))
                            .toList())
                    .all()
                    .get();
            if (existing.contains(config.kafka().quarantineTopic())) {
                requireKept(admin, config);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigProblem("interrupted while the result topics were looked for");
        } catch (ExecutionException | KafkaException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new ConfigProblem("The topics "
                        + wanted.stream().map(NewTopic::name).toList()
                        + " cannot be created on " + config.kafka().bootstrapServers() + ": " + FirstReason.of(e)
                        + "; create them, or allow the job to");
            }
        }
    }

    private static void requireKept(Admin admin, LiveConfig config)
            throws ConfigProblem, ExecutionException, InterruptedException {
        String topic = config.kafka().quarantineTopic();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config found = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        List<String> problems = new ArrayList<>();
        KEPT_FOR_EVER.forEach((setting, demanded) -> {
            String value = found.get(setting).value();
            if (!demanded.equals(value)) {
                problems.add(setting + " is " + value + ", and must be " + demanded);
            }
        });
        String largest = found.get("max.message.bytes").value();
        if (Integer.parseInt(largest) < LARGEST_ENTRY) {
            problems.add("max.message.bytes is " + largest + ", and must be " + LARGEST_ENTRY + " or more");
        }
        if (!problems.isEmpty()) {
            problems.add("mend it with: kafka-configs.sh --bootstrap-server "
                    + config.kafka().bootstrapServers()
                    + " --alter --entity-type topics --entity-name " + topic
                    + " --add-config cleanup.policy=delete,retention.ms=-1,retention.bytes=-1,max.message.bytes="
                    + (4 << 20));
            throw ConfigProblem.of("The topic " + topic + " could lose or refuse what it is kept for:", problems);
        }
    }

    private static NewTopic topic(String name, Map<String, String> settings) {
        return new NewTopic(name, Optional.empty(), Optional.empty()).configs(settings);
    }
}
