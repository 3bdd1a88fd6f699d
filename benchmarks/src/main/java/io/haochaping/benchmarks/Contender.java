package io.haochaping.benchmarks;

import io.haochaping.benchmarks.flinksql.FlinkSqlContender;
import io.haochaping.benchmarks.kafkastreams.KafkaStreamsContender;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who takes part: each in a process of its own, with the same heap. */
enum Contender {
    FOLD("fold", "reference fold", FoldContender.class, true),
    LIVE("live", "Haochaping live", LiveContender.class, true),
    LIVE_ROCKSDB(
            "live-rocksdb",
            "Haochaping live, state in RocksDB",
            LiveContender.class,
            true,
            "state.backend.type=rocksdb"),
    /** With few checkpoints, which shows what they cost. */
    LIVE_SPARSE(
            "live-sparse",
            "Haochaping live, a checkpoint every 30 s",
            LiveContender.class,
            true,
            "execution.checkpointing.interval=30 s"),
    /** The same with every rating looked at for fraud; only where that is asked for. */
    LIVE_FLAGS("live-flags", "Haochaping live with flags", FlagsContender.class, true),
    REPLAY("replay", "Haochaping replay", ReplayContender.class, true),
    /** With few cuts, which shows what they cost. */
    REPLAY_SPARSE(
            "replay-sparse",
            "Haochaping replay, a cut every 30 s",
            ReplayContender.class,
            true,
            "execution.checkpointing.interval=30 s"),
    FLINK_SQL("flink-sql", "Flink SQL", FlinkSqlContender.class, false),
    KAFKA_STREAMS("kafka-streams", "Kafka Streams", KafkaStreamsContender.class, false);

    private final String word;
    private final String label;
    private final Class<?> main;
    private final boolean whole;
    private final List<String> settings;

    Contender(String word, String label, Class<?> main, boolean whole, String... settings) {
        this.word = word;
        this.label = label;
        this.main = main;
        this.whole = whole;
        this.settings = List.of(settings);
    }

    /** As the command line names it. */
    String word() {
        return word;
    }

    String label() {
        return label;
    }

    /** Where it writes its rows. */
    String schema() {
        return "bench_" + word.replace('-', '_');
    }

    String mainClass() {
        return main.getName();
    }

    /** Of the engine, {@code key=value} each, where they are not those of {@link JobPipeline}. */
    List<String> settings() {
        return settings;
    }

    /** True where it writes every row of the store; false where it writes hour leaves of the figures that it can express. */
    boolean isWhole() {
        return whole;
    }

    static Optional<Contender> named(String word) {
        return nameable().filter(one -> one.word.equals(word)).findFirst();
    }

    static String words() {
        return nameable().map(Contender::word).collect(Collectors.joining(","));
    }

    private static Stream<Contender> nameable() {
        return Arrays.stream(values()).filter(one -> one != LIVE_FLAGS);
    }

    /** Who runs where nobody is named. */
    static List<Contender> all() {
        return nameable().filter(one -> one.settings.isEmpty()).toList();
    }
}
