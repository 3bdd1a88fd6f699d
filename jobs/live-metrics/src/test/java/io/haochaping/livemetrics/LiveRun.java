package io.haochaping.livemetrics;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.tally.Tally;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.PseudonymKey;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.BrokersAsked;
import io.haochaping.kit.kafka.QuarantineReader;
import io.haochaping.kit.kafka.ResultTopics;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.kit.source.RefusedAgain;
import io.haochaping.kit.source.SourceCheck;
import io.haochaping.kit.source.SourceRecords;
import io.haochaping.stack.Await;
import io.haochaping.stack.StackFailure;
import io.haochaping.store.CutSettings;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.witness.LiveConfigFile;
import io.haochaping.witness.Plans;
import io.haochaping.witness.StoreView;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The pipeline on the cluster of the test: over the topics of a plan, into a schema of its own. */
final class LiveRun {
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Set<TopicPartition> sources;
    private final long records;
    private final long completeThrough;
    private final String bootstrap;
    private final StoreAddress store;
    private final Path folder;

    private final StoreView view;

    private int parallelism = 2;
    private Duration discovery = Duration.ofMinutes(1);
    private Duration checkpoints = Duration.ofMillis(300);
    private String stateBackend = StrictEnvironment.HASHMAP;
    private Optional<String> savepoint = Optional.empty();
    private Optional<Map<TopicPartition, Long>> until = Optional.empty();
    private Map<String, String> consumer = Map.of();
    private UnaryOperator<DataStream<Fact>> between = UnaryOperator.identity();
    private UnaryOperator<SourceCheck> check = UnaryOperator.identity();
    private Decisions decisions;
    private JobClient job;

    LiveRun(TrafficPlan plan, String bootstrap, StoreAddress store, Path folder) {
        this(Plans.sources(plan), plan.truth().received(), plan.completeThrough(), bootstrap, store, folder);
    }

    /**
     * Over copied topics that begin at offset 0.
     *
     * @param records how many there are in all, ticks not among them
     * @param completeThrough T of the last whole round, milliseconds
     */
    LiveRun(
            Set<TopicPartition> sources,
            long records,
            long completeThrough,
            String bootstrap,
            StoreAddress store,
            Path folder) {
        this.sources = sources;
        this.records = records;
        this.completeThrough = completeThrough;
        this.bootstrap = bootstrap;
        this.store = store;
        this.folder = folder;
        this.view = new StoreView(store);
        this.decisions = Plans.decisions(sources);
    }

    /** Under other decisions than the plan's own; topics they do not name are not read. */
    LiveRun deciding(Decisions other) {
        decisions = other;
        return this;
    }

    LiveRun parallelism(int subtasks) {
        parallelism = subtasks;
        return this;
    }

    LiveRun discoveringEvery(Duration interval) {
        discovery = interval;
        return this;
    }

    LiveRun checkpointingEvery(Duration interval) {
        checkpoints = interval;
        return this;
    }

    LiveRun stateIn(String backend) {
        stateBackend = backend;
        return this;
    }

    LiveRun from(String path) {
        savepoint = Optional.of(path);
        return this;
    }

    /** Bounded by these end offsets: a replay. */
    LiveRun until(Map<TopicPartition, Long> ends) {
        until = Optional.of(ends);
        return this;
    }

    /** Further properties of the consumer. */
    LiveRun consuming(Map<String, String> properties) {
        consumer = properties;
        return this;
    }

    LiveRun betweenDoorAndLedger(UnaryOperator<DataStream<Fact>> hook) {
        between = hook;
        return this;
    }

    /** The brokers are asked through this. */
    LiveRun asking(UnaryOperator<SourceCheck> through) {
        check = through;
        return this;
    }

    static CutSettings cutSettings() {
        Limits limits = Limits.STANDARD;
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

    LiveRun start() throws Exception {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpoints);
        settings.set(StateBackendOptions.STATE_BACKEND, stateBackend);
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        savepoint.ifPresent(path -> settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        StreamExecutionEnvironment env = StrictEnvironment.create(settings);
        LiveMetricsPipeline.Outputs outputs = pipeline().build(env, between);
        if (until.isEmpty()) {
            ResultTopics.ensure(config());
            LiveMetricsJob.quarantine(outputs.told(), config());
        }
        job = env.executeAsync("live-metrics");
        return this;
    }

    private LiveMetricsPipeline pipeline() throws Exception {
        Map<TopicPartition, Long> starts = new HashMap<>();
        sources.stream()
                .filter(where -> decisions.topics().isSource(where.topic()))
                .forEach(where -> starts.put(where, 0L));
        Map<String, String> topicIds;
        try (SourceGate gate = SourceGate.open(config())) {
            topicIds = gate.topicIds(starts.keySet().stream()
                    .map(TopicPartition::topic)
                    .distinct()
                    .toList());
        }
        SourceRecords read = new SourceRecords(bootstrap, consumer, topicIds, starts, until, discovery.toMillis());
        return new LiveMetricsPipeline(
                read,
                decisions,
                new Surroundings(
                        check.apply(new BrokersAsked(config())),
                        new RefusedAgain(decisions, new QuarantineReader(config())),
                        CommitListener.none(),
                        decisions.flagsSuspicion() ? Plans.KEY : PseudonymKey.NONE),
                store,
                cutSettings(),
                "test",
                parallelism);
    }

    private LiveConfig config() throws Exception {
        return LiveConfig.load(LiveConfigFile.write(folder, sources, bootstrap, store, parallelism), Map.of());
    }

    /** @throws ExecutionException where the engine gives the stop up, which it has no reason for */
    String stopWithSavepoint() throws Exception {
        String folderUri = folder.resolve("savepoints").toUri().toString();
        return job.stopWithSavepoint(false, folderUri, SavepointFormatType.CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void cancel() throws Exception {
        job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Await.until("the job has ended", PATIENCE, () -> status().isGloballyTerminalState());
    }

    JobStatus status() throws Exception {
        return job.getJobStatus().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until a bounded run is through. */
    void awaitEnd() throws Exception {
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for the job to fail for good and gives the whole reason. */
    String awaitFailure() throws Exception {
        try {
            awaitEnd();
        } catch (ExecutionException e) {
            StringBuilder reason = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                reason.append(cause.getMessage()).append('\n');
            }
            return reason.toString();
        }
        throw new AssertionError("the job ended well, but was to fail");
    }

    /** Waits until the cut holds all there is. */
    void awaitWholePlan() {
        awaitReceived(records, completeThrough);
    }

    void awaitReceived(long records, long completeThrough) {
        view.awaitReceived(records, completeThrough, this::requireLife);
    }

    /** Waits until a cut holds so many offsets, ticks among them. */
    void awaitOffsets(long offsets) {
        view.awaitOffsets(offsets, this::requireLife);
    }

    private void requireLife() {
        try {
            if (status().isGloballyTerminalState()) {
                throw new StackFailure("the job has ended: " + awaitFailure());
            }
        } catch (StackFailure ended) {
            throw ended;
        } catch (Exception e) {
            throw new IllegalStateException("the cluster does not say how the job is", e);
        }
    }

    StoreView store() {
        return view;
    }

    SortedMap<RowKey, Tally> rows() throws SQLException {
        return view.rows();
    }
}
