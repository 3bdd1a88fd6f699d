package io.haochaping.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.haochaping.stack.Await;
import io.haochaping.stack.ClassPath;
import io.haochaping.stack.DataFolder;
import io.haochaping.stack.EmbeddedServers;
import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.JavaProgram;
import io.haochaping.stack.JobState;
import io.haochaping.stack.Language;
import io.haochaping.stack.LiveJob;
import io.haochaping.stack.LongRun;
import io.haochaping.stack.Ports;
import io.haochaping.stack.SideBySide;
import io.haochaping.stack.SmallJvm;
import io.haochaping.stack.StackFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code ./haochaping demo}: Kafka, PostgreSQL, a Flink cluster with its pages, the live job, traffic at its natural pace and the dashboard, all of them
 * children of this process and in one data folder. The first start begins with some weeks of history, which are written before the job is started. Ctrl-C ends
 * everything in order, and the next start goes on from there; after a kill from the last checkpoint.
 *
 * <p>Exit codes: 0 after an orderly end, 1 after a failure, 2 for wrong use.
 */
public final class RunDemo implements LongRun.Work {

    private static final int WRONG_USE = 2;
    private static final int FLINK_PORT = 8081;
    private static final int SLOTS = 2;
    private static final int LOOKS_BETWEEN_LINES = 30;
    /** To ask costs all who are asked processor time that the start needs. */
    private static final int ATTEMPTS_PER_QUESTION = 4;

    /** By then every program has loaded what it needs. */
    private static final int LOOKS_BEFORE_ARCHIVES = 15;

    private static final long NEEDED_AT_START = 1024L * 1024 * 1024;
    private static final long NEEDED_TO_GO_ON = 128L * 1024 * 1024;
    private static final Duration FIGURE_LIMIT = Duration.ofMinutes(2);
    private static final Duration HISTORY_LIMIT = Duration.ofMinutes(5);
    private static final String JOB = "io.haochaping.livemetrics.LiveMetricsJob";
    private static final String TRAFFIC = "io.haochaping.traffic.ProduceTraffic";
    private static final String HISTORY = "io.haochaping.traffic.ProduceHistory";
    private static final String NAMES = "/haochaping/traffic/names.tsv";
    private static final String EXPLAIN = "io.haochaping.explain.Explain";
    private static final String DASHBOARD = "io.haochaping.dashboard.RunDashboard";

    /** Three a second: enough to see every minute move, and what a province of 300,000 ratings a day has. */
    private static final String CASES_PER_SECOND = "3";

    private static final String SECONDS_TO_FIRST_INCIDENT = "120";

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private final DemoOptions options;
    private final Language language;
    private final long startedAt = System.nanoTime();
    private int looks;

    private volatile DataFolder folder;
    private volatile CompletableFuture<EmbeddedServers> servers;
    private volatile CompletableFuture<FlinkCluster> cluster;
    private volatile JavaProgram traffic;
    private volatile JavaProgram dashboard;
    private volatile JavaProgram historyWriter;
    private volatile LiveJob job;
    private volatile Archives archives;
    private DemoHistory history;

    private RunDemo(DemoOptions options, Language language) {
        this.options = options;
        this.language = language;
    }

    public static void main(String[] args) {
        Language language = Language.of(System.getenv());
        DemoOptions options;
        try {
            options = DemoOptions.of(List.of(args), language);
        } catch (IllegalArgumentException wrongUse) {
            ERR.println("haochaping demo: " + wrongUse.getMessage());
            System.exit(WRONG_USE);
            return;
        }
        LongRun.follow("demo", options.data(), language, new RunDemo(options, language));
    }

    @Override
    public void start(DataFolder locked) {
        folder = locked;
        folder.requireSpace(NEEDED_AT_START);
        JavaProgram.stopLeftOver(folder.path().resolve("dashboard"));
        requireFreePort();
        archives = Archives.in(options.archives());
        history = DemoHistory.in(folder.path(), options.historyCases(), Instant.now());
        say("starting everything in " + folder.path(), "正在启动全部组件，数据目录 " + folder.path());
        cluster = SideBySide.begin("start-flink", this::startFlink);
        servers = SideBySide.begin("start-servers", this::startServers);
        EmbeddedServers started = SideBySide.join(servers);
        startDashboard(started);
        FlinkCluster flink = SideBySide.join(cluster);
        awaitHistory();
        if (!history.exists()) {
            startTraffic(started);
        }
        job = new LiveJob(flink, new LiveJob.Program(options.jar(), JOB, writeJobConfig(started)), this::say);
        job.replaceEarlierStates();
        job.submit();
        awaitFirstFigure();
        if (history.exists()) {
            // Not before: on two cores, whatever starts beside the job delays its first cut.
            startTraffic(started);
        }
        welcome();
    }

