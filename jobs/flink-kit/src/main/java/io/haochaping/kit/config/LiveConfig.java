package io.haochaping.kit.config;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.configuration.Configuration;
import io.haochaping.domain.rules.Limits;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.PseudonymKey;
import io.haochaping.kit.Registry;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.schemas.RegistryIds;
import io.haochaping.store.CutSettings;
import io.haochaping.store.StoreAddress;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The configuration of the live job, read once from one YAML file and the environment. Every key stands in
 * docs/configuration.md. {@code toString} names no secret.
 *
 * @param shownAs schema that readers know the store by; its own, but for a rebuild
 */
public record LiveConfig(
        KafkaSettings kafka,
        StoreAddress store,
        String shownAs,
        LiveSettings live,
        LimitSettings limitSettings,
        RuleTexts rules,
        PseudonymKey pseudonyms)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    /** A bucket's month may have begun this long before the bucket. */
    private static final Duration LONGEST_MONTH = Duration.ofDays(31);

    /** The file, overridden by the environment of this process. */
    public static LiveConfig load(Path file) throws ConfigProblem {
        return load(file, System.getenv());
    }

    /**
     * The file, overridden by variables such as {@code HAOCHAPING_KAFKA_BOOTSTRAP_SERVERS}.
     *
     * @throws ConfigProblem naming everything that is wrong at once, each with its line, key and remedy
     */
    public static LiveConfig load(Path file, Map<String, String> environment) throws ConfigProblem {
        return Configuration.load(file, environment, List.of(LiveOption.values()), settings -> new LiveConfigReader(
                        settings, file.toAbsolutePath().getParent())
                .read());
    }

    /** The same deployment with its cuts in another schema of the same database. */
    public LiveConfig withSchema(String schema) {
        StoreAddress other = new StoreAddress(store.url(), store.user(), store.password(), schema);
        return new LiveConfig(kafka, other, shownAs, live, limitSettings, rules, pseudonyms);
    }

    /** For whatever is shipped to a cluster and is not the door. */
    public LiveConfig withoutPseudonymKey() {
        return new LiveConfig(kafka, store, shownAs, live, limitSettings, rules, pseudonyms.withoutKey());
    }

    public Limits limits() {
        return new Limits(
                limitSettings.horizon().toMillis(),
                limitSettings.sessionGap().toMillis(),
                limitSettings.sessionLength().toMillis(),
                limitSettings.futureTolerance().toMillis(),
                limitSettings.minuteRetention().toMillis());
    }

    /** Everything besides the records that decides a figure. */
    public Decisions decisions() {
        return new Decisions(
                topics(),
                limits(),
                rules,
                new Registry(kafka.registryUrl(), registryIds().canonicalText()),
                pseudonyms.ids(),
                namedVersions().canonicalText());
    }

    /** Versions of records that count beside those that count anyway. */
    public NamedVersions namedVersions() {
        return NamedVersions.parse(String.join("\n", kafka.namedVersions()));
    }

    public SourceTopics topics() {
        return topics(kafka);
    }

    static SourceTopics topics(KafkaSettings kafka) {
        return new SourceTopics(
                kafka.ratingTopicPrefix(),
                kafka.caseTopic(),
                kafka.workOrderTopic(),
                kafka.complaintTopic(),
                kafka.exclusionTopic(),
                kafka.copiedTopics());
    }

    public CutSettings cutSettings() {
        Duration finality = limitSettings
                .sessionLength()
                .multipliedBy(2)
                .plus(limitSettings.horizon())
                .plus(LONGEST_MONTH);
        return new CutSettings(
                limitSettings.minuteRetention().toMillis(),
                finality.toMillis(),
                live.channelSilence().toMillis(),
                live.departmentSilence().toMillis(),
                live.expectedChannels(),
                kafka.badReviewTopic(),
                kafka.alertTopic());
    }

    /** The registry ids that count; none where none are configured. */
    public RegistryIds registryIds() {
        return RegistryIds.parse(String.join("\n", kafka.registrySchemas()));
    }

    public Optional<URI> registry() {
        return kafka.registryUrl().isEmpty() ? Optional.empty() : Optional.of(URI.create(kafka.registryUrl()));
    }

    /** Where every Kafka client starts from: the brokers and what was passed through. A new object each time. */
    public Properties kafkaClient() {
        Properties properties = new Properties();
        properties.putAll(kafka.properties());
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return properties;
    }
}
