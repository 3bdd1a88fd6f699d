package io.haochaping.auditreplay;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.store.StoredCut;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs a replay to its end. One that breaks starts over from the first offset into the emptied schema, because a bounded job that resumes from a checkpoint may never end; one
 * that reads nothing for too long is ended.
 *
 * @param patience with a replay that reads nothing
 * @param attempts how often it is begun in all
 */
record ReplayRun(FlinkPlace place, Duration patience, int attempts, PrintStream err) {
    static final Duration PATIENCE = Duration.ofMinutes(10);
    static final int ATTEMPTS = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** @return the last cut of the replay, which holds everything up to its bounds */
    StoredCut run(ReplayPlan plan, ScratchSchema scratch) throws Refusal, SQLException {
        if (plan.bounds().from().isEmpty()) {
            throw Refusal.failure("没有可重放的分区", "there is no partition to replay");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                runOnce(plan, scratch);
                return lastCut(scratch);
            } catch (Broken broken) {
                if (attempt == attempts) {
                    throw Refusal.failure(
                            "重放失败 " + attempts + " 次，最后一次的原因：" + broken.getMessage(),
                            "the replay failed " + attempts + " times, the last time because: " + broken.getMessage());
                }
                err.println("重放中断，从头重新开始 the replay broke and starts over: " + broken.getMessage());
            }
        }
    }

    private void runOnce(ReplayPlan plan, ScratchSchema scratch) throws Refusal, SQLException, Broken {
        scratch.startOver("replay");
        scratch.address().migrate();
        Thread onInterrupt = null;
        try {
            StreamExecutionEnvironment env = place.environment(settings(plan));
            plan.pipeline(scratch.address()).build(env);
            JobClient job = submitted(env);
            onInterrupt = new Thread(() -> cancel(job));
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            follow(job, plan, scratch);
        } finally {
            if (onInterrupt != null) {
                forget(onInterrupt);
            }
        }
    }

    /** A failure ends the job instead of resuming it: it is begun again here, from the first offset. So its checkpoints hold next to nothing, and need no storage. */
    private static Configuration settings(ReplayPlan plan) {
        Configuration settings = new Configuration();
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "jobmanager");
        settings.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                plan.config().live().checkpointInterval());
        return settings;
    }

    private static JobClient submitted(StreamExecutionEnvironment env) throws Refusal {
        try {
            return env.executeAsync("haochaping replay");
        } catch (Exception e) {
            throw Refusal.failure("无法提交重放作业：" + reason(e), "the replay cannot be submitted to Flink: " + reason(e));
        }
    }

    private void follow(JobClient job, ReplayPlan plan, ScratchSchema scratch) throws Refusal, SQLException, Broken {
        CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
        ReplayProgress progress = new ReplayProgress(err, plan.bounds().offsets(), System.nanoTime());
        Watchdog watchdog = new Watchdog(patience, System.nanoTime());
        while (true) {
            try {
                end.get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
                progress.end(System.nanoTime());
                return;
            } catch (TimeoutException goesOn) {
                long offsets = offsetsRead(scratch);
                progress.look(offsets, System.nanoTime());
                if (watchdog.barks(offsets, System.nanoTime())) {
                    cancel(job);
                    throw stuck(offsets, plan.bounds().offsets());
                }
            } catch (ExecutionException e) {
                throw new Broken(reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancel(job);
                throw Refusal.failure("重放已中断", "the replay was interrupted");
            }
        }
    }

    private Refusal stuck(long offsets, long total) {
        String span = patience.toSeconds() + " s";
        return Refusal.failure(
                "重放在 " + span + " 内没有任何进展（" + offsets + " / " + total + " 个偏移量），已终止；请检查 Kafka、数据库与 Flink，然后重新运行",
                "the replay read nothing for " + span + " (" + offsets + " of " + total
                        + " offsets) and was ended; look at Kafka, the database and Flink, then run it again");
    }

    /** Offsets of the last cut that the replay has committed into its schema. */
    private static long offsetsRead(ScratchSchema scratch) throws SQLException {
        try (Connection connection = scratch.address().connect()) {
            return StoredCut.head(connection, scratch.address().schema())
                    .map(cut -> cut.partitions().stream()
                            .mapToLong(read -> read.endOffset() - read.startOffset())
                            .sum())
                    .orElse(0L);
        }
    }

    private static StoredCut lastCut(ScratchSchema scratch) throws SQLException, Broken {
        try (Connection connection = scratch.address().connect()) {
            return StoredCut.head(connection, scratch.address().schema())
                    .orElseThrow(() -> new Broken("it ended without a cut"));
        }
    }

    private static void cancel(JobClient job) {
        try {
            job.cancel().get(BETWEEN_LOOKS.toMillis() * 20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // It has ended already, or its cluster no longer answers; there is nothing left to end.
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutsDown) {
            // The hook is running, which is what it is for.
        }
    }

    /** What an operator can do something with stands at the end of the chain. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** The job ended before its input did. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /** Records that a replay received in each partition, as its last cut says. */
    static long received(StoredCut cut) {
        return cut.partitions().stream().mapToLong(PartitionProgress::received).sum();
    }
}
