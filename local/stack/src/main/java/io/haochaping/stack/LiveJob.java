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

    /** States that do not count: neither a JobManager nor a launcher that dies before the first checkpoint may bring earlier runs back. */
    private final SetAside setAside;

    /** States of earlier runs that go once this run has one of its own; without an entry, all are kept. */
    private Set<String> superseded = Set.of();

    private volatile String id;

    public LiveJob(FlinkCluster cluster, Program program, Announcer announcer) {
        this.cluster = cluster;
        this.program = program;
        this.announcer = announcer;
        this.setAside = new SetAside(cluster.checkpointFolder().resolveSibling("set-aside"));
    }

    /** What is submitted: a jar, its main class, and the file after {@code --config}. */
    public record Program(Path jar, String mainClass, Path config) {}

    /** Begins with empty state, whatever earlier runs left; the next runs keep to it, but where this one fails before it has a state of its own. */
    public void setEarlierRunsAside() {
        setAside.write(RestorePoint.all(cluster.savepointFolder(), cluster.checkpointFolder()));
    }

    /** Removes the states of earlier runs as soon as this one has its first checkpoint, which holds everything by itself. */
    public void replaceEarlierStates() {
        superseded = RestorePoint.allBegun(cluster.savepointFolder(), cluster.checkpointFolder());
    }

    /** Returns when the cluster has taken the job; its tasks are only being started then. */
    public void submit() {
        try {
            submit(restorePoint());
        } catch (StackFailure failure) {
            countEarlierRunsAgain();
            throw failure;
        }
    }

    private Optional<String> restorePoint() {
        Set<String> former = setAside.read();
        Optional<String> newest = RestorePoint.newest(former, cluster.savepointFolder(), cluster.checkpointFolder());
        if (newest.isPresent()) {
            announcer.say("going on from " + newest.get(), "从上次的状态继续：" + newest.get());
        } else if (!former.isEmpty()) {
            announcer.say(
                    "from scratch: " + former.size() + " states of earlier runs are set aside",
                    "不使用此前运行的状态（共 " + former.size() + " 个）");
        }
        return newest;
    }

    /** Without a state of its own the run from scratch has come to nothing: whoever starts again without saying so wants what was there before. */
    private void countEarlierRunsAgain() {
        Set<String> former = setAside.read();
        boolean came = RestorePoint.newest(former, cluster.savepointFolder(), cluster.checkpointFolder())
                .isPresent();
        if (!former.isEmpty() && !came) {
            setAside.forget();
            announcer.say(
                    "the run from scratch ended before it had a state of its own: the next run goes on from the earlier one, unless it is told --from-scratch again",
                    "从头运行在保存自身状态之前已结束：下次运行将从此前的状态继续，除非再次指定 --from-scratch");
        }
    }

    private void submit(Optional<String> restorePoint) {
        id = cluster.submit(
                program.jar(),
                program.mainClass(),
                List.of("--config", program.config().toString()),
                restorePoint);
    }

    /** Returns when every task runs. */
    public void awaitRunning() {
        try {
            cluster.awaitRunning(id);
        } catch (StackFailure failure) {
            countEarlierRunsAgain();
            throw failure;
        }
        announcer.say("the job runs: " + id, "作业正在运行：" + id);
    }

    /** Fails, with what the job said, where it has ended. */
    public JobState requireAlive() {
        JobState state = cluster.jobState(id);
        if (state.hasEnded()) {
            countEarlierRunsAgain();
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

    /** Stops the job behind a savepoint and starts it from there; it reads its configuration anew. One that just recovers from a failure has none to give: it is waited for. */
    void restart() {
        cluster.awaitRunning(id);
        stop();
        submit();
        awaitRunning();
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
        if (id == null) {
            return;
        }
        if (!cluster.allTasksRun(id)) {
            sayNoSavepoint();
            return;
        }
        announcer.say("stopping the job behind a savepoint", "正在保存作业状态并停止");
        try {
            String savepoint = cluster.stopWithSavepoint(id);
            announcer.say("stopped; the next run goes on from " + savepoint, "已停止；下次运行将从此处继续：" + savepoint);
        } catch (StackFailure failure) {
            sayNoSavepoint();
            throw failure;
        }
    }

    private void sayNoSavepoint() {
        announcer.say("no savepoint: the next run goes on from the last checkpoint", "未能保存状态：下次运行将从最近的检查点继续");
    }

    /** Ends the cluster. */
    @Override
    public void close() {
        cluster.close();
    }
}
