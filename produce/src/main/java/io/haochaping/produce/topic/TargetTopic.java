package io.haochaping.produce.topic;

import io.haochaping.configuration.NearestName;
import io.haochaping.produce.say.Refusal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic that records may be put into.
 *
 * @param id changes when a topic is deleted and created again under its name
 * @param largest most bytes of a batch that it takes
 */
public record TargetTopic(String name, String id, int partitions, int largest) {
    private static final String ANSWER_WITHIN_MILLIS = "20000";

    /** What the jobs ask of a source topic; they refuse to start on any other. */
    private static final SortedMap<String, String> DEMANDED = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            "message.timestamp.type", "LogAppendTime",
            "cleanup.policy", "delete",
            "retention.ms", "-1",
            "retention.bytes", "-1")));

    /** @throws Refusal where no broker answers, there is no such topic, or it is not set as a source topic must be */
    public static TargetTopic check(Cluster cluster, String name) throws Refusal {
        try (Admin admin = admin(cluster)) {
            TopicDescription description = describe(cluster, admin, name);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
            Config config = answer(
                            cluster,
                            name,
                            admin.describeConfigs(List.of(resource)).all())
                    .get(resource);
            requireSettings(cluster, name, config);
            return new TargetTopic(
                    name,
                    description.topicId().toString(),
                    description.partitions().size(),
                    Integer.parseInt(config.get("max.message.bytes").value()));
        }
    }

    private static Admin admin(Cluster cluster) throws Refusal {
        try {
            return Admin.create(cluster.client(
                    Map.of(), Map.of("default.api.timeout.ms", ANSWER_WITHIN_MILLIS, "request.timeout.ms", "10000")));
        } catch (KafkaException refused) {
            throw cluster.unusable(refused);
        }
    }

    private static TopicDescription describe(Cluster cluster, Admin admin, String name) throws Refusal {
        try {
            return admin.describeTopics(List.of(name))
                    .topicNameValues()
                    .get(name)
                    .get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                throw missing(
                        cluster, name, answer(cluster, name, admin.listTopics().names()));
            }
            throw cluster.refusal(failure, name);
        } catch (InterruptedException interrupted) {
            throw interrupted(cluster);
        }
    }

    private static Refusal missing(Cluster cluster, String name, Set<String> known) {
        String settings = DEMANDED.entrySet().stream()
                .map(setting -> " --config " + setting)
                .collect(Collectors.joining());
        String command = "kafka-topics.sh --bootstrap-server " + cluster.servers() + " --create --topic " + name
                + " --partitions 3" + settings;
        String nearest = NearestName.near(name, known).orElse("");
        return Refusal.wrongUse(
                "There is no topic " + name + " at " + cluster.servers()
                        + (nearest.isEmpty() ? "" : "; did you mean " + nearest + "?") + " Create it with: " + command,
                "位于 " + cluster.servers() + " 的 Kafka 没有主题 " + name
                        + (nearest.isEmpty() ? "。" : "；是否指 " + nearest + "？") + "创建命令：" + command);
    }

    private static void requireSettings(Cluster cluster, String name, Config config) throws Refusal {
        SortedMap<String, String> wrong = new TreeMap<>();
        DEMANDED.forEach((setting, demanded) -> {
            ConfigEntry entry = config.get(setting);
            String value = entry == null ? "unknown" : entry.value();
            if (!demanded.equals(value)) {
                wrong.put(setting, value);
            }
        });
        if (wrong.isEmpty()) {
            return;
        }
        String found = wrong.entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
        String command = "kafka-configs.sh --bootstrap-server " + cluster.servers()
                + " --alter --entity-type topics --entity-name " + name + " --add-config "
                + wrong.keySet().stream()
                        .map(setting -> setting + "=" + DEMANDED.get(setting))
                        .collect(Collectors.joining(","));
        throw Refusal.wrongUse(
                "The topic " + name + " could lose records, or let senders set the time (" + found
                        + "): the jobs do not read such a topic. Mend it with: " + command,
                "主题 " + name + " 可能丢失记录，或允许发送方设定时间（" + found + "）：作业不会读取这样的主题。修正命令：" + command);
    }

    private static <T> T answer(Cluster cluster, String name, KafkaFuture<T> answer) throws Refusal {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw cluster.refusal(failure, name);
        } catch (InterruptedException interrupted) {
            throw interrupted(cluster);
        }
    }

    private static Refusal interrupted(Cluster cluster) {
        Thread.currentThread().interrupt();
        return Refusal.failure(
                "Interrupted while asking Kafka at " + cluster.servers() + ".",
                "询问位于 " + cluster.servers() + " 的 Kafka 时被中断。");
    }
}
