package io.haochaping.stack;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * {@code ./haochaping run live-metrics}: starts a Flink cluster of separate processes, submits the job and follows it
 * until Ctrl-C, which stops the job behind a savepoint. The next run goes on from there, and after a kill from the last
 * checkpoint. A process that ends by itself is started again.
 *
 * <p>Exit codes: 0 after an orderly end, 1 after a failure, 2 for wrong use.
 */
public final class RunLiveMetrics implements LongRun.Work {

    private static final int WRONG_USE = 2;
    private static final int FLINK_PORT = 8081;
    private static final int DEFAULT_SLOTS = 2;
    private static final int LOOKS_BETWEEN_LINES = 5;
    private static final String TRAFFIC = "io.haochaping.traffic.ProduceTraffic";

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private final RunOptions options;
    private final Language language;
    private final RestartRequest requests;
    private int looks;

    private volatile EmbeddedServers servers;
    private volatile JavaProgram traffic;
    private volatile FlinkCluster cluster;
    private volatile LiveJob job;

    private RunLiveMetrics(RunOptions options, Language language) {
        this.options = options;
        this.language = language;
        this.requests = new RestartRequest(options.data());
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
        LongRun.follow("run live-metrics", options.data(), language, new RunLiveMetrics(options, language));
    }

    @Override
    public void start(DataFolder folder) {
        requests.withdraw();
        Path config = options.embedded() ? startServers() : options.config().orElseThrow();
        say("starting Flink", "正在启动 Flink");
        cluster = FlinkCluster.builder(options.distribution(), options.data().resolve("flink"))
                .slots(slots(config))
                .restPort(Ports.answers(FLINK_PORT) ? 0 : FLINK_PORT)
                .start();
        say("Flink's pages: " + cluster.restUrl(), "Flink 页面：" + cluster.restUrl());
        LiveJob live = new LiveJob(cluster, new LiveJob.Program(options.jar(), options.mainClass(), config), this::say);
        if (options.fromScratch()) {
            live.setEarlierRunsAside();
        }
        job = live;
        live.submit();
        live.awaitRunning();
        if (servers != null) {
            startTraffic();
        }
        say("Ctrl-C stops the job behind a savepoint", "按 Ctrl-C 停止：先保存作业状态再退出");
    }

    private Path startServers() {
        say("starting Kafka and PostgreSQL in " + options.data(), "正在启动 Kafka 与 PostgreSQL，数据目录 " + options.data());
        servers = EmbeddedServers.in(options.data()).announcer(this::say).start();
        return servers.writeConfig(
                "live-metrics.yaml",
                Map.of(
                        "kafka", Map.of("bootstrap-servers", servers.bootstrapServers()),
                        "live", Map.of("tick-interval", "1 s", "checkpoint-interval", "5 s", "parallelism", 2)));
    }

    private void startTraffic() {
        if (!JavaProgram.isOnClassPath(TRAFFIC)) {
            say("no traffic on the class path: the topics stay as they are", "类路径上没有流量生成器：主题保持原样");
            return;
        }
        traffic = JavaProgram.start(
                "traffic",
                options.data().resolve("traffic"),
                List.of("-Xmx256m"),
                TRAFFIC,
                List.of("--bootstrap", servers.bootstrapServers()));
    }

    @Override
    public void look() {
        if (servers != null) {
            servers.restartWhatEnded().ifPresent(name -> say(name + " had ended; started again", name + " 曾退出，已重新启动"));
        }
        requests.pending().ifPresent(this::restart);
        JobState state = job.look();
        if (looks++ % LOOKS_BETWEEN_LINES == 0) {
            String last = job.lastCheckpoint();
            say(state + ", last checkpoint " + last, state + "，最近的检查点 " + last);
        }
    }

    private void restart(String request) {
        say("restarting for new rules", "正在为新规则重启作业");
        job.restart();
        requests.answer(request);
    }

    @Override
    public void stop() {
        if (traffic != null) {
            traffic.stop();
        }
        if (job != null) {
            job.stop();
        }
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
        if (traffic != null) {
            traffic.close();
        }
        if (servers != null) {
            servers.close();
        }
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
