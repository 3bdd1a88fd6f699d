package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A real Kafka broker (KRaft, broker and controller in one) in a JVM of its own, with its data in a folder. The same
 * folder started again has the same topics and, while nobody else took it, the same port.
 */
public final class KafkaBroker implements AutoCloseable {

    /** What the live job asks of a source topic: it refuses to start on any other. */
    public static final Map<String, String> SOURCE_TOPIC = Map.of(
            "message.timestamp.type", "LogAppendTime",
            "cleanup.policy", "delete",
            "retention.ms", "-1");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final Map<String, String> settings;
    private final List<String> jvmOptions;
    private final Optional<String> cluster;
    private ChildProcess process;

    private KafkaBroker(
            Path folder,
            List<Integer> ports,
            Map<String, String> settings,
            List<String> jvmOptions,
            Optional<String> cluster) {
        this.folder = folder;
        this.port = ports.get(0);
        this.controllerPort = ports.get(1);
        this.settings = settings;
        this.jvmOptions = jvmOptions;
        this.cluster = cluster;
    }

    public static KafkaBroker start(Path folder) {
        return start(folder, Map.of());
    }

    /**
     * Starts a broker and returns when it answers.
     *
     * @param settings keys of server.properties that go beyond, or before, the ones this class sets
     */
    public static KafkaBroker start(Path folder, Map<String, String> settings) {
        return start(folder, settings, List.of("-Xmx384m"));
    }

    static KafkaBroker start(Path folder, Map<String, String> settings, List<String> jvmOptions) {
        Path own = Folders.create(folder);
        LeftOvers.stopIn(own, "TERM");
        return start(own, RememberedPorts.in(own, 2), settings, jvmOptions);
    }

    /**
     * A broker with a second listener, for clients that are to reach it through something else.
     *
     * @param port of the second listener
     * @param advertised what clients of the second listener are told to connect to, host:port; those of {@link #bootstrapServers()} go straight to the broker
     */
    public static KafkaBroker startWithSideDoor(Path folder, int port, String advertised) {
        Path own = Folders.create(folder);
        LeftOvers.stopIn(own, "TERM");
        List<Integer> ports = RememberedPorts.in(own, 2);
        String straight = "PLAINTEXT://127.0.0.1:" + ports.get(0);
        Map<String, String> settings = Map.of(
                "listeners",
                straight + ",SIDE://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + ports.get(1),
                "advertised.listeners",
                straight + ",SIDE://" + advertised,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,SIDE:PLAINTEXT,CONTROLLER:PLAINTEXT");
        return start(own, ports, settings, List.of("-Xmx384m"));
    }

    private static KafkaBroker start(
            Path folder, List<Integer> ports, Map<String, String> settings, List<String> jvmOptions) {
        KafkaBroker broker =
                new KafkaBroker(folder, ports, Map.copyOf(settings), List.copyOf(jvmOptions), Optional.empty());
        broker.writeProperties();
        broker.launch();
        return broker;
    }

    /** One of several; it answers only when most of them have begun. */
    static KafkaBroker ofCluster(Path folder, List<Integer> ports, Map<String, String> settings, String cluster) {
        KafkaBroker broker = new KafkaBroker(
                Folders.create(folder), ports, Map.copyOf(settings), List.of("-Xmx256m"), Optional.of(cluster));
        broker.writeProperties();
        return broker;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public Path folder() {
        return folder;
    }

    public Path logFile() {
        return folder.resolve("broker.log");
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. What producers had acknowledged is there after {@link #restart()}, as after any crash of a process. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: clients see a broker that accepts connections and answers nothing. */
    public void suspend() {
        process.suspend();
    }

    public void resume() {
        process.resume();
    }

    public void stop() {
        if (process != null) {
            process.stop(STOP_LIMIT);
        }
    }

    /** Starts again on the same folder and port, after stopping what still runs. */
    public void restart() {
        stop();
        launch();
    }

    @Override
    public void close() {
        stop();
    }

    /** An admin client of this broker; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    /** Creates a topic as the live job wants its sources: stamped by the broker, never shortened. */
    public void createSourceTopic(String name, int partitions) {
        createTopic(name, partitions, SOURCE_TOPIC);
    }

    /** Creates a topic, and returns when the broker knows it. */
    public void createTopic(String name, int partitions, Map<String, String> config) {
        try (Admin admin = admin()) {
            create(admin, List.of(new NewTopic(name, partitions, (short) 1).configs(config)));
        }
    }

    /** Creates those topics that do not exist yet, all at once. */
    void createMissing(Map<String, Map<String, String>> configs, int partitions) {
        try (Admin admin = admin()) {
            Set<String> known = admin.listTopics().names().get();
            create(
                    admin,
                    configs.entrySet().stream()
                            .filter(topic -> !known.contains(topic.getKey()))
                            .map(topic -> new NewTopic(topic.getKey(), partitions, (short) 1).configs(topic.getValue()))
                            .toList());
        } catch (ExecutionException failure) {
            throw new StackFailure(
                    "Cannot list the topics: " + failure.getCause().getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while listing the topics", interrupted);
        }
    }

    private static void create(Admin admin, List<NewTopic> topics) {
        String names = topics.stream().map(NewTopic::name).collect(Collectors.joining(", "));
        try {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException failure) {
            throw new StackFailure(
                    "Cannot create topic " + names + ": " + failure.getCause().getMessage(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while creating topic " + names, interrupted);
        }
    }

    private void launch() {
        begin();
        awaitReady();
    }

    /** Starts the process and does not wait for it. */
    void begin() {
        Path logging = folder.resolve("log4j2.properties");
        Resources.copy("kafka-log4j2.properties", logging);
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dlog4j2.configurationFile=" + logging.toUri());
        List<String> command = ClassPath.java(folder, ClassPath.ofThisJvm(), options, BrokerProgram.class.getName());
        command.addAll(
                List.of(propertiesFile().toString(), folder.resolve("data").toString()));
        cluster.ifPresent(command::add);
        process = ChildProcess.start("Kafka", command, folder, logFile());
    }

    void awaitReady() {
        process.await("Kafka answers on port " + port, START_LIMIT, () -> Ports.answers(port));
        awaitMembership();
    }

    /** The socket is open some tenths of a second before the broker has joined itself and takes topics. */
    private void awaitMembership() {
        try (Admin admin = admin()) {
            process.await(
                    "Kafka has joined its own cluster",
                    START_LIMIT,
                    () -> !admin.describeCluster().nodes().get().isEmpty());
        }
    }

    private Path propertiesFile() {
        return folder.resolve("server.properties");
    }

    private void writeProperties() {
        Map<String, String> properties = new TreeMap<>(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://" + bootstrapServers()),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("log.dirs", folder.resolve("data").toString()),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("auto.create.topics.enable", "false"),
                // A broker started after a kill waits until its former self is no longer counted as living: 9 s by
                // default.
                Map.entry("broker.heartbeat.interval.ms", "1000"),
                Map.entry("broker.session.timeout.ms", "6000"),
                // Retention goes by the time in the record: history written today would be gone within minutes.
                Map.entry("log.retention.ms", "-1"),
                Map.entry("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES)),
                Map.entry("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES))));
        properties.putAll(settings);
        String text = properties.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining());
        try {
            Files.writeString(propertiesFile(), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