    private void requireFreePort() {
        if (Ports.answers(options.port())) {
            throw new StackFailure(language.choose(
                    "port " + options.port() + " is taken by another program; end that, or give --port another number",
                    "端口 " + options.port() + " 已被其他程序占用；请结束该程序，或用 --port 指定其他端口"));
        }
    }

    private FlinkCluster startFlink() {
        // Else its pages would move to another port.
        JavaProgram.stopLeftOver(folder.path().resolve("flink"));
        FlinkCluster.Builder builder = FlinkCluster.builder(
                        options.distribution(), folder.path().resolve("flink"))
                .slots(SLOTS)
                .small(true)
                .jobOnClassPath(options.jar())
                // Else the first checkpoint waits for a second after the tasks are there.
                .config(Map.of("execution.checkpointing.min-pause", "200 ms"))
                .restPort(Ports.answers(FLINK_PORT) ? 0 : FLINK_PORT);
        options.archives().ifPresent(builder::classArchive);
        FlinkCluster started = builder.start();
        say("Flink " + started.restUrl(), "Flink " + started.restUrl());
        return started;
    }

    private EmbeddedServers startServers() {
        return EmbeddedServers.in(folder.path())
                .announcer(this::say)
                .sourceTopics(history.exists() ? List.of(DemoHistory.TOPIC) : List.of())
                .onKafka(this::startHistory)
                .brokerOptions(archives.jvmOptions("kafka"))
                .small(true)
                .start();
    }

    private Path writeJobConfig(EmbeddedServers started) {
        Map<String, Object> kafka = history.exists()
                ? Map.of(
                        "bootstrap-servers",
                        started.bootstrapServers(),
                        "copied-topics",
                        List.of(DemoHistory.TOPIC),
                        "finished-copies",
                        List.of(DemoHistory.TOPIC))
                : Map.of("bootstrap-servers", started.bootstrapServers());
        return started.writeConfig(
                "live-metrics.yaml",
                Map.of(
                        "kafka",
                        kafka,
                        "live",
                        Map.of("tick-interval", "1 s", "checkpoint-interval", "2 s", "parallelism", SLOTS)));
    }

    private List<String> jvmOptions(String program, String heap) {
        List<String> jvm = new ArrayList<>(SmallJvm.withHeap(heap));
        jvm.addAll(archives.jvmOptions(program));
        return jvm;
    }

    private void startDashboard(EmbeddedServers started) {
        Path config = started.writeConfig(
                "dashboard.yaml",
                Map.of(
                        "dashboard",
                        Map.of(
                                "port",
                                options.port(),
                                "language",
                                language == Language.CHINESE ? "zh" : "en",
                                "names",
                                writeNames().toString(),
                                "explain-command",
                                explainCommand(writeJobConfig(started)))));
        dashboard = JavaProgram.start(
                "dashboard",
                folder.path().resolve("dashboard"),
                jvmOptions("dashboard", "160m"),
                DASHBOARD,
                List.of("--config", config.toString()));
    }

