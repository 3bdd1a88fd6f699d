package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The ZooKeeper server of a {@link FlinkCluster} with high availability: who leads, and where the jobs' checkpoints are. */
public final class ZooKeeperServer {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final String PROGRAM =
            "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";

    private final Path folder;
    private final int port;
    private final FlinkProcesses processes;
    private ChildProcess process;

    /** @param folder the cluster's; the data goes into {@code zookeeper} there */
    ZooKeeperServer(Path folder, int port, FlinkProcesses processes) {
        this.folder = folder;
        this.port = port;
        this.processes = processes;
    }

    /** Starts, for the first time or again on the same port and data, and returns when it answers. */
    public void start() {
        Path settings = folder.resolve("conf").resolve("zoo.cfg");
        String text = "tickTime=1000\nclientPortAddress=127.0.0.1\nclientPort=" + port + "\ndataDir="
                + folder.resolve("zookeeper") + "\nadmin.enableServer=false\n";
        try {
            Files.writeString(settings, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        process = processes.launch("zookeeper", PROGRAM, List.of("-Xmx128m"), List.of(settings.toString()));
        process.await("ZooKeeper answers on port " + port, START_LIMIT, () -> Ports.answers(port));
    }

    /** SIGKILL. What it had acknowledged is there after {@link #start()}. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: connections stay and get no answer. */
    public void suspend() {
        process.suspend();
    }

    public void resume() {
        process.resume();
    }

    void stop() {
        if (process != null) {
            process.stop(STOP_LIMIT);
        }
    }
}
