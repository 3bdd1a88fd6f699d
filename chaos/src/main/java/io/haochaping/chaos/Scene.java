package io.haochaping.chaos;

import io.haochaping.stack.Await;
import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.JobState;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.Ports;
import io.haochaping.stack.StackFailure;
import io.haochaping.store.StoreAddress;
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
import java.util.List;
import java.util.Optional;

/** What one schedule has of its own: broker, topics, plan, writer, schema, reader and the job. The reader and the writer go straight to the servers, the job through the proxies. */
final class Scene implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int SUBTASKS = 2;

    final Grounds grounds;
    final Path folder;
    final FlinkCluster cluster;
    final KafkaBroker kafka;
    final CuttingProxy beforeKafka;
    final TrafficPlan plan;
    final StoreView store;
    final WatchfulReader reader;
    final SteadyTraffic traffic;
    private final TrafficWriter writer;
    private final StoreAddress throughProxy;
    private final List<String> submitted = new ArrayList<>();
    private int subtasks = SUBTASKS;

    private Scene(Grounds grounds, Path folder, String schema, TrafficConfig config) {
        this.grounds = grounds;
        this.folder = folder;
        cluster = grounds.cluster;
        plan = TrafficPlan.of(config.withTickEvery(Duration.ofHours(12)));
        int side = Ports.free(1).get(0);
        beforeKafka = CuttingProxy.before(side);
        kafka = KafkaBroker.startWithSideDoor(folder.resolve("kafka"), side, "127.0.0.1:" + beforeKafka.port());
        TrafficWriter.createTopics(kafka.bootstrapServers(), config.partitions());
        writer = TrafficWriter.of(plan, kafka.bootstrapServers(), config.seed());
        String user = grounds.postgres.user();
        String password = grounds.postgres.password();
        StoreAddress straight = new StoreAddress(grounds.postgres.jdbcUrl(), user, password, schema);
        String url = grounds.postgres.jdbcUrl().replaceFirst(":\\d+/", ":" + grounds.beforePostgres.port() + "/");
        throughProxy = new StoreAddress(url, user, password, schema);
        store = new StoreView(straight);
        reader = WatchfulReader.of(straight);
        traffic = SteadyTraffic.start(writer, 0);
    }

    static Scene open(Grounds grounds, Path folder, String schema, long seed, int cases) throws IOException {
        Files.createDirectories(folder);
        return new Scene(grounds, folder, schema, TrafficConfig.of(seed, cases));
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

    void submit(Optional<String> savepoint) throws IOException {
        submit(subtasks, savepoint);
    }

    /** With one subtask where it had two, and the other way round. */
    void submitRescaled(String savepoint) throws IOException {
        subtasks = SUBTASKS + 1 - subtasks;
        submit(subtasks, Optional.of(savepoint));
    }

    void submitOneSubtask() throws IOException {
        subtasks = 1;
        submit(1, Optional.empty());
    }

    private void submit(int parallelism, Optional<String> savepoint) throws IOException {
        Path config = LiveConfigFile.write(
                folder.resolve("config-" + submitted.size()),
                Plans.sources(plan),
                "127.0.0.1:" + beforeKafka.port(),
                throughProxy,
                parallelism);
        List<String> arguments = List.of("--config", config.toString());
        submitted.add(cluster.submit(grounds.jar, "io.haochaping.livemetrics.LiveMetricsJob", arguments, savepoint));
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
        beforeKafka.heal();
        grounds.beforePostgres.heal();
        try {
            // The next schedule needs the slots.
            Await.until("the JobManager to answer", PATIENCE, () -> {
                submitted.forEach(cluster::jobState);
                return true;
            });
            submitted.stream().filter(job -> !cluster.jobState(job).hasEnded()).forEach(cluster::cancel);
        } finally {
            reader.close();
            store.close();
            traffic.stop();
            writer.close();
            kafka.close();
            beforeKafka.close();
        }
    }
}
