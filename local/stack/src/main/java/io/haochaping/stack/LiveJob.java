package io.haochaping.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The live job on a cluster of its own: goes on from the newest state of earlier runs, is looked after while it runs, and is
 * stopped behind a savepoint. A process of the cluster that ends by itself is started again.
 */
public final class LiveJob implements AutoCloseable {

    private static final String NONE = "-";

    private final FlinkCluster cluster;
    private final Program program;
    private final Announcer announcer;

    /** States that do not count: a JobManager that dies before the first checkpoint must not bring earlier runs back. */
    private Set<String> setAside = Set.of();

    /** States of earlier runs that go once this run has one of its own; without an entry, all are kept. */
    private Set<String> superseded = Set.of();

    private volatile String id;

    public LiveJob(FlinkCluster cluster, Program program, Announcer announcer) {
        this.cluster = cluster;
        this.program = program;
        this.announcer = announcer;
    }

    /** What is submitted: a jar, its main class, and the file after {@code --config}. */
    public record Program(Path jar, String mainClass, Path config) {}

    /** Begins with empty state, whatever earlier runs left. */
    public void setEarlierRunsAside() {
        setAside = RestorePoint.all(cluster.savepointFolder(), cluster.checkpointFolder());
    }

    /** Removes the states of earlier runs as soon as this one has its first checkpoint, which holds everything by itself. */
    public void replaceEarlierStates() {
        superseded = RestorePoint.all(cluster.savepointFolder(), cluster.checkpointFolder());
    }

    /** Returns when the cluster has taken the job; its tasks are only being started then. */
    public void submit() {
        Optional<String> restorePoint =
                RestorePoint.newest(setAside, cluster.savepointFolder(), cluster.checkpointFolder());
        restorePoint.ifPresent(path -> announcer.say("going on from " + path, "从上次的状态继续：" + path));
        id = cluster.submit(
                program.jar(),
                program.mainClass(),
                List.of("--config", program.config().toString()),
                restorePoint);
    }

    /** Returns when every task runs. */
    public void awaitRunning() {
        cluster.awaitRunning(id);
        announcer.say("the job runs: " + id, "作业正在运行：" + id);
    }

    /** Fails, with what the job said, where it has ended. */
    public JobState requireAlive() {
        JobState state = cluster.jobState(id);
        if (state.hasEnded()) {
            throw new StackFailure(
                    state + ": " + cluster.exceptions(id).stream().findFirst().orElse("no reason given"));
        }
        return state;
    }

    /** Starts again what has ended, and fails where the job itself has. */
    public JobState look() {
        if (!cluster.jobManagerIsAlive()) {
            announcer.say("the JobManager had ended; starting it again", "JobManager 曾退出，正在重新启动");
            cluster.startJobManager();
            submit();
            awaitRunning();
        }
        if (!cluster.hasLivingTaskManager()) {
            announcer.say("the TaskManager had ended; starting another", "TaskManager 曾退出，正在重新启动");
            cluster.startTaskManager();
        }
        JobState state = requireAlive();
        if (!superseded.isEmpty() && !lastCheckpoint().equals(NONE)) {
            superseded.forEach(RestorePoint::delete);
            superseded = Set.of();
        }
        return state;
    }

    /** Id of the last checkpoint, or "-". A JobManager that is just dying has no answer; the next look finds out. */
    public String lastCheckpoint() {
        try {
            OptionalLong last = cluster.lastCheckpointId(id);
            return last.isPresent() ? Long.toString(last.getAsLong()) : NONE;
        } catch (StackFailure noAnswer) {
            return NONE;
        }
    }

    /** Stops the job behind a savepoint, where it runs. */
    public void stop() {
        if (id == null || !cluster.allTasksRun(id)) {
            return;
        }
        announcer.say("stopping the job behind a savepoint", "正在保存作业状态并停止");
        try {
            String savepoint = cluster.stopWithSavepoint(id);
            announcer.say("stopped; the next run goes on from " + savepoint, "已停止；下次运行将从此处继续：" + savepoint);
        } catch (StackFailure failure) {
            announcer.say("no savepoint: the next run goes on from the last checkpoint", "未能保存状态：下次运行将从最近的检查点继续");
            throw failure;
        }
    }

    /** Ends the cluster. */
    @Override
    public void close() {
        cluster.close();
    }
}
