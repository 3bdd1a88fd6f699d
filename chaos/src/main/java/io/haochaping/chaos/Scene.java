package io.haochaping.chaos;

import io.haochaping.stack.Await;
import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.JobState;
import io.haochaping.stack.StackFailure;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.SourcePartition;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.LiveConfigFile;
import io.haochaping.witness.Plans;
import io.haochaping.witness.SteadyTraffic;
import io.haochaping.witness.StoreView;
import io.haochaping.witness.WatchfulReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one schedule has of its own: brokers, topics, plan, writer, schema, reader and the job. The reader and the writer go straight to the servers, the job through the proxies. */
final class Scene implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int SUBTASKS = 2;
    private static final String DEPLOYED = "io.haochaping.livemetrics.LiveMetricsJob";

    final Grounds grounds;
    final Path folder;
    final FlinkCluster cluster;
    final Brokers brokers;
    final TrafficPlan plan;
    final StoreView store;
    final WatchfulReader reader;
    final SteadyTraffic traffic;
    final Staging staging;
    private final TrafficWriter writer;
    private final StoreAddress throughProxy;
    private final List<String> submitted = new ArrayList<>();
    private final Set<SourcePartition> held = new HashSet<>();
    private int subtasks = SUBTASKS;

    private Scene(Grounds grounds, Path folder, Staging staging, String schema, TrafficConfig config) {
        this.grounds = grounds;
        this.folder = folder;
        this.staging = staging;
        cluster = grounds.cluster;
        plan = TrafficPlan.of(config);
        brokers = staging.startBrokers(folder.resolve("kafka"));
        NewPartitions later = staging.newPartitions(config.partitions());
        TrafficWriter.createTopics(brokers.straight(), config.partitions(), later.atFirst());
        writer = TrafficWriter.of(plan, brokers.straight(), config.seed());
        hold(later.partitions());
        String user = grounds.postgres.user();
        String password = grounds.postgres.password();
        StoreAddress straight = new StoreAddress(grounds.postgres.jdbcUrl(), user, password, schema);
        String url = grounds.postgres.jdbcUrl().replaceFirst(":\\d+/", ":" + grounds.beforePostgres.port() + "/");
        throughProxy = new StoreAddress(url, user, password, schema);
        store = new StoreView(straight);
        reader = WatchfulReader.of(straight);
        traffic = SteadyTraffic.start(writer, 0);
    }

    static Scene open(Grounds grounds, Path folder, Schedule schedule, int cases) throws IOException {
        Files.createDirectories(folder);
        Staging staging = Staging.of(schedule, grounds, folder);
        try {
            return new Scene(grounds, folder, staging, "chaos_" + schedule.seed(), load(schedule.seed(), cases));
        } catch (RuntimeException failure) {
            staging.close();
            throw failure;
        }
    }

    /** What the job reads while it is struck. */
    static TrafficConfig load(long seed, int cases) {
        return TrafficConfig.of(seed, cases).withTickEvery(Duration.ofHours(12));
    }

    String schema() {
        return throughProxy.schema();
    }

    /** So many thousandths of the plan. */
    long records(int perMille) {
        return plan.size() * perMille / 1_000;
    }

    /** The job that is to live now. */
    String job() {
        return submitted.get(submitted.size() - 1);
    }

    /** Returns once every task runs. */
    void submit(Optional<String> savepoint) throws IOException {
        submit(subtasks, savepoint, grounds.jar, DEPLOYED);
        cluster.awaitRunning(job());
    }

    /** Where what its tasks need is not there yet. */
    void submitWithoutWaiting(String savepoint) throws IOException {
        submit(subtasks, Optional.of(savepoint), grounds.jar, DEPLOYED);
    }

    /** The job of the next version, from a savepoint of this one. */
    void submitUpgraded(String savepoint) throws IOException {
        submit(subtasks, Optional.of(savepoint), grounds.upgraded(), UpgradedJar.MAIN);
    }

    /** Where a job of the next version looks for orders to fail, once it is submitted next. */
    Path nextOrders() throws IOException {
        return Files.createDirectories(nextConfig().resolve(UpgradedJar.ORDERS));
    }

    private Path nextConfig() {
        return folder.resolve("config-" + submitted.size());
    }

    /** Of these partitions nothing is written until {@link #release}. */
    void hold(Set<SourcePartition> partitions) {
        held.addAll(partitions);
        writer.hold(held);
    }

    void release(Set<SourcePartition> partitions) {
        held.removeAll(partitions);
        writer.hold(held);
    }

    /** With one subtask where it had two, and the other way round. */
    void submitRescaled(String savepoint) throws IOException {
        subtasks = SUBTASKS + 1 - subtasks;
        submit(Optional.of(savepoint));
    }

    void submitOneSubtask() throws IOException {
        subtasks = 1;
        submit(Optional.empty());
    }

    private void submit(int parallelism, Optional<String> savepoint, Path jar, String main) throws IOException {
        Path config = LiveConfigFile.write(
                nextConfig(),
                Plans.sources(plan),
                brokers.throughProxies(),
                throughProxy,
                parallelism,
                staging.liveSettings());
        submitted.add(cluster.submit(jar, main, List.of("--config", config.toString()), savepoint));
    }

    /** A JobManager that lost its leadership in a pause may end itself: as any supervisor would, this starts it again. While it is away, nobody can say how the job is. */
    void requireLife() {
        if (!cluster.jobManagerIsAlive()) {
            cluster.startJobManager();
        }
        JobState state;
        try {
            state = cluster.jobState(job());
        } catch (RuntimeException away) {
            return;
        }
        if (state.hasEnded()) {
            throw new StackFailure("the job is " + state + ": "
                    + cluster.exceptions(job()).stream().findFirst().orElse("no reason given"));
        }
    }

    void awaitOffsets(long offsets) {
        Await.until("a cut with " + offsets + " offsets", PATIENCE, () -> {
            requireLife();
            return store.offsets() >= offsets;
        });
    }

    /** Until the store has gone on by some records, or has all that may be written so far. */
    void awaitProgress(long records) throws Exception {
        long before = store.offsets();
        awaitOffsets(Math.min(before + records, traffic.limit()));
    }

    void awaitWholePlan() throws Exception {
        traffic.writeRest();
        store.awaitReceived(plan.truth().received(), plan.completeThrough(), this::requireLife);
    }

    @Override
    public void close() {
        brokers.heal();
        grounds.beforePostgres.heal();
        try {
            // The next schedule needs the slots.
            Await.until("the JobManager to answer", PATIENCE, () -> {
                submitted.forEach(cluster::jobState);
                return true;
            });
            // Of those before it the JobManager knows nothing any more where they had ended before it came back.
            submitted.stream()
                    .filter(job -> job.equals(job()) || cluster.jobState(job) != JobState.UNKNOWN)
                    .filter(job -> !cluster.jobState(job).hasEnded())
                    .forEach(cluster::cancel);
        } finally {
            reader.close();
            store.close();
            traffic.stop();
            writer.close();
            brokers.close();
            staging.close();
        }
    }
}
