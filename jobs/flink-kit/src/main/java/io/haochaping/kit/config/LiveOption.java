package io.haochaping.kit.config;

import io.haochaping.configuration.Kind;
import io.haochaping.configuration.Option;

/**
 * Every key of the live job's configuration. A released key is never renamed or removed, and never changes its kind: files of
 * earlier versions must stay readable.
 */
enum LiveOption implements Option {
    BOOTSTRAP_SERVERS(
            "kafka.bootstrap-servers", Kind.TEXT, null, "Brokers to begin with, `host:port`, comma-separated."),
    RATING_TOPIC_PREFIX(
            "kafka.rating-topic-prefix", Kind.TOPIC, "rating.", "Every topic whose name begins so carries ratings."),
    CASE_TOPIC("kafka.case-topic", Kind.TOPIC, "case.event", "Topic of the case events."),
    WORK_ORDER_TOPIC("kafka.work-order-topic", Kind.TOPIC, "workorder.event", "Topic of the work-order steps."),
    COMPLAINT_TOPIC("kafka.complaint-topic", Kind.TOPIC, "complaint.event", "Topic of the complaints."),
    EXCLUSION_TOPIC("kafka.exclusion-topic", Kind.TOPIC, "exclusion", "Topic of the exclusions."),
    COPIED_TOPICS(
            "kafka.copied-topics",
            Kind.LIST,
            "",
            "Source topics that are copies: their records carry the first append time in a header, and no ticks are written into them but into finished ones. Of kinds other than ratings, a copy is named as the topic of its kind, a dot and more: `case.event.history-2024`."),
    FINISHED_COPIES(
            "kafka.finished-copies",
            Kind.LIST,
            "",
            "Those of the copied topics to which nothing will be added: ticks are written behind their last record, and completeThrough waits until they have been read."),
    QUARANTINE_TOPIC("kafka.quarantine-topic", Kind.TOPIC, "quarantine", "Where refused records go."),
    BAD_REVIEW_TOPIC("kafka.bad-review-topic", Kind.TOPIC, "review.bad", "Where bad reviews are announced."),
    ALERT_TOPIC("kafka.alert-topic", Kind.TOPIC, "alert", "Where alerts are announced."),
    REGISTRY_URL(
            "kafka.registry-url", Kind.TEXT, "", "Schema registry that answers `GET /schemas/ids/{id}`. Unset: none."),
    REGISTRY_SCHEMAS(
            "kafka.registry-schemas",
            Kind.LIST,
            "",
            "Registry ids that count, one `registry\\|id\\|type\\|fingerprint or -\\|knownFrom` each. Part of the decision set."),
    RECORD_VERSIONS(
            "kafka.record-versions",
            Kind.LIST,
            "",
            "Later versions of records that count, one `type\\|version\\|day` each, from the midnight of that day (Asia/Shanghai) on: `work-order-event\\|2\\|2027-01-01` lets work orders tell their severity. A day to come joins by `rules apply`, an earlier one by rebuild. Part of the decision set."),
    KAFKA_PROPERTIES(
            "kafka.properties",
            Kind.MAP,
            "",
            "Further properties of every Kafka client, such as `security.protocol`; what the job's guarantees rest on is refused."),
    STORE_URL(
            "store.url", Kind.TEXT, null, "Store, `jdbc:postgresql://host:port/database`, without user and password."),
    STORE_USER("store.user", Kind.TEXT, "", "User of the store."),
    STORE_PASSWORD("store.password", Kind.TEXT, "", "Password of that user. Better given as an environment variable."),
    STORE_SCHEMA("store.schema", Kind.TEXT, "haochaping", "Schema of the store. The job creates and migrates it."),
    STORE_SHOWN_AS(
            "store.shown-as",
            Kind.TEXT,
            "",
            "For a rebuild: the schema that readers know. Its views show the store of `store.schema` from `rebuild switch` on; until then the job writes into no topic. Unset: readers know `store.schema` itself."),
    TICK_INTERVAL("live.tick-interval", Kind.DURATION, "60 s", "How often a round of ticks is written."),
    TICKS("live.ticks", Kind.FLAG, "true", "Whether this job writes ticks. Without any writer nothing ever settles."),
    CHECKPOINT_INTERVAL(
            "live.checkpoint-interval",
            Kind.DURATION,
            "5 s",
            "How often readers get a new cut: one checkpoint, one cut."),
    CHECKPOINT_DIR("live.checkpoint-dir", Kind.TEXT, "", "Where checkpoints go, a URI. Unset: as Flink is configured."),
    STATE_BACKEND(
            "live.state-backend",
            Kind.TEXT,
            "hashmap",
            "Where the engine keeps state: `hashmap` writes all of it at every checkpoint, `rocksdb` what is new. [When which](decisions/0108-state-may-stand-in-rocksdb.md). Either goes on from a savepoint of the other."),
    PARALLELISM("live.parallelism", Kind.NUMBER, "1", "Subtasks per operator."),
    NO_CHECKPOINT_ALERT(
            "live.no-checkpoint-alert", Kind.DURATION, "5 min", "Alert when no checkpoint completed for this long."),
    CHANNEL_SILENCE("live.channel-silence", Kind.DURATION, "6 h", "Alert when a channel sent no rating for this long."),
    EXPECTED_CHANNELS(
            "live.expected-channels",
            Kind.LIST,
            "",
            "Channels that send ratings here, by their names (`web`, `kiosk`, …). One that never did is alerted, too, after `live.channel-silence`."),
    DEPARTMENT_SILENCE(
            "live.department-silence", Kind.DURATION, "3 d", "Alert when a department had no rating for this long."),
    PARTITION_DISCOVERY(
            "live.partition-discovery", Kind.DURATION, "60 s", "How often new topics and partitions are looked for."),
    RULES(
            "rules.profiles",
            Kind.LIST,
            "",
            "Shipped profiles by name, and rules files by path from the folder of this file: [rules.md](rules.md). Unset: the built-in rules alone. Part of the decision set."),
    PSEUDONYM_KEY(
            "fraud.pseudonym-key",
            Kind.TEXT,
            "",
            "Secret by which raters, devices and addresses are known to flags: at least 32 bytes. Better given as an environment variable. Unset: they leave the door in no form, and nothing is flagged at all: [fraud.md](fraud.md)."),
    PSEUDONYM_KEY_ID(
            "fraud.pseudonym-key-id",
            Kind.TEXT,
            "",
            "Name of that key, for people and rows; letters, digits, hyphen. A new key gets a new name. Part of the decision set."),
    RETIRED_KEY_IDS(
            "fraud.retired-key-ids",
            Kind.LIST,
            "",
            "Names of the keys that were in use before: [fraud.md](fraud.md). Part of the decision set."),
    HORIZON(
            "limits.horizon",
            Kind.DURATION,
            "62 d",
            "H: a record appended later than this after its own time is quarantined."),
    SESSION_GAP("limits.session-gap", Kind.DURATION, "124 d", "G: a longer gap ends a session of a case. More than H."),
    SESSION_LENGTH("limits.session-length", Kind.DURATION, "400 d", "L: longest session of a case. More than G."),
    FUTURE_TOLERANCE(
            "limits.future-tolerance",
            Kind.DURATION,
            "5 min",
            "How far a record's own time may lie after its append time."),
    MINUTE_RETENTION(
            "limits.minute-retention",
            Kind.DURATION,
            "3 d",
            "K: minute rows older than this behind completeThrough go.");

    private final String key;
    private final Kind kind;
    private final String standard;
    private final String description;

    LiveOption(String key, Kind kind, String standard, String description) {
        this.key = key;
        this.kind = kind;
        this.standard = standard;
        this.description = description;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public boolean isRequired() {
        return standard == null;
    }

    @Override
    public String standard() {
        return standard == null ? "" : standard;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean mayBeEmpty() {
        return this == STORE_USER || this == STORE_PASSWORD;
    }
}