    /** A number of the page opens its records: the dashboard starts this with the question behind it. */
    private List<String> explainCommand(Path jobConfig) {
        List<String> jvm = new ArrayList<>(SmallJvm.withHeap("256m"));
        jvm.add("-Dlog4j2.configurationFile=haochaping/dashboard/log4j2.properties");
        Path own = folder.path().toAbsolutePath().resolve("explain");
        try {
            Files.createDirectories(own);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        List<String> command = ClassPath.java(own, ClassPath.ofThisJvm(), jvm, EXPLAIN);
        command.addAll(List.of("--config", jobConfig.toAbsolutePath().toString()));
        return command;
    }

    /** The traffic names its own departments and venues. */
    private Path writeNames() {
        Path file = folder.path().toAbsolutePath().resolve("names.tsv");
        try (InputStream names = RunDemo.class.getResourceAsStream(NAMES)) {
            Files.copy(names, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return file;
    }

    private void startTraffic(EmbeddedServers started) {
        traffic = JavaProgram.start(
                "traffic",
                folder.path().resolve("traffic"),
                jvmOptions("traffic", "64m"),
                TRAFFIC,
                List.of(
                        "--bootstrap",
                        started.bootstrapServers(),
                        "--rate",
                        CASES_PER_SECOND,
                        "--incidents",
                        SECONDS_TO_FIRST_INCIDENT));
    }

    private void startHistory(String bootstrapServers) {
        if (history.isWritten()) {
            return;
        }
        historyWriter = JavaProgram.start(
                "history",
                folder.path().resolve("history-writer"),
                jvmOptions("history", "96m"),
                HISTORY,
                List.of(
                        "--bootstrap",
                        bootstrapServers,
                        "--topic",
                        DemoHistory.TOPIC,
                        "--to",
                        history.to(),
                        "--cases",
                        Long.toString(history.cases())));
    }

    /** The job's ticks say that nothing is added to the history any more, so all of it has to lie in its topic before. */
    private void awaitHistory() {
        if (history.isWritten()) {
            return;
        }
        Await.until("the history to be written", HISTORY_LIMIT, () -> !historyWriter.isAlive());
        if (historyWriter.exitCode() != 0) {
            throw new StackFailure(language.choose(
                    "the history could not be written; see " + historyWriter.logFile(),
                    "历史数据写入失败，详见 " + historyWriter.logFile()));
        }
        history.setWritten();
        say("history of " + history.cases() + " cases written", "已写入历史数据 " + history.cases() + " 件");
    }

    private void awaitFirstFigure() {
        PageProbe probe = new PageProbe(page());
        AtomicInteger attempts = new AtomicInteger();
        long records = Await.value("the first figure on " + page(), FIGURE_LIMIT, () -> {
            if (attempts.getAndIncrement() % ATTEMPTS_PER_QUESTION != 0) {
                return Optional.empty();
            }
            if (!dashboard.isAlive()) {
                throw new StackFailure("The dashboard ended; see " + dashboard.logFile());
            }
            job.requireAlive();
            return probe.recordsReceived();
        });
        say(
                "first figure on the page, from " + records + " records; live traffic begins",
                "页面已显示首个数字，已读 " + records + " 条记录；实时流量开始");
    }

    private String page() {
        return "http://127.0.0.1:" + options.port();
    }

    private void welcome() {
        String flink = SideBySide.join(cluster).restUrl();
        OUT.println();
        OUT.println("  " + language.choose("figures  ", "看板   ") + page());
        OUT.println("  " + language.choose("Flink    ", "Flink  ") + flink);
        OUT.println();
        OUT.println("  "
                + language.choose(
                        "In about two minutes a queue machine breaks: watch the satisfaction of one department fall, and recover.",
                        "约两分钟后会有一台排队机出故障：请留意某个部门的满意度下降，随后恢复。"));
        OUT.println("  "
                + language.choose(
                        "Ctrl-C ends everything; the next start goes on from there.", "按 Ctrl-C 结束；下次启动从此处继续。"));
        OUT.println();
        if (options.open()) {
            Browser.open(page());
        }
    }

    @Override
    public void look() {
        folder.requireSpace(NEEDED_TO_GO_ON);
        SideBySide.join(servers).restartWhatEnded().ifPresent(this::sayRestarted);
        restartIfEnded(traffic, "traffic");
        restartIfEnded(dashboard, "dashboard");
        JobState state = job.look();
        if (looks == LOOKS_BEFORE_ARCHIVES) {
            archives.makeBeside(SideBySide.join(cluster), folder.path(), this::say);
        }
        if (looks++ % LOOKS_BETWEEN_LINES == 0) {
            sayFigures(state);
        }
    }

    private void restartIfEnded(JavaProgram program, String name) {
        if (!program.isAlive()) {
            program.restart();
            sayRestarted(name);
        }
    }

    private void sayRestarted(String name) {
        say(name + " had ended; started again", name + " 曾退出，已重新启动");
    }

    private void sayFigures(JobState state) {
        try {
            Optional<JsonNode> cut = new PageProbe(page()).cut();
            String received =
                    cut.map(shown -> shown.at("/equation/received").asText()).orElse("-");
            String gap = cut.map(shown -> shown.at("/equation/gap").asText()).orElse("-");
            say(
                    state + ", " + received + " records received, gap " + gap,
                    state + "，已收到 " + received + " 条记录，差额 " + gap);
        } catch (IOException noAnswer) {
            say(state.name(), state.name());
        }
    }

    @Override
    public void stop() {
        for (JavaProgram writer : new JavaProgram[] {historyWriter, traffic}) {
            if (writer != null) {
                writer.stop();
            }
        }
        if (job != null) {
            job.stop();
        }
    }

    @Override
    public void close() {
        for (JavaProgram program : new JavaProgram[] {historyWriter, traffic, dashboard}) {
            if (program != null) {
                program.close();
            }
        }
        closeStarted(cluster);
        closeStarted(servers);
    }

    /** What is still starting starts nothing more by now, and its processes are ended with all others. */
    private static void closeStarted(CompletableFuture<? extends AutoCloseable> started) {
        if (started != null && started.isDone()) {
            SideBySide.closeWhenDone(started);
        }
    }

    private synchronized void say(String english, String chinese) {
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        String time = seconds < 100
                ? String.format(Locale.ROOT, "%5.1f s", seconds)
                : String.format(Locale.ROOT, "%2d min", (long) (seconds / 60));
        OUT.println(time + "  " + language.choose(english, chinese));
    }
}
