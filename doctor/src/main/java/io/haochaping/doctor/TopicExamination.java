package io.haochaping.doctor;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;

/** Brokers, source topics, result topics, the brokers' disks and clocks. Only asks; writes nothing. */
final class TopicExamination {
    private static final int ANSWER_WITHIN_MILLIS = 15_000;
    private static final int SAFE_REPLICAS = 3;

    /** An append time that lies further ahead than this was not made by a clock that agrees with ours. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private final LiveConfig config;
    private final Clock clock;

    TopicExamination(LiveConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    List<Finding> examine() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        SourceGate.Sources sources;
        try {
            sources = SourceGate.check(config);
        } catch (ConfigProblem problem) {
            return List.of(Finding.broken(
                    "kafka.topics",
                    new Text(
                            "来源主题不可用，作业将拒绝启动：" + problem.getMessage(),
                            "the job would refuse to start: " + problem.getMessage()),
                    new Text("按上面的命令修正后再检查", "mend it as said there, then look again")));
        }
        findings.add(Finding.fine(
                "kafka.topics",
                sources.topics().size() + " 个来源主题设置正确：由 Kafka 记录时间，且永久保留",
                sources.topics().size() + " source topics: Kafka sets the time, and nothing is ever removed"));
        Properties client = config.kafkaClient();
        client.putIfAbsent("default.api.timeout.ms", ANSWER_WITHIN_MILLIS);
        client.putIfAbsent("request.timeout.ms", ANSWER_WITHIN_MILLIS / 3);
        try (Admin admin = Admin.create(client)) {
            Map<String, TopicDescription> topics =
                    admin.describeTopics(sources.topics()).allTopicNames().get();
            var brokers = admin.describeCluster().nodes().get();
            findings.add(partitions(topics));
            findings.add(replicas(topics, brokers.size()));
            findings.add(results(admin));
            findings.addAll(disks(admin, brokers));
            findings.add(clocks(admin, sources.firstOffsets().keySet()));
        } catch (ExecutionException refused) {
            findings.add(Finding.broken(
                    "kafka.rights",
                    new Text(
                            "Kafka 拒绝回答：" + refused.getCause().getMessage(),
                            "Kafka refuses to tell: " + refused.getCause().getMessage()),
                    new Text("检查 kafka.properties 中的账号与权限", "check the user in kafka.properties and its rights")));
        }
        return findings;
    }

    private static Finding partitions(Map<String, TopicDescription> topics) {
        SortedMap<Integer, Set<String>> byCount = new TreeMap<>();
        topics.values()
                .forEach(topic -> byCount.computeIfAbsent(topic.partitions().size(), count -> new TreeSet<>())
                        .add(topic.name()));
        if (byCount.size() == 1) {
            int count = byCount.firstKey();
            return Finding.fine(
                    "kafka.partitions", "每个来源主题 " + count + " 个分区", count + " partitions in every source topic");
        }
        return Finding.lookHere(
                "kafka.partitions",
                new Text("来源主题的分区数不一致：" + byCount, "source topics differ in their partitions: " + byCount),
                new Text(
                        "数字不受影响；分区数一致时，同一办件在各主题中位于同号分区，便于核查",
                        "no figure depends on it; with one number for all, a case lies in the same partition everywhere"));
    }

    private static Finding replicas(Map<String, TopicDescription> topics, int brokers) {
        Set<String> thin = new TreeSet<>();
        Set<String> behind = new TreeSet<>();
        topics.values().forEach(topic -> topic.partitions().forEach(partition -> {
            if (partition.replicas().size() < SAFE_REPLICAS) {
                thin.add(topic.name());
            }
            if (partition.leader() == null
                    || partition.isr().size() < partition.replicas().size()) {
                behind.add(topic.name() + "-" + partition.partition());
            }
        }));
        if (!behind.isEmpty()) {
            return Finding.broken(
                    "kafka.replicas",
                    new Text("有副本落后或没有主副本：" + behind, "replicas are behind or a partition has no leader: " + behind),
                    new Text("检查代理节点是否全部在线", "see that all brokers run"));
        }
        if (!thin.isEmpty()) {
            return Finding.lookHere(
                    "kafka.replicas",
                    new Text(
                            "共 " + brokers + " 个代理节点；副本少于 " + SAFE_REPLICAS + " 的主题：" + thin,
                            brokers + " brokers; fewer than " + SAFE_REPLICAS + " replicas: " + thin),
                    new Text(
                            "主题是唯一的原始记录：正式环境请使用 3 个以上代理节点和 3 副本",
                            "the topics are the only original: use three brokers and three replicas in production"));
        }
        return Finding.fine("kafka.replicas", "所有副本同步", "all replicas are in step");
    }

    private Finding results(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> missing = new TreeSet<>(Set.of(
                config.kafka().quarantineTopic(),
                config.kafka().badReviewTopic(),
                config.kafka().alertTopic()));
        missing.removeAll(admin.listTopics().names().get());
        return missing.isEmpty()
                ? Finding.fine("kafka.results", "结果主题齐全", "all result topics are there")
                : Finding.lookHere(
                        "kafka.results",
                        new Text("缺少结果主题 " + missing, "result topics are missing: " + missing),
                        new Text(
                                "作业启动时会创建；若无权限，请管理员创建（retention.ms=-1）",
                                "the job creates them on start; without the right to, have them made (retention.ms=-1)"));
    }

    private static List<Finding> disks(Admin admin, Collection<Node> brokers) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Map<Integer, Map<String, LogDirDescription>> described;
        try {
            described = admin.describeLogDirs(brokers.stream().map(Node::id).toList())
                    .allDescriptions()
                    .get();
        } catch (ExecutionException refused) {
            return List.of(Finding.lookHere(
                    "kafka.disk",
                    new Text(
                            "无法查看代理节点的磁盘：" + refused.getCause().getMessage(),
                            "the brokers' disks cannot be seen: "
                                    + refused.getCause().getMessage()),
                    new Text("授予 describe cluster 权限，或用主机监控查看", "grant describe on the cluster, or watch the hosts")));
        }
        described.forEach((broker, folders) -> folders.forEach((folder, description) -> {
            if (description.totalBytes().isPresent()
                    && description.usableBytes().isPresent()) {
                findings.add(Space.finding(
                        "kafka.disk",
                        "broker " + broker,
                        description.usableBytes().getAsLong(),
                        description.totalBytes().getAsLong()));
            }
        }));
        return findings;
    }

    private Finding clocks(Admin admin, Set<TopicPartition> sources) throws ExecutionException, InterruptedException {
        Map<org.apache.kafka.common.TopicPartition, OffsetSpec> newest = new HashMap<>();
        sources.forEach(source -> newest.put(
                new org.apache.kafka.common.TopicPartition(source.topic(), source.partition()),
                OffsetSpec.maxTimestamp()));
        long appended = admin.listOffsets(newest).all().get().values().stream()
                .mapToLong(answer -> answer.timestamp())
                .max()
                .orElse(-1);
        long ahead = appended - clock.millis();
        if (ahead > CLOCK_TOLERANCE.toMillis()) {
            return Finding.broken(
                    "clocks.kafka",
                    new Text(
                            "最新记录的时间比本机时钟早到 " + ahead / 1000 + " 秒：代理节点或本机的时钟不准",
                            "the newest record is " + ahead / 1000 + " s ahead of this machine's clock"),
                    new Text("在所有主机上启用时间同步（NTP/chrony）", "keep all hosts in time (NTP, chrony)"));
        }
        return appended < 0
                ? Finding.fine("clocks.kafka", "主题尚无记录", "the topics hold no record yet")
                : Finding.fine(
                        "clocks.kafka",
                        "最新记录写入于 " + -ahead / 1000 + " 秒前",
                        "the newest record was appended " + -ahead / 1000 + " s ago");
    }
}
