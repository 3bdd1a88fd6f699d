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

/** Folders of checkpoints that may be away when a graph is built. The adaptive scheduler builds graphs in a thread for input and output, where waiting holds nothing up. */
final class PatientStorageAccess extends FsCheckpointStorageAccess {
    static final Pause HALF_A_SECOND = () -> Thread.sleep(500);

    /** Ten minutes; then the graph is built all the same, its tasks fail to restore, and the next graph waits again: a job that was cancelled meanwhile must not hold a thread for ever. */
    static final int MOST_PAUSES = 1_200;

    private static final int PAUSES_BETWEEN_WARNINGS = 60;
    private static final Logger LOG = LoggerFactory.getLogger(PatientStorageAccess.class);

    private final Pause pause;
    private boolean laidOut;

    PatientStorageAccess(
            Path checkpoints,
            Path savepoints,
            boolean folderPerJob,
            JobID job,
            int fileSizeThreshold,
            int writeBufferSize,
            Pause pause)
            throws IOException {
        super(checkpoints, savepoints, folderPerJob, job, fileSizeThreshold, writeBufferSize);
        this.pause = pause;
    }

    /** What lies between two tries. */
    interface Pause {
        void pass() throws IOException, InterruptedException;
    }

    @Override
    public void initializeBaseLocationsForCheckpoint() throws IOException {
        for (int pauses = 0; !layOut(pauses); pauses++) {
            if (pauses == MOST_PAUSES) {
                LOG.warn("The job starts without its storage of checkpoints; nothing is restored before it is back.");
                return;
            }
            await();
        }
    }

    private boolean layOut(int pauses) {
        try {
            super.initializeBaseLocationsForCheckpoint();
            laidOut = true;
        } catch (IOException away) {
            if (pauses % PAUSES_BETWEEN_WARNINGS == 0) {
                LOG.warn(
                        "The storage of checkpoints, {}, cannot be reached; the job waits for it, up to {} minutes. Bring it back. ({})",
                        getCheckpointsDirectory(),
                        Duration.ofMillis(500L * MOST_PAUSES).toMinutes(),
                        away.getMessage());
            }
        }
        return laidOut;
    }

    private void await() throws IOException {
        try {
            pause.pass();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("ended while it waited for " + getCheckpointsDirectory());
        }
    }

    /** @throws IOException the checkpoint fails, which ends no job; the next one tries again */
    @Override
    public CheckpointStorageLocation initializeLocationForCheckpoint(long checkpoint) throws IOException {
        if (!laidOut) {
            super.initializeBaseLocationsForCheckpoint();
            laidOut = true;
        }
        return super.initializeLocationForCheckpoint(checkpoint);
    }
}
