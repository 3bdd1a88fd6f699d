package io.haochaping.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Processor time of a server and its workers over a stretch. A worker's time goes with it when its connection ends, so all are looked at every half second; what a worker does in
 * its last moments is missed.
 */
final class ServerCpu implements AutoCloseable {
    private final ProcessHandle server;
    private final Map<Long, Duration> before = new HashMap<>();
    private final Map<Long, Duration> latest = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(ServerCpu::daemon);

    private ServerCpu(ProcessHandle server) {
        this.server = server;
    }

    static ServerCpu of(long pid) {
        ServerCpu cpu = new ServerCpu(ProcessHandle.of(pid).orElseThrow());
        cpu.look();
        cpu.before.putAll(cpu.latest);
        cpu.clock.scheduleAtFixedRate(cpu::look, 500, 500, TimeUnit.MILLISECONDS);
        return cpu;
    }

    private synchronized void look() {
        Stream.concat(Stream.of(server), server.descendants()).forEach(process -> process.info()
                .totalCpuDuration()
                .ifPresent(spent -> latest.merge(process.pid(), spent, ServerCpu::longer)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "server-cpu");
        thread.setDaemon(true);
        return thread;
    }

    Duration spent() {
        look();
        synchronized (this) {
            Duration sum = Duration.ZERO;
            for (Map.Entry<Long, Duration> worker : latest.entrySet()) {
                sum = sum.plus(worker.getValue()).minus(before.getOrDefault(worker.getKey(), Duration.ZERO));
            }
            return sum;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
