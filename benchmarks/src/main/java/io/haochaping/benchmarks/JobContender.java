package io.haochaping.benchmarks;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.rules.Limits;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.source.SourceCheck;
import io.haochaping.kit.source.SourceRecords;
import io.haochaping.livemetrics.LiveMetricsPipeline;
import io.haochaping.livemetrics.Surroundings;
import io.haochaping.store.CutSettings;
import io.haochaping.store.RefusedRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The real pipeline with a cut every five seconds, as it is shipped: checkpoints on disk, a transaction per cut, everything restorable at any moment. JobManager and TaskManager
 * share the process.
 */
final class JobContender {
    private static final Duration BETWEEN_CUTS = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private JobContender() {}

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(Path.of(arguments[0]));
        StreamExecutionEnvironment env = StrictEnvironment.create(settings(assignment));
        pipeline(assignment).build(env);
        env.execute("benchmark");
        System.out.println(Finish.now(LastCommit.AT.get()).line());
        // Flink leaves threads behind that would keep the process for a while.
        System.exit(0);
    }

    private static Configuration settings(Assignment assignment) {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, BETWEEN_CUTS);
        settings.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, PAUSE);
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                assignment.folder().resolve("checkpoints").toUri().toString());
        return settings;
    }

    private static LiveMetricsPipeline pipeline(Assignment assignment) {
        Decisions decisions = Assignment.decisions();
        Map<TopicPartition, Long> starts =
                assignment.ends().keySet().stream().collect(Collectors.toMap(source -> source, source -> 0L));
        SourceRecords records = new SourceRecords(
                assignment.bootstrap(),
                Map.of(),
                Map.of(),
                starts,
                Optional.of(assignment.ends()),
                BETWEEN_CUTS.toMillis());
        return new LiveMetricsPipeline(
                        records,
                        decisions,
                        new Surroundings(SourceCheck.none(), RefusedRecords.none(), new LastCommit()),
                        assignment.store(),
                        cutSettings(decisions.limits()),
                        "benchmark",
                        assignment.parallelism())
                .ofCutCompleteThrough(assignment.completeThrough());
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

    /** Remembers when the last cut was committed. */
    private static final class LastCommit implements CommitListener {
        private static final long serialVersionUID = 1L;
        /** Static: the listener is shipped to its subtask in this process, and the main method reads it after the end. */
        static final AtomicLong AT = new AtomicLong();

        @Override
        public void opened() {}

        @Override
        public void committed(String cutName, long completeThrough) {
            AT.set(System.currentTimeMillis());
            System.out.println("has committed cut " + cutName.substring(cutName.lastIndexOf('/') + 1));
        }

        @Override
        public void closed() {}
    }
}
