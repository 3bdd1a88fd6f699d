package io.haochaping.kit.checkpoint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.CheckpointStorageLocation;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStorageAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders of checkpoints that may be away when a graph is built. The adaptive scheduler builds graphs in a thread for input and output, where waiting holds up the job alone. */
final class PatientStorageAccess extends FsCheckpointStorageAccess {
    /** Then the graph is built all the same. A job that is cancelled meanwhile, and a JobManager that shuts down, end no sooner: nothing interrupts the building of a graph. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(PatientStorageAccess.class);

    private final Timing timing;
    private boolean laidOut;

    PatientStorageAccess(
            Path checkpoints,
            Path savepoints,
            boolean folderPerJob,
            JobID job,
            int fileSizeThreshold,
            int writeBufferSize,
            Timing timing)
            throws IOException {
        super(checkpoints, savepoints, folderPerJob, job, fileSizeThreshold, writeBufferSize);
        this.timing = timing;
    }

    /** The clock, and what lies between two tries. */
    interface Timing {
        Timing OF_THE_MACHINE = new Timing() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause() throws InterruptedException {
                Thread.sleep(500);
            }
        };

        long nanos();

        void pause() throws IOException, InterruptedException;
    }

    @Override
    public void initializeBaseLocationsForCheckpoint() throws IOException {
        long begin = timing.nanos();
        long nextWarning = 0;
        while (!laidOut) {
            try {
                layOut();
            } catch (InterruptedIOException ended) {
                throw ended;
            } catch (IOException away) {
                long waited = timing.nanos() - begin;
                if (waited >= PATIENCE.toNanos()) {
                    LOG.warn("The job starts without its storage of checkpoints, {}.", getCheckpointsDirectory());
                    return;
                }
                if (waited >= nextWarning) {
                    nextWarning = waited + BETWEEN_WARNINGS.toNanos();
                    LOG.warn(
                            "The storage of checkpoints, {}, cannot be reached; the job waits for it, up to {} s. Bring it back. ({})",
                            getCheckpointsDirectory(),
                            PATIENCE.toSeconds(),
                            away.getMessage());
                }
                pause();
            }
        }
    }

    private void layOut() throws IOException {
        super.initializeBaseLocationsForCheckpoint();
        laidOut = true;
    }

    private void pause() throws IOException {
        try {
            timing.pause();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("ended while it waited for " + getCheckpointsDirectory());
        }
    }

    /** @throws IOException the checkpoint fails, which ends no job; the next one tries again */
    @Override
    public CheckpointStorageLocation initializeLocationForCheckpoint(long checkpoint) throws IOException {
        if (!laidOut) {
            layOut();
        }
        return super.initializeLocationForCheckpoint(checkpoint);
    }
}
