package io.haochaping.kit.kafka;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.kit.config.LiveConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics that the job writes: made where they are missing, so that the first bad review does not wait for an administrator. */
public final class ResultTopics {
    private ResultTopics() {}

    /**
     * Creates what is missing, with the cluster's default partitions and replication. Announcements are not compacted: of one id the highest epoch holds, and compaction would keep the
     * last one written, which after two forwarders in turn may be another.
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

    private static NewTopic topic(String name, Map<String, String> settings) {
        return new NewTopic(name, Optional.empty(), Optional.empty()).configs(settings);
    }
}
