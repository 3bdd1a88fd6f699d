package io.haochaping.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A Flink session cluster as processes of this machine: one JobManager, some TaskManagers and, for high availability, a
 * ZooKeeper server. Their class path is the {@code lib} folder of the assembled distribution and nothing else; their
 * settings are the distribution's, with what the machine needs laid over them, written to {@code conf} in the work folder.
 *
 * <p>Every wait has a deadline and ends in a {@link StackFailure} that names the log to look at.
 */
public final class FlinkCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int TRIES = 2;
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    private final Path folder;
    private final int wantedTaskManagers;
    private final boolean highAvailability;
    private final boolean small;
    private final FlatYaml settings;
    private final FlinkProcesses processes;
    private final FlinkRest rest;
    private final FlinkJobs jobs;
    private final int restPort;
    private final int zooKeeperPort;
    private final List<ChildProcess> taskManagers = new ArrayList<>();
    private ZooKeeperServer zooKeeper;
    private ChildProcess jobManager;
    private FlinkMemory jobManagerMemory;
    private FlinkMemory taskManagerMemory;

    private FlinkCluster(Builder builder, List<Integer> ports) {
        this.folder = Folders.create(builder.folder);
        this.wantedTaskManagers = builder.taskManagers;
        this.highAvailability = builder.highAvailability;
        this.small = builder.small;
        this.restPort = builder.restPort == 0 ? ports.get(0) : builder.restPort;
        this.zooKeeperPort = ports.get(2);
        this.rest = new FlinkRest(restUrl());
        this.jobs = new FlinkJobs(rest, logFolder());
        this.settings = FlatYaml.read(builder.distribution.resolve("conf").resolve("config.yaml"))
                .with(machineSettings(builder, ports.get(1)))
                .with(builder.config);
        String classPath = FlinkProcesses.classPath(builder.distribution, builder.jobOnClassPath, builder.extension);
        this.processes = new FlinkProcesses(
                builder.distribution,
                folder,
                small,
                builder.jobOnClassPath,
                builder.extension,
                builder.archives.map(archives -> ClassArchive.in(archives, "flink", classPath)),
                settings);
    }

    /**
     * @param distribution holds {@code lib} and {@code conf}, as {@code deploy/flink} assembles them
     * @param folder takes logs, checkpoints and savepoints
     */
    public static Builder builder(Path distribution, Path folder) {
        return new Builder(distribution, folder);
    }

    /** What kind of cluster; one TaskManager with one slot unless said otherwise. */
    public static final class Builder {

        private final Path distribution;
        private final Path folder;
        private final Map<String, String> config = new TreeMap<>();
        private int taskManagers = 1;
        private int slots = 1;
        private int restPort;
        private Supplier<List<Integer>> ports = () -> Ports.free(3);
        private boolean highAvailability;
        private boolean small;
        private Optional<Path> jobOnClassPath = Optional.empty();
        private Optional<Path> extension = Optional.empty();
        private Optional<Path> archives = Optional.empty();

        private Builder(Path distribution, Path folder) {
            this.distribution = distribution.toAbsolutePath().normalize();
            this.folder = folder.toAbsolutePath().normalize();
        }

        public Builder taskManagers(int count) {
            this.taskManagers = count;
            return this;
        }

        /** Slots of each TaskManager. */
        public Builder slots(int count) {
            this.slots = count;
            return this;
        }

        /** Port of the REST interface and the web pages; a free one unless said otherwise. */
        public Builder restPort(int port) {
            this.restPort = port;
            return this;
        }

        /** With a ZooKeeper server of its own, so that a JobManager started after a kill finds its jobs again. */
        public Builder highAvailability(boolean wanted) {
            this.highAvailability = wanted;
            return this;
        }

        /** With small heaps and a quick start, for a machine that shows rather than works. */
        public Builder small(boolean wanted) {
            this.small = wanted;
            return this;
        }

        /** For a cluster of one job: its classes come from the class path of the processes, and not once more from what is submitted. */
        public Builder jobOnClassPath(Path jar) {
            this.jobOnClassPath = Optional.of(jar.toAbsolutePath().normalize());
            return this;
        }

        /** With services of the engine's own (a file system, say) from this jar or folder of classes. */
        public Builder extension(Path jarOrClasses) {
            this.extension = Optional.of(jarOrClasses.toAbsolutePath().normalize());
            return this;
        }

        /** With a {@link ClassArchive} in that folder. */
        public Builder classArchive(Path archives) {
            this.archives = Optional.of(archives);
            return this;
        }

        /** Flat keys of Flink's configuration that go before all others. */
        public Builder config(Map<String, String> settings) {
            this.config.putAll(settings);
            return this;
        }

        /**
         * Starts all processes and returns when every TaskManager has registered. A process that ends by itself meanwhile has all of them started once more, on
         * other ports, where those were not given: between the choice of a port and its use somebody else can take it.
         *
         * @throws StackFailure with what the process wrote last, where that did not help
         */
        public FlinkCluster start() {
            if (!Files.isDirectory(distribution.resolve("lib"))) {
                throw new StackFailure("No Flink distribution in " + distribution
                        + ": assemble it with mvn -B package -pl deploy/flink");
            }
            for (int left = restPort == 0 ? TRIES : 1; ; left--) {
                FlinkCluster cluster = new FlinkCluster(this, ports.get());
                try {
                    cluster.startAll();
                    return cluster;
                } catch (ProcessEnded ended) {
                    cluster.close();
                    if (left == 1) {
                        throw ended;
                    }
                    System.err.println("Flink is started once more, on other ports: " + ended.getMessage());
                } catch (RuntimeException failure) {
                    cluster.close();
                    throw failure;
                }
            }
        }

        /** Package-private for the test of ports that somebody took meanwhile. */
        Builder ports(Supplier<List<Integer>> ofRestRpcAndZooKeeper) {
            this.ports = ofRestRpcAndZooKeeper;
            return this;
        }
    }

    public String restUrl() {
        return "http://127.0.0.1:" + restPort;
    }

    /** Where the processes write their logs. */
    public Path logFolder() {
        return folder.resolve("log");
    }

    /** Where the builder was given a folder for it. */
    public Optional<ClassArchive> classArchive() {
        return processes.archive();
    }

    public Path checkpointFolder() {
        return folder.resolve("checkpoints");
    }

    public Path savepointFolder() {
        return folder.resolve("savepoints");
    }

    /** Uploads a jar and runs its main class in the JobManager. Returns the id of the job it submitted. */
    public String submit(Path jar, String mainClass, List<String> arguments, Optional<String> savepoint) {
        return jobs.submit(jar, mainClass, arguments, savepoint);
    }

    public JobState jobState(String jobId) {
        return jobs.jobState(jobId);
    }

    /** Whether every task runs; a job is called running already while its tasks still wait for slots. */
    public boolean allTasksRun(String jobId) {
        return jobs.allTasksRun(jobId);
    }

    /** Waits until every task runs; gives up at once with its last exception where the job has ended. */
    public void awaitRunning(String jobId) {
        jobs.awaitRunning(jobId);
    }

    public void awaitState(String jobId, JobState wanted) {
        jobs.awaitState(jobId, wanted);
    }

    /** Waits for a checkpoint with a greater id than the given one, and returns its id. */
    public long awaitCheckpointAfter(String jobId, long id) {
        return jobs.awaitCheckpointAfter(jobId, id);
    }

    /** Id of the last completed checkpoint; ids go on growing over failures. Empty before the first. */
    public OptionalLong lastCheckpointId(String jobId) {
        return jobs.lastCheckpointId(jobId);
    }

    /** Metrics of all operators of a job whose name contains this, by name; the JobManager asks for them every ten seconds. */
    public Map<String, String> metrics(String jobId, String part) {
        return jobs.metrics(jobId, part);
    }

    /** Id of the checkpoint or savepoint the job was last restored from; empty where it began with nothing. */
    public OptionalLong restoredCheckpointId(String jobId) {
        return jobs.restoredCheckpointId(jobId);
    }

    /** How many checkpoints of a job have failed; counted from 0 again by a JobManager that was started again. */
    public long failedCheckpoints(String jobId) {
        return jobs.failedCheckpoints(jobId);
    }

    /** The failures of a job, newest first, each with its stack trace. */
    public List<String> exceptions(String jobId) {
        return jobs.exceptions(jobId);
    }

    /** Takes a savepoint while the job goes on. Returns its path. */
    public String savepoint(String jobId) {
        return jobs.savepoint(jobId);
    }

    /** Stops a job behind a savepoint, without draining: timers that are due later do not fire. Returns its path. */
    public String stopWithSavepoint(String jobId) {
        return jobs.stopWithSavepoint(jobId);
    }

    public void cancel(String jobId) {
        jobs.cancel(jobId);
    }

    /** Number of TaskManagers started so far; they are counted from 0 and a killed one keeps its number. */
    public int taskManagers() {
        return taskManagers.size();
    }

    /** Number of a living TaskManager none of whose slots is free, so that killing it hurts. */
    public int busyTaskManager() {
        return Await.value("a TaskManager without a free slot", START_LIMIT, () -> {
            for (JsonNode found : rest.get("/taskmanagers").path("taskmanagers")) {
                int number = Integer.parseInt(found.path("id").asText().substring("tm-".length()));
                if (found.path("freeSlots").asInt() == 0
                        && taskManagers.get(number).isAlive()) {
                    return Optional.of(number);
                }
            }
            return Optional.empty();
        });
    }

    public boolean hasLivingTaskManager() {
        return taskManagers.stream().anyMatch(ChildProcess::isAlive);
    }

    public long taskManagerPid(int number) {
        return taskManagers.get(number).pid();
    }

    /** SIGKILL. */
    public void killTaskManager(int number) {
        taskManagers.get(number).kill();
    }

    public void suspendTaskManager(int number) {
        taskManagers.get(number).suspend();
    }

    public void resumeTaskManager(int number) {
        taskManagers.get(number).resume();
    }

    /** Starts one more TaskManager, waits until it has registered, and returns its number. */
    public int startTaskManager() {
        int number = launchTaskManager();
        awaitRegistration(number);
        return number;
    }

    public boolean jobManagerIsAlive() {
        return jobManager.isAlive();
    }

    public long jobManagerPid() {
        return jobManager.pid();
    }

    /** SIGKILL. Without high availability its jobs are gone; their checkpoints stay. */
    public void killJobManager() {
        jobManager.kill();
    }

    public void suspendJobManager() {
        jobManager.suspend();
    }

    public void resumeJobManager() {
        jobManager.resume();
    }

    /** Starts the JobManager again on the same port, and waits until it answers. */
    public void startJobManager() {
        launchJobManager();
        jobManager.await("the JobManager answers on " + restUrl(), START_LIMIT, () -> {
            rest.get("/overview");
            return true;
        });
    }

    /** Of a cluster with high availability. */
    public ZooKeeperServer zooKeeper() {
        return zooKeeper;
    }

    @Override
    public void close() {
        taskManagers.forEach(process -> process.stop(STOP_LIMIT));
        if (jobManager != null) {
            jobManager.stop(STOP_LIMIT);
        }
        if (zooKeeper != null) {
            zooKeeper.stop();
        }
    }

    private void startAll() {
        LeftOvers.stopIn(folder, "TERM");
        Folders.create(logFolder());
        for (String passing : List.of("tmp", "upload")) {
            // Processes that were killed left theirs behind.
            Folders.delete(folder.resolve(passing));
            Folders.create(folder.resolve(passing));
        }
        Path conf = Folders.create(folder.resolve("conf"));
        settings.write(conf.resolve("config.yaml"));
        jobManagerMemory = small
                ? FlinkMemory.smallJobManager()
                : FlinkMemory.of("GET_JM_RESOURCE_PARAMS", processes.classPath(), folder);
        taskManagerMemory = small
                ? FlinkMemory.smallTaskManager()
                : FlinkMemory.of("GET_TM_RESOURCE_PARAMS", processes.classPath(), folder);
        if (highAvailability) {
            zooKeeper = new ZooKeeperServer(folder, zooKeeperPort, processes);
            zooKeeper.start();
        }
        launchJobManager();
        for (int i = 0; i < wantedTaskManagers; i++) {
            launchTaskManager();
        }
        for (int number = 0; number < wantedTaskManagers; number++) {
            awaitRegistration(number);
        }
    }

    private Map<String, String> machineSettings(Builder builder, int rpcPort) {
        Map<String, String> machine = new TreeMap<>(Map.of(
                "rest.port", Integer.toString(restPort),
                "rest.bind-port", Integer.toString(restPort),
                "jobmanager.rpc.port", Integer.toString(rpcPort),
                "taskmanager.numberOfTaskSlots", Integer.toString(builder.slots),
                "execution.checkpointing.dir", checkpointFolder().toUri().toString(),
                "execution.checkpointing.savepoint-dir",
                        savepointFolder().toUri().toString(),
                "io.tmp.dirs", folder.resolve("tmp").toString(),
                "web.upload.dir", folder.resolve("upload").toString(),
                // The reporter of the distribution listens on every address of the machine.
                "metrics.reporters", "none"));
        // All processes start at once, so a TaskManager is often there first; by default it waits ten seconds then.
        machine.put("cluster.registration.error-delay", "200 ms");
        // How old an answer about a job may be: three seconds by default, which every wait here would have to wait for.
        machine.put("web.refresh-interval", "200 ms");
        if (builder.jobOnClassPath.isPresent()) {
            machine.put("classloader.resolve-order", "parent-first");
        }
        if (highAvailability) {
            machine.put("high-availability.type", "zookeeper");
            machine.put(
                    "high-availability.storageDir", folder.resolve("ha").toUri().toString());
            machine.put("high-availability.zookeeper.quorum", "127.0.0.1:" + zooKeeperPort);
            // How long a killed JobManager still counts as the leader; Flink's default is a minute.
            machine.put("high-availability.zookeeper.client.session-timeout", "6 s");
        }
        return machine;
    }

    private void launchJobManager() {
        List<String> jvm = new ArrayList<>(jobManagerMemory.jvmOptions());
        jvm.addAll(processes.jvmOptions("env.java.opts.jobmanager"));
        jobManager = processes.launch("jobmanager", JOB_MANAGER, jvm, withConfig(jobManagerMemory.dynamicSettings()));
    }

    private int launchTaskManager() {
        int number = taskManagers.size();
        List<String> jvm = new ArrayList<>(taskManagerMemory.jvmOptions());
        jvm.addAll(processes.jvmOptions("env.java.opts.taskmanager"));
        List<String> arguments = withConfig(taskManagerMemory.dynamicSettings());
        arguments.addAll(List.of("-D", "taskmanager.resource-id=tm-" + number));
        taskManagers.add(processes.launch("taskmanager-" + number, TASK_MANAGER, jvm, arguments));
        return number;
    }

    private void awaitRegistration(int number) {
        taskManagers.get(number).await("TaskManager " + number + " registers", START_LIMIT, () -> {
            jobManager.requireAlive("TaskManager " + number + " registers");
            for (JsonNode found : rest.get("/taskmanagers").path("taskmanagers")) {
                if (found.path("id").asText().equals("tm-" + number)) {
                    return true;
                }
            }
            return false;
        });
    }

    private List<String> withConfig(List<String> dynamicSettings) {
        List<String> arguments =
                new ArrayList<>(List.of("--configDir", folder.resolve("conf").toString()));
        arguments.addAll(dynamicSettings);
        return arguments;
    }
}
