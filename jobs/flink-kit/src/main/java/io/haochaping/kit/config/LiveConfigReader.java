package io.haochaping.kit.config;

import static io.haochaping.kit.config.LiveOption.*;

import io.haochaping.configuration.NearestName;
import io.haochaping.configuration.Option;
import io.haochaping.configuration.Settings;
import io.haochaping.domain.code.Channel;
import io.haochaping.domain.fraud.Pseudonyms;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.PseudonymKey;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.rules.RuleFiles;
import io.haochaping.rules.ShippedProfiles;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.schemas.RegistryIds;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.store.StoreAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds the configuration out of its settings, and checks what holds between them. */
final class LiveConfigReader {
    /** Below it the ticks, or the cuts, would be the load. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    /** What the guarantees rest on, so that the job sets it itself, and why. */
    private static final Map<String, String> RESERVED = new TreeMap<>(Map.ofEntries(
            Map.entry("bootstrap.servers", "use kafka.bootstrap-servers"),
            Map.entry("group.id", "the job keeps its offsets in its cuts"),
            Map.entry("enable.auto.commit", "the job keeps its offsets in its cuts"),
            Map.entry("auto.offset.reset", "a missing offset must stop the job, not skip records"),
            Map.entry("isolation.level", "aborted records must not be counted"),
            Map.entry("acks", "what is sent must survive a broker"),
            Map.entry("enable.idempotence", "what is sent must arrive once"),
            Map.entry("transactional.id", "the job names its transactions"),
            Map.entry("key.serializer", "the job writes bytes"),
            Map.entry("value.serializer", "the job writes bytes"),
            Map.entry("key.deserializer", "the job reads bytes"),
            Map.entry("value.deserializer", "the job reads bytes")));

    private static final String KEY_ID = "[A-Za-z0-9-]{1,32}";

    private final Settings settings;
    private final Path folder;

