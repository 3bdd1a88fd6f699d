package io.haochaping.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./haochaping run live-metrics}: starts a Flink cluster of separate processes, submits the job and follows it
 * until Ctrl-C, which stops the job behind a savepoint. The next run goes on from there, and after a kill from the last
 * checkpoint. A process that ends by itself is started again.
 *
 * <p>Exit codes: 0 after an orderly end, 1 after a failure, 2 for wrong use.
 */
public final class RunLiveMetrics {

    private static final int FAILURE = 1;
    private static final int WRONG_USE = 2;
    private static final int FLINK_PORT = 8081;
    private static final int DEFAULT_SLOTS = 2;
    private static final long SECONDS_BETWEEN_LOOKS = 2;
    private static final int LOOKS_BETWEEN_LINES = 5;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private final RunOptions options;
    private final Language language;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    /** Never closed: a channel that is collected would give the lock back. */
    private FileChannel lock;

    /** Of earlier runs, where this one is to begin from scratch: a JobManager that dies before the first checkpoint must not bring them back. */
    private Set<String> setAside = Set.of();

    private volatile EmbeddedServers servers;
    private volatile FlinkCluster cluster;
    private volatile String job;
    private volatile boolean failed;

    private RunLiveMetrics(RunOptions options, Language language) {
        this.options = options;
        this.language = language;
    }

    public static void main(String[] args) {
        Language language = Language.of(System.getenv());
        RunOptions options;
        try {
            options = RunOptions.of(List.of(args));
        } catch (IllegalArgumentException wrongUse) {
            ERR.println("haochaping run live-metrics: " + wrongUse.getMessage());
            System.exit(WRONG_USE);
            return;
        }
        RunLiveMetrics run = new RunLiveMetrics(options, language);
        ChildProcess.beforeChildrenEnd(run::endInOrder);
        try {
            run.lockData();
            run.startAndFollow();
        } catch (StackFailure | UncheckedIOException | IOException failure) {
            run.fail(failure);
        }
    }

