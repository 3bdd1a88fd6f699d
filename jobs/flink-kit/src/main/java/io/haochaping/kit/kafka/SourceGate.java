package io.haochaping.kit.kafka;

import static java.util.stream.Collectors.joining;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.config.LiveConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Looks at the source topics before a job reads them. A topic that may lose records, or whose times the sender sets, is
 * refused: no figure out of it could be proved.
 */
public final class SourceGate implements AutoCloseable {
    private static final int ANSWER_WITHIN_MILLIS = 30_000;
    private static final String UNFIT = "These source topics could lose records, or let senders set the time:";

    /** What every source topic must be set to, copies not excepted: a copy's own append times order its ticks. */
    private static final SortedMap<String, String> DEMANDED = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            "message.timestamp.type", "LogAppendTime",
            "cleanup.policy", "delete",
            "retention.ms", "-1",
            "retention.bytes", "-1")));

    private final String bootstrapServers;
    private final SourceTopics topics;
    private final Admin admin;

    private SourceGate(String bootstrapServers, SourceTopics topics, Admin admin) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.admin = admin;
    }

    /**
     * What there is to read.
     *
     * @param topicIds every topic, and what the brokers call it: one that is deleted and created again gets another id
     * @param firstOffsets where the log of each partition starts
     */
    public record Sources(Map<String, String> topicIds, Map<TopicPartition, Long> firstOffsets) {
        public Sources {
            topicIds = Collections.unmodifiableSortedMap(new TreeMap<>(topicIds));
            firstOffsets = Collections.unmodifiableSortedMap(new TreeMap<>(firstOffsets));
        }

        public Set<String> topics() {
            return topicIds.keySet();
        }
    }

    /**
     * A connection of its own; nothing is asked yet.
     *
     * @throws ConfigProblem where the addresses cannot be used at all
     */
    public static SourceGate open(LiveConfig config) throws ConfigProblem {
        String servers = config.kafka().bootstrapServers();
        Properties properties = config.kafkaClient();
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS / 3);
        try {
            return new SourceGate(servers, config.topics(), Admin.create(properties));
        } catch (KafkaException refused) {
            throw new ConfigProblem("No Kafka client can be made for kafka.bootstrap-servers " + servers + ": "
                    + FirstReason.of(refused) + "; check it and kafka.properties");
        }
    }

    /** Opens, {@link #check() checks} and closes. */
    public static Sources check(LiveConfig config) throws ConfigProblem {
        try (SourceGate gate = open(config)) {
            return gate.check();
        }
    }

    /**
     * The source topics, each set as it must be.
     *
     * @throws ConfigProblem naming every topic and setting that is wrong with the command that mends it; where there is no
     *     source topic; where no broker answers
     */
    public Sources check() throws ConfigProblem {
        SortedSet<String> sources = sourceTopics();
        if (sources.isEmpty()) {
            throw new ConfigProblem("There is no source topic on " + bootstrapServers + ": none begins with \""
                    + topics.ratingPrefix() + "\", and none is " + topics.caseEvents() + ", " + topics.workOrderEvents()
                    + ", " + topics.complaintEvents() + " or " + topics.exclusions()
                    + ". Create them, or correct the topics under kafka in the configuration.");
        }
        requireSettings(sources);
        return new Sources(topicIds(sources), offsets(partitions(sources), OffsetSpec.earliest()));
    }

    /** First offset that the log of each partition still holds. Partitions that do not exist are left out. */
    public Map<TopicPartition, Long> logStarts(Collection<TopicPartition> partitions) throws ConfigProblem {
        return offsets(existing(partitions), OffsetSpec.earliest());
    }

    /** The offset after the last one of each partition. Partitions that do not exist are left out. */
    public Map<TopicPartition, Long> logEnds(Collection<TopicPartition> partitions) throws ConfigProblem {
        return offsets(existing(partitions), OffsetSpec.latest());
    }

    /** First offset of each partition that was appended at this instant (milliseconds) or later; where nothing was, the end of the log. */
    public Map<TopicPartition, Long> firstOffsetsAt(Collection<TopicPartition> partitions, long instant)
            throws ConfigProblem {
        Map<TopicPartition, Long> offsets = logEnds(partitions);
        offsets(offsets.keySet(), OffsetSpec.forTimestamp(instant)).forEach((source, offset) -> {
            if (offset >= 0) {
                offsets.put(source, offset);
            }
        });
        return offsets;
    }

    /** {@link #logStarts(Collection)} for one question. */
    public static Map<TopicPartition, Long> logStarts(LiveConfig config, Collection<TopicPartition> partitions)
            throws ConfigProblem {
        try (SourceGate gate = open(config)) {
            return gate.logStarts(partitions);
        }
    }

    /** {@link #logEnds(Collection)} for one question. */
    public static Map<TopicPartition, Long> logEnds(LiveConfig config, Collection<TopicPartition> partitions)
            throws ConfigProblem {
        try (SourceGate gate = open(config)) {
            return gate.logEnds(partitions);
        }
    }

    /**
     * Why no figure out of a topic could be proved, with the command that mends it; empty: it is set as it must be.
     *
     * @throws ConfigProblem where no broker answers
     */
    public Optional<String> unfit(String topic) throws ConfigProblem {
        List<String> problems = problemsOf(List.of(topic));
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(ConfigProblem.of(UNFIT, problems).getMessage());
    }

    /** What the brokers call each of these topics now. */
    public SortedMap<String, String> topicIds(Collection<String> names) throws ConfigProblem {
        SortedMap<String, String> ids = new TreeMap<>();
        BrokerAnswer.of(bootstrapServers, admin.describeTopics(names).allTopicNames())
                .forEach((topic, description) ->
                        ids.put(topic, description.topicId().toString()));
        return ids;
    }

    /**
     * The sentence that names the first offset, by topic and partition, from which a restored job could not go on, and what
     * to do; empty: every one of them is there.
     *
     * @param topicIds what the brokers called the topics that were read; one that is not among them is taken for the same
     */
    public Optional<String> firstMissing(Collection<PartitionProgress> restored, Map<String, String> topicIds)
            throws ConfigProblem {
        SortedMap<TopicPartition, Long> positions = new TreeMap<>();
        restored.forEach(progress -> positions.put(progress.source(), progress.endOffset()));
        List<TopicPartition> there = existing(positions.keySet());
        SortedMap<String, String> idsNow =
                topicIds(there.stream().map(TopicPartition::topic).distinct().toList());
        Set<String> recreated = new TreeSet<>(idsNow.keySet());
        recreated.removeIf(
                topic -> !topicIds.containsKey(topic) || topicIds.get(topic).equals(idsNow.get(topic)));
        return firstMissing(
                positions, recreated, offsets(there, OffsetSpec.earliest()), offsets(there, OffsetSpec.latest()));
    }

    /** The same for logs whose limits are known; a partition without limits does not exist. */
    static Optional<String> firstMissing(
            SortedMap<TopicPartition, Long> positions,
            Set<String> recreated,
            Map<TopicPartition, Long> logStarts,
            Map<TopicPartition, Long> logEnds) {
        return positions.entrySet().stream()
                .flatMap(entry -> missing(
                        entry.getKey(),
                        entry.getValue(),
                        recreated.contains(entry.getKey().topic()),
                        Optional.ofNullable(logStarts.get(entry.getKey())),
                        Optional.ofNullable(logEnds.get(entry.getKey())))
                        .stream())
                .findFirst();
    }

    private static Optional<String> missing(
            TopicPartition source, long position, boolean recreated, Optional<Long> logStart, Optional<Long> logEnd) {
        String offset = "offset " + position + " of " + source + " is gone: ";
        if (logStart.isEmpty() || logEnd.isEmpty()) {
            return Optional.of(
                    offset + "the partition does not exist: the topic was deleted or recreated. Put the topic"
                            + " back from a copy, or rebuild the store from what the topics hold now.");
        }
        if (recreated) {
            return Optional.of(offset + "the topic was deleted and created again, and what it holds now is not what was"
                    + " read. Rebuild the store from what the topics hold now.");
        }
        if (position < logStart.get()) {
            return Optional.of(offset + "the log starts at " + logStart.get() + ". Put the topic back from a copy and"
                    + " rebuild, or rebuild the store from what the topics hold now; then let the topic keep its records"
                    + " (retention.ms=-1, retention.bytes=-1).");
        }
        if (position > logEnd.get()) {
            return Optional.of(
                    offset + "the log ends at " + logEnd.get() + ": the topic was recreated or truncated. Put"
                            + " the topic back from a copy and rebuild, or rebuild the store from what the topics hold now.");
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        admin.close();
    }

    private SortedSet<String> sourceTopics() throws ConfigProblem {
        return BrokerAnswer.of(bootstrapServers, admin.listTopics().names()).stream()
                .filter(topics::isSource)
                .collect(TreeSet::new, Set::add, Set::addAll);
    }

    private void requireSettings(SortedSet<String> sources) throws ConfigProblem {
        List<String> problems = problemsOf(sources);
        if (!problems.isEmpty()) {
            throw ConfigProblem.of(UNFIT, problems);
        }
    }

    private List<String> problemsOf(Collection<String> sources) throws ConfigProblem {
        List<ConfigResource> resources = sources.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<ConfigResource, Config> found = BrokerAnswer.of(
                bootstrapServers, admin.describeConfigs(resources).all());
        List<String> problems = new ArrayList<>();
        for (ConfigResource resource : resources) {
            problems.addAll(problemsOf(resource.name(), found.get(resource)));
        }
        return problems;
    }

    private List<String> problemsOf(String topic, Config config) {
        SortedMap<String, String> wrong = new TreeMap<>();
        DEMANDED.forEach((setting, demanded) -> {
            ConfigEntry entry = config.get(setting);
            String value = entry == null ? "unknown" : entry.value();
            if (!demanded.equals(value)) {
                wrong.put(setting, value);
            }
        });
        if (wrong.isEmpty()) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        wrong.forEach((setting, value) ->
                problems.add(topic + ": " + setting + " is " + value + ", and must be " + DEMANDED.get(setting)));
        String demanded = wrong.keySet().stream()
                .map(setting -> setting + "=" + DEMANDED.get(setting))
                .collect(joining(","));
        problems.add("  mend it with: kafka-configs.sh --bootstrap-server " + bootstrapServers
                + " --alter --entity-type topics --entity-name " + topic + " --add-config " + demanded);
        return problems;
    }

    /** How many partitions each source topic has now. */
    SortedMap<String, Integer> partitionCounts() throws ConfigProblem {
        SortedMap<String, Integer> counts = new TreeMap<>();
        BrokerAnswer.of(bootstrapServers, admin.describeTopics(sourceTopics()).allTopicNames())
                .forEach((topic, description) ->
                        counts.put(topic, description.partitions().size()));
        return counts;
    }

    private List<TopicPartition> partitions(Collection<String> names) throws ConfigProblem {
        Map<String, TopicDescription> described =
                BrokerAnswer.of(bootstrapServers, admin.describeTopics(names).allTopicNames());
        return described.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private List<TopicPartition> existing(Collection<TopicPartition> partitions) throws ConfigProblem {
        Set<String> known = BrokerAnswer.of(bootstrapServers, admin.listTopics().names());
        Set<String> names = new TreeSet<>();
        partitions.stream().map(TopicPartition::topic).filter(known::contains).forEach(names::add);
        Set<TopicPartition> asked = Set.copyOf(partitions);
        return partitions(names).stream().filter(asked::contains).toList();
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
            throws ConfigProblem {
        Map<org.apache.kafka.common.TopicPartition, OffsetSpec> questions = new HashMap<>();
        partitions.forEach(source ->
                questions.put(new org.apache.kafka.common.TopicPartition(source.topic(), source.partition()), which));
        Map<TopicPartition, Long> offsets = new TreeMap<>();
        BrokerAnswer.of(bootstrapServers, admin.listOffsets(questions).all())
                .forEach((partition, answer) ->
                        offsets.put(new TopicPartition(partition.topic(), partition.partition()), answer.offset()));
        return offsets;
    }
}
