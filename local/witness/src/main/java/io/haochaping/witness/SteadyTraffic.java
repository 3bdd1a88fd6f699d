package io.haochaping.witness;

import io.haochaping.traffic.TrafficWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes a plan little by little in a thread of its own, whatever happens to the job that reads it. */
public final class SteadyTraffic {
    private static final int AT_A_TIME = 20;
    private static final long BETWEEN_MILLIS = 20;

    private final TrafficWriter writer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "steady-traffic");
    private volatile long written;
    private volatile long limit;

    private SteadyTraffic(TrafficWriter writer, long limit) {
        this.writer = writer;
        this.limit = limit;
    }

    /** The writer is the thread's until {@link #writeRest()}; it writes no more than the limit, however slow its readers are. */
    public static SteadyTraffic start(TrafficWriter writer, long limit) {
        SteadyTraffic traffic = new SteadyTraffic(writer, limit);
        traffic.thread.setDaemon(true);
        traffic.thread.start();
        return traffic;
    }

    /** Records and ticks that the broker has. */
    public long written() {
        return written;
    }

    public void limit(long records) {
        limit = records;
    }

    public long limit() {
        return limit;
    }

    /** Writes no more. */
    public void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            do {
                writer.writeUpTo(Math.min(limit, writer.written() + AT_A_TIME));
                written = writer.written();
            } while (!stopped.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is left at once. */
    public void writeRest() throws InterruptedException {
        stopped.countDown();
        thread.join();
        writer.writeAll();
    }
}
