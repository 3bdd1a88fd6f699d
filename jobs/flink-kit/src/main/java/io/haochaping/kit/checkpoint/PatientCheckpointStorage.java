package io.haochaping.kit.checkpoint;

import java.io.IOException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.CheckpointStorageAccess;
import org.apache.flink.runtime.state.CheckpointStorageFactory;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;

/**
 * The engine's storage of checkpoints in folders, for a job that must outlive it: where the folder cannot be reached when the graph of a job is built, the graph waits for it, where the engine's own
 * would end the job as FAILED for good (docs/decisions/0105). Files, folders and settings are those of {@link FileSystemCheckpointStorage}, so that either restores what the other wrote.
 */
public final class PatientCheckpointStorage implements CheckpointStorage {
    private static final long serialVersionUID = 1L;

    private final FileSystemCheckpointStorage folders;
    private final boolean folderPerJob;

    private PatientCheckpointStorage(FileSystemCheckpointStorage folders, boolean folderPerJob) {
        this.folders = folders;
        this.folderPerJob = folderPerJob;
    }

    @Override
    public CompletedCheckpointStorageLocation resolveCheckpoint(String pointer) throws IOException {
        return folders.resolveCheckpoint(pointer);
    }

    @Override
    public CheckpointStorageAccess createCheckpointStorage(JobID job) throws IOException {
        return new PatientStorageAccess(
                folders.getCheckpointPath(),
                folders.getSavepointPath(),
                folderPerJob,
                job,
                folders.getMinFileSizeThreshold(),
                folders.getWriteBufferSize(),
                PatientStorageAccess.Timing.OF_THE_MACHINE);
    }

    /** Named by its class in the settings of a job. Without a folder of checkpoints, as in a test, they stay with the JobManager. */
    public static final class Factory implements CheckpointStorageFactory<CheckpointStorage> {
        @Override
        public CheckpointStorage createFromConfig(ReadableConfig config, ClassLoader classLoader) {
            if (config.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY).isEmpty()) {
                return JobManagerCheckpointStorage.createFromConfig(config, classLoader);
            }
            return new PatientCheckpointStorage(
                    FileSystemCheckpointStorage.createFromConfig(config, classLoader),
                    config.get(CheckpointingOptions.CREATE_CHECKPOINT_SUB_DIR));
        }
    }
}
