package io.haochaping.desk;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The brokers that the configuration names.
 *
 * @param properties what every client starts from; they may hold secrets
 */
public record Cluster(Properties properties) {
    /** Brokers that deliver nothing for so long are taken for ones that will not. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Without the addresses and passwords. */
    @Override
    public String toString() {
        return "Kafka";
    }

    Properties client() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** A reader that belongs to no group and makes no topic. */
    public KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Properties client = client();
        client.setProperty("isolation.level", isolation);
        client.setProperty("enable.auto.commit", "false");
        client.setProperty("auto.offset.reset", "none");
        client.setProperty("allow.auto.create.topics", "false");
        client.setProperty("default.api.timeout.ms", "30000");
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What a client's failure means for whoever runs the command. The client's own words stay out: they may hold what was configured. */
    public Refusal unusable(Exception failed) {
        Throwable cause = failed;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String name = cause.getClass().getSimpleName();
        return Refusal.failure(
                "Kafka 不可用（" + name + "）。请检查 kafka.bootstrap-servers、kafka.properties 与权限。",
                "Kafka does not do what was asked (" + name
                        + "). Check kafka.bootstrap-servers, kafka.properties and the rights of the user.");
    }

    /** A topic went silent though its end was not reached. */
    public static Refusal silent(String topic) {
        return Refusal.failure(
                "主题 " + topic + " 在 " + PATIENCE.toSeconds() + " 秒内没有数据。请检查 Kafka，或是否有未结束的事务。",
                "The topic " + topic + " delivered nothing for " + PATIENCE.toSeconds()
                        + " s. Look whether Kafka is well, or a transaction is open.");
    }
}