    /** Two runs on one folder would write over each other's data. The lock goes when the process ends, however it ends. */
    private void lockData() throws IOException {
        Path data = Folders.create(options.data());
        lock = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new StackFailure(language.choose(
                    "another run uses " + data + "; stop it first, or give --data another folder",
                    "另一个运行正在使用 " + data + "；请先停止它，或用 --data 指定其他目录"));
        }
    }

    private void startAndFollow() {
        Path config = options.embedded() ? startServers() : options.config().orElseThrow();
        say("starting Flink", "正在启动 Flink");
        cluster = FlinkCluster.builder(options.distribution(), options.data().resolve("flink"))
                .slots(slots(config))
                .restPort(Ports.answers(FLINK_PORT) ? 0 : FLINK_PORT)
                .start();
        say("Flink's pages: " + cluster.restUrl(), "Flink 页面：" + cluster.restUrl());
        if (options.fromScratch()) {
            setAside = RestorePoint.all(cluster.savepointFolder(), cluster.checkpointFolder());
        }
        submit(config, newestRestorePoint());
        if (servers != null && !servers.startTraffic()) {
            say("no traffic on the class path: the topics stay as they are", "类路径上没有流量生成器：主题保持原样");
        }
        say("Ctrl-C stops the job behind a savepoint", "按 Ctrl-C 停止：先保存作业状态再退出");
        follow(config);
    }

    private Path startServers() {
        say("starting Kafka and PostgreSQL in " + options.data(), "正在启动 Kafka 与 PostgreSQL，数据目录 " + options.data());
        servers = EmbeddedServers.start(options.data());
        say(servers.describe(), servers.describe());
        return servers.writeConfig();
    }

    private void submit(Path config, Optional<String> restorePoint) {
        restorePoint.ifPresent(path -> say("going on from " + path, "从上次的状态继续：" + path));
        job = cluster.submit(options.jar(), options.mainClass(), List.of("--config", config.toString()), restorePoint);
        cluster.awaitRunning(job);
        say("the job runs: " + job, "作业正在运行：" + job);
    }

    private void follow(Path config) {
        for (int looks = 0; !stopWithin(SECONDS_BETWEEN_LOOKS); looks++) {
            restartWhatEnded(config);
            JobState state = cluster.jobState(job);
            if (state.hasEnded()) {
                throw new StackFailure(state + ": "
                        + cluster.exceptions(job).stream().findFirst().orElse("no reason given"));
            }
            if (looks % LOOKS_BETWEEN_LINES == 0) {
                String last = lastCheckpoint();
                say(state + ", last checkpoint " + last, state + "，最近的检查点 " + last);
            }
        }
    }

    /** A JobManager that is just dying has no answer; the next look finds out. */
    private String lastCheckpoint() {
        try {
            OptionalLong last = cluster.lastCheckpointId(job);
            return last.isPresent() ? Long.toString(last.getAsLong()) : "-";
        } catch (StackFailure noAnswer) {
            return "-";
        }
    }

    private void restartWhatEnded(Path config) {
        if (servers != null) {
            servers.restartWhatEnded().ifPresent(name -> say(name + " had ended; started again", name + " 曾退出，已重新启动"));
        }
        if (!cluster.jobManagerIsAlive()) {
            say("the JobManager had ended; starting it again", "JobManager 曾退出，正在重新启动");
            cluster.startJobManager();
            submit(config, newestRestorePoint());
        }
        if (!cluster.hasLivingTaskManager()) {
            say("the TaskManager had ended; starting another", "TaskManager 曾退出，正在重新启动");
            cluster.startTaskManager();
        }
    }

    private Optional<String> newestRestorePoint() {
        return RestorePoint.newest(setAside, cluster.savepointFolder(), cluster.checkpointFolder());
    }

    private boolean stopWithin(long seconds) {
        try {
            return stopRequested.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Runs while the JVM ends, before its children are killed. */
    private void endInOrder() {
        stopRequested.countDown();
        boolean orderly = !failed;
        try {
            if (servers != null) {
                servers.stopTraffic();
            }
            if (orderly && job != null && cluster.allTasksRun(job)) {
                say("stopping the job behind a savepoint", "正在保存作业状态并停止");
                String savepoint = cluster.stopWithSavepoint(job);
                say("stopped; the next run goes on from " + savepoint, "已停止；下次运行将从此处继续：" + savepoint);
            }
        } catch (StackFailure failure) {
            orderly = false;
            ERR.println(language.choose(
                            "no savepoint, the next run goes on from the last checkpoint: ", "未能保存状态，下次运行将从最近的检查点继续：")
                    + FirstCause.of(failure.getMessage()));
        } finally {
            closeAll();
        }
        if (orderly) {
            // Else the exit code would be that of the signal, and a script could not tell an orderly end.
            Runtime.getRuntime().halt(0);
        }
    }

    private void closeAll() {
        if (cluster != null) {
            cluster.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    private void fail(Exception failure) {
        if (stopRequested.getCount() == 0) {
            // What breaks while everything is being stopped is no failure.
            return;
        }
        failed = true;
        Path details = options.data().resolve("failure.log");
        ERR.println("haochaping run live-metrics: " + FirstCause.of(failure.getMessage()));
        try (PrintStream file = new PrintStream(Files.newOutputStream(details), true, StandardCharsets.UTF_8)) {
            failure.printStackTrace(file);
            ERR.println(language.choose("details: ", "详情：") + details);
        } catch (IOException unwritable) {
            ERR.println(unwritable.getMessage());
        }
        System.exit(FAILURE);
    }

    private void say(String english, String chinese) {
        OUT.println(LocalTime.now().format(CLOCK) + "  " + language.choose(english, chinese));
    }

    /** As many slots as the configuration wants subtasks; with less, Flink would run the job with fewer. */
    private static int slots(Path config) {
        return FlatYaml.read(config)
                .text("live.parallelism")
                .map(Integer::valueOf)
                .orElse(DEFAULT_SLOTS);
    }
}
