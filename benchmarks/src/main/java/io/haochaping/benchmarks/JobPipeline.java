package io.haochaping.benchmarks;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.rules.Limits;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.PseudonymKey;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.source.SourceCheck;
import io.haochaping.kit.source.SourceRecords;
import io.haochaping.livemetrics.LiveMetricsPipeline;
import io.haochaping.livemetrics.Surroundings;
import io.haochaping.store.CutSettings;
import io.haochaping.store.RefusedRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The real pipeline with a cut every five seconds, as it is shipped: a transaction per cut; live, checkpoints on disk and everything restorable at any moment. JobManager and TaskManager share the process.
 */
final class JobPipeline {
    private static final Duration BETWEEN_CUTS = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final PseudonymKey KEY =
            new PseudonymKey("bench", "a key that names nobody, for a benchmark", new TreeSet<>());

    private final Assignment assignment;
    private final CommitListener listener;
    private final List<String> settings;

    /**
     * @param listener hears of every cut, in this process
     * @param settings of the engine where they are others, {@code key=value} each
     */
    JobPipeline(Assignment assignment, CommitListener listener, List<String> settings) {
        this.assignment = assignment;
        this.listener = listener;
        this.settings = settings;
    }

    /** Every partition from its first record on, without end. */
    StreamExecutionEnvironment live() {
        return environmentOf(pipeline(Optional.empty(), PseudonymKey.NONE), onDisk());
    }

    /** The same with flags of suspicion. */
    StreamExecutionEnvironment flagging() {
        return environmentOf(pipeline(Optional.empty(), KEY), onDisk());
    }

    /** Between the offsets of a cut, as an audit replays it: it is known when the cut is complete, and its checkpoints hold nothing (docs/decisions/0111). */
    StreamExecutionEnvironment replay() {
        Configuration engine = new Configuration();
        engine.set(CheckpointingOptions.CHECKPOINT_STORAGE, "jobmanager");
        return environmentOf(
                pipeline(Optional.of(assignment.ends()), PseudonymKey.NONE)
                        .ofCutCompleteThrough(assignment.completeThrough()),
                engine);
    }

    private Configuration onDisk() {
        Configuration engine = new Configuration();
        engine.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                assignment.folder().resolve("checkpoints").toUri().toString());
        return engine;
    }

    private StreamExecutionEnvironment environmentOf(LiveMetricsPipeline pipeline, Configuration engine) {
        engine.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, BETWEEN_CUTS);
        engine.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, PAUSE);
        settings.forEach(setting -> engine.setString(
                setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1)));
        StreamExecutionEnvironment env = StrictEnvironment.create(engine);
        pipeline.build(env);
        return env;
    }

    private LiveMetricsPipeline pipeline(Optional<Map<TopicPartition, Long>> ends, PseudonymKey key) {
        Decisions decisions = Assignment.decisions().withPseudonyms(key.ids());
        Map<TopicPartition, Long> starts =
                assignment.ends().keySet().stream().collect(Collectors.toMap(source -> source, source -> 0L));
        SourceRecords records =
                new SourceRecords(assignment.bootstrap(), Map.of(), Map.of(), starts, ends, BETWEEN_CUTS.toMillis());
        return new LiveMetricsPipeline(
                records,
                decisions,
                new Surroundings(SourceCheck.none(), RefusedRecords.none(), listener, key),
                assignment.store(),
                cutSettings(decisions.limits()),
                "benchmark",
                assignment.parallelism());
    }

    private static CutSettings cutSettings(Limits limits) {
        long finality = 2 * limits.sessionLength()
                + limits.horizon()
                + Duration.ofDays(31).toMillis();
        return new CutSettings(
                limits.minuteRetention(),
                finality,
                Duration.ofHours(6).toMillis(),
                Duration.ofDays(3).toMillis(),
                "review.bad",
                "alert");
    }
}
