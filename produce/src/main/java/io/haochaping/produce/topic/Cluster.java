package io.haochaping.produce.topic;

import io.haochaping.produce.say.Refusal;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/** Brokers as an operator names them, with the properties of their clients. The properties may hold secrets: they are never printed, and no message of a client is. */
public final class Cluster {
    /** What exactness rests on; a file of properties must not change it. */
    private static final Set<String> OURS = Set.of(
            "acks",
            "enable.idempotence",
            "transactional.id",
            "isolation.level",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "group.id",
            "auto.offset.reset",
            "enable.auto.commit",
            "partitioner.class",
            "interceptor.classes",
            "bootstrap.servers",
            "retries",
            "max.in.flight.requests.per.connection");

    private final String servers;
    private final Properties properties;

    private Cluster(String servers, Properties properties) {
        this.servers = servers;
        this.properties = properties;
    }

    /** @throws Refusal where the file of properties cannot be read, or sets what it must not */
    public static Cluster of(String servers, Optional<Path> file) throws Refusal {
        Properties properties = new Properties();
        if (file.isPresent()) {
            load(file.get(), properties);
        }
        Set<String> refused = new TreeSet<>(properties.stringPropertyNames());
        refused.retainAll(OURS);
        if (!refused.isEmpty()) {
            throw Refusal.wrongUse(
                    file.get() + " sets " + String.join(", ", refused)
                            + ", on which it rests that no line is sent twice: remove it.",
                    file.get() + " 设置了 " + String.join("、", refused) + "，而“不重复发送”依赖这些设置：请删除。");
        }
        return new Cluster(servers, properties);
    }

    private static void load(Path file, Properties properties) throws Refusal {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw Refusal.wrongUse(
                    file
                            + ": the properties of the Kafka client cannot be read; check that the file is there and is key=value lines in UTF-8.",
                    file + "：无法读取 Kafka 客户端属性；请检查文件是否存在，且为 UTF-8 的 key=value 各行。");
        }
    }

    public String servers() {
        return servers;
    }

    /** For one client: what is given here goes before the operator's file only where nothing else is possible. */
    Properties client(Map<String, String> ours, Map<String, String> unlessSet) {
        Properties client = new Properties();
        unlessSet.forEach(client::setProperty);
        client.putAll(properties);
        client.setProperty("bootstrap.servers", servers);
        ours.forEach(client::setProperty);
        return client;
    }

    /** What a client's failure means for whoever runs the command. The client's own words stay out: they may hold what was configured. */
    Refusal refusal(Throwable failure, String topic) {
        Throwable cause = failure;
        while (!(cause instanceof KafkaException && !(cause.getClass() == KafkaException.class))
                && cause.getCause() != null
                && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return Refusal.failure(
                    "Another run of this command has taken over the same file and topic, or the broker gave this one up."
                            + " Let one run at a time; run it again to go on.",
                    "同一文件与主题的另一次运行已接管，或服务端已放弃本次运行。同一时间只运行一次；再次运行即可继续。");
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return Refusal.failure(
                    "Kafka at " + servers + " refuses the user: it needs the rights to describe and write " + topic
                            + ", to read it, and to use transactional ids that begin with haochaping-produce-. Check --properties.",
                    "位于 " + servers + " 的 Kafka 拒绝该用户：需要对 " + topic
                            + " 的描述、写入、读取权限，以及以 haochaping-produce- 开头的事务 ID 权限。请检查 --properties。");
        }
        if (cause instanceof RecordTooLargeException) {
            return Refusal.failure(
                    "Kafka at " + servers + " refuses a record as too large although " + topic
                            + " takes it: raise message.max.bytes of the broker.",
                    "位于 " + servers + " 的 Kafka 认为记录过大，尽管主题 " + topic + " 允许：请调高服务端的 message.max.bytes。");
        }
        if (cause instanceof TimeoutException || cause instanceof RetriableException) {
            return Refusal.failure(
                    "Kafka does not answer at " + servers
                            + ". Check --bootstrap-servers, the network, --properties (security.protocol),"
                            + " and that the broker runs.",
                    "位于 " + servers
                            + " 的 Kafka 没有应答。请检查 --bootstrap-servers、网络、--properties（security.protocol），以及服务是否在运行。");
        }
        return Refusal.failure(
                "Kafka at " + servers + " refuses (" + cause.getClass().getSimpleName()
                        + "). Check --bootstrap-servers and --properties.",
                "位于 " + servers + " 的 Kafka 拒绝（" + cause.getClass().getSimpleName()
                        + "）。请检查 --bootstrap-servers 与 --properties。");
    }

    /** The addresses or properties are such that no client can be made. */
    Refusal unusable(KafkaException failure) {
        return Refusal.wrongUse(
                "No Kafka client can be made for " + servers
                        + ": --bootstrap-servers takes host:port, comma-separated; check it and" + " --properties.",
                "无法为 " + servers + " 建立 Kafka 客户端：--bootstrap-servers 应为以逗号分隔的 host:port；请检查它和 --properties。");
    }
}
