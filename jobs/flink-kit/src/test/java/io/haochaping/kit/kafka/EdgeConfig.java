package io.haochaping.kit.kafka;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.stack.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Configurations of the servers a test started. */
final class EdgeConfig {
    private EdgeConfig() {}

    /** Every test has topics of its own, told apart by the prefix, so that one broker serves them all. */
    static LiveConfig of(Path folder, String bootstrapServers, String prefix) throws ConfigProblem, IOException {
        return of(folder, bootstrapServers, prefix, Map.of());
    }

    static LiveConfig of(Path folder, String bootstrapServers, String prefix, Map<String, String> further)
            throws ConfigProblem, IOException {
        Map<String, String> variables = new HashMap<>(Map.of(
                "HAOCHAPING_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                "HAOCHAPING_KAFKA_RATING_TOPIC_PREFIX", prefix + "rating.",
                "HAOCHAPING_KAFKA_CASE_TOPIC", prefix + "case",
                "HAOCHAPING_KAFKA_WORK_ORDER_TOPIC", prefix + "workorder",
                "HAOCHAPING_KAFKA_COMPLAINT_TOPIC", prefix + "complaint",
                "HAOCHAPING_KAFKA_EXCLUSION_TOPIC", prefix + "exclusion",
                "HAOCHAPING_STORE_URL", "jdbc:postgresql://localhost/none"));
        variables.putAll(further);
        return LiveConfig.load(Files.writeString(folder.resolve("live.yaml"), ""), variables);
    }

    static Map<String, String> storeIn(PostgresServer postgres) {
        return Map.of(
                "HAOCHAPING_STORE_URL", postgres.jdbcUrl(),
                "HAOCHAPING_STORE_USER", postgres.user(),
                "HAOCHAPING_STORE_PASSWORD", postgres.password());
    }
}
