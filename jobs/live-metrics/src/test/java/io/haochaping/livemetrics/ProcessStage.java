package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.JobState;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.stack.StackFailure;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.LiveConfigFile;
import io.haochaping.witness.Plans;
import io.haochaping.witness.StoreView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** A plan, a broker with its topics, a writer and a store of its own, for jobs that run in separate processes. */
final class ProcessStage implements AutoCloseable {
    private static final Path JOB = Path.of(System.getProperty("haochaping.live-job"));
    private static final int SUBTASKS = 2;

    final TrafficPlan plan;
    final StoreAddress address;
    final StoreView store;
    final TrafficWriter writer;
    private final FlinkCluster cluster;
    private final KafkaBroker kafka;
    private final Path folder;
    private final List<String> submitted = new ArrayList<>();
    private Map<String, String> live = Map.of();

    private ProcessStage(
            FlinkCluster cluster,
            PostgresServer postgres,
            String schema,
            TrafficConfig config,
            Writers writers,
            Path folder) {
        this.cluster = cluster;
        this.folder = folder;
        plan = TrafficPlan.of(config.withTickEvery(Duration.ofHours(12)));
        address = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), schema);
        store = new StoreView(address);
        kafka = KafkaBroker.start(folder.resolve("kafka"));
        TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
        writer = writers.to(plan, kafka.bootstrapServers());
    }

    private interface Writers {
        TrafficWriter to(TrafficPlan plan, String bootstrap);
    }

    static ProcessStage of(
            FlinkCluster cluster, PostgresServer postgres, String schema, TrafficConfig config, Path folder) {
        return new ProcessStage(
                cluster,
                postgres,
                schema,
                config,
                (plan, bootstrap) -> TrafficWriter.of(plan, bootstrap, config.seed()),
                folder);
    }

    /** One topic is written in transactions, some of them aborted. */
    static ProcessStage withTransactions(
            FlinkCluster cluster,
            PostgresServer postgres,
            String schema,
            TrafficConfig config,
            String topic,
            Path folder) {
        return new ProcessStage(
                cluster,
                postgres,
                schema,
                config,
                (plan, bootstrap) -> TrafficWriter.withTransactions(plan, bootstrap, config.seed(), topic),
                folder);
    }

    ProcessStage stateIn(String backend) {
        live = Map.of("state-backend", backend);
        return this;
    }

    String submit() throws IOException {
        return submit(SUBTASKS, Optional.empty());
    }

    String submit(int subtasks, Optional<String> savepoint) throws IOException {
        return submit(JOB, LiveMetricsJob.class, subtasks, savepoint);
    }

    /** The job with a fault in it. */
    String submitLosingOneRecord() throws IOException {
        return submit(LosesOneRecord.jar(JOB, folder), LosesOneRecord.class, SUBTASKS, Optional.empty());
    }

    private String submit(Path jar, Class<?> main, int subtasks, Optional<String> savepoint) throws IOException {
        Path config = LiveConfigFile.write(
                folder.resolve("config-" + submitted.size()),
                Plans.sources(plan),
                kafka.bootstrapServers(),
                address,
                subtasks,
                live);
        String job = cluster.submit(jar, main.getName(), List.of("--config", config.toString()), savepoint);
        submitted.add(job);
        return job;
    }

    /** Writes up to this fraction of the plan and waits until the store holds it. */
    void write(double fraction, String job) {
        writer.writeUpTo(fraction);
        store.awaitOffsets(writer.written(), () -> requireLife(job));
    }

    void writeMore(long records) {
        writer.writeUpTo(writer.written() + records);
    }

    void awaitWholePlan(String job) {
        store.awaitReceived(plan.truth().received(), plan.completeThrough(), () -> requireLife(job));
    }

    void deleteBefore(TopicPartition partition, long offset) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    void requireLife(String job) {
        JobState state = cluster.jobState(job);
        if (state.hasEnded()) {
            throw new StackFailure("the job is " + state + ": "
                    + cluster.exceptions(job).stream().findFirst().orElse("no reason given"));
        }
    }

    /** Waits for a job to fail for good, and gives every reason it ever had. */
    String awaitFailure(String job) {
        cluster.awaitState(job, JobState.FAILED);
        return String.join("\n", cluster.exceptions(job));
    }

    /** Every row, both equations, and the index of refused records. */
    void requireTruth() throws Exception {
        assertThat(Plans.untrue(plan, store.copy())).isEmpty();
        assertThat(store.quarantineIndex()).isNotEmpty().isEqualTo(store.quarantineInEquation());
    }

    /** A job that a failed test left behind would keep the slots of the next one. */
    @Override
    public void close() {
        submitted.stream().filter(job -> !cluster.jobState(job).hasEnded()).forEach(cluster::cancel);
        store.close();
        writer.close();
        kafka.close();
    }
}