    /** @param folder of the configuration, from where paths of rules files begin */
    LiveConfigReader(Settings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /** Empty: there are problems that leave nothing to build. */
    Optional<LiveConfig> read() {
        KafkaSettings kafka = kafka();
        LiveSettings live = live();
        LimitSettings limits = limits();
        RuleTexts rules = rules();
        PseudonymKey pseudonyms = pseudonyms();
        return store().map(store -> new LiveConfig(kafka, store, shownAs(store), live, limits, rules, pseudonyms));
    }

    private KafkaSettings kafka() {
        KafkaSettings kafka = new KafkaSettings(
                settings.text(BOOTSTRAP_SERVERS),
                settings.topic(RATING_TOPIC_PREFIX),
                settings.topic(CASE_TOPIC),
                settings.topic(WORK_ORDER_TOPIC),
                settings.topic(COMPLAINT_TOPIC),
                settings.topic(EXCLUSION_TOPIC),
                new TreeSet<>(settings.list(COPIED_TOPICS)),
                new TreeSet<>(settings.list(FINISHED_COPIES)),
                settings.topic(QUARANTINE_TOPIC),
                settings.topic(BAD_REVIEW_TOPIC),
                settings.topic(ALERT_TOPIC),
                settings.text(REGISTRY_URL),
                settings.list(REGISTRY_SCHEMAS),
                settings.list(RECORD_VERSIONS),
                settings.map(KAFKA_PROPERTIES));
        checkTopics(kafka);
        checkRegistry(kafka);
        checkVersions(kafka);
        kafka.properties().keySet().stream()
                .filter(RESERVED::containsKey)
                .forEach(property ->
                        settings.refuse(KAFKA_PROPERTIES, "may not set " + property + ": " + RESERVED.get(property)));
        return kafka;
    }

    /** A result topic that the job would read again, or two kinds on one topic, would go unnoticed for long. */
    private void checkTopics(KafkaSettings kafka) {
        // In the order in which they are written down, so that two runs say the same of one file.
        Map<Option, String> fixed = new LinkedHashMap<>();
        fixed.put(CASE_TOPIC, kafka.caseTopic());
        fixed.put(WORK_ORDER_TOPIC, kafka.workOrderTopic());
        fixed.put(COMPLAINT_TOPIC, kafka.complaintTopic());
        fixed.put(EXCLUSION_TOPIC, kafka.exclusionTopic());
        fixed.put(QUARANTINE_TOPIC, kafka.quarantineTopic());
        fixed.put(BAD_REVIEW_TOPIC, kafka.badReviewTopic());
        fixed.put(ALERT_TOPIC, kafka.alertTopic());
        Map<String, Option> byTopic = new HashMap<>();
        fixed.forEach((option, topic) -> {
            if (topic.startsWith(kafka.ratingTopicPrefix())) {
                settings.refuse(
                        option,
                        "is \"" + topic + "\", which kafka.rating-topic-prefix makes a topic of"
                                + " ratings: give it another name");
            }
            Option other = byTopic.putIfAbsent(topic, option);
            if (other != null) {
                settings.refuse(option, "is \"" + topic + "\", as is " + other.key() + ": give each its own topic");
            }
        });
        SourceTopics sources = LiveConfig.topics(kafka);
        kafka.copiedTopics().stream()
                .filter(copied -> !sources.isSource(copied))
                .forEach(copied -> settings.refuse(
                        COPIED_TOPICS, "names \"" + copied + "\", which is no source topic: correct or remove it"));
        List.of(kafka.quarantineTopic(), kafka.badReviewTopic(), kafka.alertTopic()).stream()
                .filter(kafka.copiedTopics()::contains)
                .filter(sources::isSource)
                .forEach(result -> settings.refuse(
                        COPIED_TOPICS,
                        "names \"" + result + "\", a topic of results, which the job would read again: give one of"
                                + " the two another name"));
        kafka.finishedCopies().stream()
                .filter(finished -> !kafka.copiedTopics().contains(finished))
                .forEach(finished -> settings.refuse(
                        FINISHED_COPIES,
                        "names \"" + finished
                                + "\", which kafka.copied-topics does not: name it there, too, or remove it"));
    }

    private void checkRegistry(KafkaSettings kafka) {
        try {
            RegistryIds.parse(String.join("\n", kafka.registrySchemas()));
        } catch (RuntimeException refused) {
            settings.refuse(REGISTRY_SCHEMAS, "cannot be read: " + refused.getMessage());
        }
        if (kafka.registryUrl().isEmpty()) {
            if (!kafka.registrySchemas().isEmpty()) {
                settings.refuse(REGISTRY_SCHEMAS, "needs kafka.registry-url: nothing could be fetched");
            }
        } else if (!isPlainHttp(kafka.registryUrl())) {
            settings.refuse(REGISTRY_URL, "takes http://host:port/path or https://…, without user and password");
        }
    }

    private void checkVersions(KafkaSettings kafka) {
        try {
            SchemaCatalog.released().naming(NamedVersions.parse(String.join("\n", kafka.namedVersions())));
        } catch (RuntimeException refused) {
            settings.refuse(RECORD_VERSIONS, "cannot be read: " + refused.getMessage());
        }
    }

    private static boolean isPlainHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    private RuleTexts rules() {
        List<String> names = settings.list(RULES).stream()
                .map(name -> ShippedProfiles.NAMES.contains(name)
                        ? name
                        : folder.resolve(name).toString())
                .toList();
        try {
            return new RuleTexts(names, RuleFiles.texts(names));
        } catch (FaultyRules faulty) {
            settings.refuse(RULES, "names rules that are refused:\n" + faulty.getMessage());
            return RuleTexts.NONE;
        } catch (InvalidPathException noPath) {
            settings.refuse(RULES, "names what cannot be a path: " + noPath.getReason());
            return RuleTexts.NONE;
        }
    }

    /** What is refused is never repeated in the message: it may be the key. */
    private PseudonymKey pseudonyms() {
        String id = settings.text(PSEUDONYM_KEY_ID);
        String key = settings.text(LiveOption.PSEUDONYM_KEY);
        TreeSet<String> retired = new TreeSet<>(settings.list(RETIRED_KEY_IDS));
        if (id.isEmpty() != key.isEmpty()) {
            settings.refuse(
                    id.isEmpty() ? PSEUDONYM_KEY_ID : LiveOption.PSEUDONYM_KEY,
                    "is missing: a key and its name are given together");
            return PseudonymKey.NONE;
        }
        if (!id.isEmpty() && !id.matches(KEY_ID)) {
            settings.refuse(PSEUDONYM_KEY_ID, "takes letters, digits and hyphen, at most 32 of them");
        }
        if (retired.stream().anyMatch(old -> !old.matches(KEY_ID) || old.equals(id))) {
            settings.refuse(
                    RETIRED_KEY_IDS, "takes names of letters, digits and hyphen, without that of the key in use");
        }
        if (!key.isEmpty() && key.getBytes(StandardCharsets.UTF_8).length < Pseudonyms.SHORTEST_KEY_BYTES) {
            settings.refuse(
                    LiveOption.PSEUDONYM_KEY,
                    "has fewer than " + Pseudonyms.SHORTEST_KEY_BYTES + " bytes; openssl rand -hex 32 makes one");
            return PseudonymKey.NONE;
        }
        return new PseudonymKey(id, key, retired);
    }

    private Optional<StoreAddress> store() {
        String url = settings.postgresUrl(STORE_URL);
        try {
            return Optional.of(new StoreAddress(
                    url, settings.text(STORE_USER), settings.text(STORE_PASSWORD), settings.text(STORE_SCHEMA)));
        } catch (IllegalArgumentException noSchema) {
            settings.refuse(STORE_SCHEMA, "is refused: " + noSchema.getMessage());
            return Optional.empty();
        }
    }

    private String shownAs(StoreAddress store) {
        String name = settings.text(STORE_SHOWN_AS);
        if (!name.isEmpty() && !StoreAddress.isSchemaName(name)) {
            settings.refuse(STORE_SHOWN_AS, "is \"" + name + "\", which cannot name a schema");
        }
        return name.isEmpty() ? store.schema() : name;
    }

    private LiveSettings live() {
        return new LiveSettings(
                interval(TICK_INTERVAL),
                settings.flag(TICKS),
                interval(CHECKPOINT_INTERVAL),
                settings.text(CHECKPOINT_DIR),
                stateBackend(),
                settings.number(PARALLELISM),
                settings.duration(NO_CHECKPOINT_ALERT),
                settings.duration(CHANNEL_SILENCE),
                expectedChannels(),
                settings.duration(DEPARTMENT_SILENCE),
                interval(PARTITION_DISCOVERY));
    }

    private String stateBackend() {
        String named = settings.text(STATE_BACKEND);
        if (!StrictEnvironment.BACKENDS.contains(named)) {
            settings.refuse(
                    STATE_BACKEND,
                    "is \"" + named + "\"; did you mean \"" + NearestName.to(named, StrictEnvironment.BACKENDS)
                            + "\"?");
        }
        return named;
    }

    /** A name that no rating can have would be silent for ever. */
    private TreeSet<String> expectedChannels() {
        TreeSet<String> expected = new TreeSet<>(settings.list(EXPECTED_CHANNELS));
        List<String> known = Arrays.stream(Channel.values())
                .filter(channel -> channel.compareTo(Channel.DEFAULT) < 0 || channel == Channel.OTHER)
                .map(Channel::code)
                .toList();
        expected.stream()
                .filter(channel -> !known.contains(channel))
                .forEach(channel -> settings.refuse(
                        EXPECTED_CHANNELS,
                        "names \"" + channel + "\", which is no channel of ratings; did you mean \""
                                + NearestName.to(channel, known) + "\"?"));
        return expected;
    }

    private Duration interval(Option option) {
        Duration interval = settings.duration(option);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            settings.refuse(option, "is shorter than 100 ms: that often would be a load of its own");
        }
        return interval;
    }

    private LimitSettings limits() {
        LimitSettings limits = new LimitSettings(
                settings.duration(HORIZON),
                settings.duration(SESSION_GAP),
                settings.duration(SESSION_LENGTH),
                settings.duration(FUTURE_TOLERANCE),
                settings.duration(MINUTE_RETENTION));
        if (limits.horizon().compareTo(limits.sessionGap()) >= 0) {
            settings.refuse(HORIZON, "must be less than limits.session-gap");
        }
        if (limits.sessionGap().compareTo(limits.sessionLength()) >= 0) {
            settings.refuse(SESSION_GAP, "must be less than limits.session-length");
        }
        return limits;
    }
}
