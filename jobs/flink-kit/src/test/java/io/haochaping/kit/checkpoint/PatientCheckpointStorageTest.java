package io.haochaping.kit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.state.CheckpointMetadataOutputStream;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.CheckpointStorageAccess;
import org.apache.flink.runtime.state.CheckpointStorageLoader;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStorageAccess;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientCheckpointStorageTest {
    private static final JobID JOB = JobID.fromHexString("00000000000000000000000000000001");
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private interface Meanwhile {
        void happens() throws IOException, InterruptedException;
    }

    /** Each pause takes a second of a clock that nothing else moves. */
    private PatientStorageAccess access(Meanwhile meanwhile) throws IOException {
        AtomicLong nanos = new AtomicLong();
        PatientStorageAccess.Timing timing = new PatientStorageAccess.Timing() {
            @Override
            public long nanos() {
                return nanos.get();
            }

            @Override
            public void pause() throws IOException, InterruptedException {
                nanos.addAndGet(PAUSE.toNanos());
                meanwhile.happens();
            }
        };
        return new PatientStorageAccess(checkpoints(), null, true, JOB, 20_480, 4_096, timing);
    }

    private org.apache.flink.core.fs.Path checkpoints() {
        return new org.apache.flink.core.fs.Path(folder.resolve("checkpoints").toUri());
    }

    /** As long as a file stands in its place, nothing finds the folder. */
    private void takeAway() throws IOException {
        Files.createFile(folder.resolve("checkpoints"));
    }

    private Path ofJob() {
        return folder.resolve("checkpoints").resolve(JOB.toHexString());
    }

    @Test
    void theEnginesOwnStorageFailsWhereItIsAway() throws IOException {
        takeAway();
        FsCheckpointStorageAccess engines = new FsCheckpointStorageAccess(checkpoints(), null, JOB, 20_480, 4_096);

        assertThatThrownBy(engines::initializeBaseLocationsForCheckpoint).isInstanceOf(IOException.class);
    }

    @Test
    void aGraphWaitsUntilItsStorageIsBack() throws IOException {
        takeAway();
        AtomicInteger pauses = new AtomicInteger();

        access(() -> {
                    if (pauses.incrementAndGet() == 3) {
                        Files.delete(folder.resolve("checkpoints"));
                    }
                })
                .initializeBaseLocationsForCheckpoint();

        assertThat(pauses).hasValue(3);
        assertThat(ofJob().resolve("shared")).isDirectory();
        assertThat(ofJob().resolve("taskowned")).isDirectory();
    }

    @Test
    void aStorageThatIsThereIsNotWaitedFor() throws IOException {
        access(() -> {
                    throw new AssertionError("waits for a storage that is there");
                })
                .initializeBaseLocationsForCheckpoint();

        assertThat(ofJob().resolve("shared")).isDirectory();
    }

    @Test
    void aJobThatWaitedInVainFailsItsCheckpointsUntilTheStorageIsBack() throws IOException {
        takeAway();
        AtomicInteger pauses = new AtomicInteger();
        PatientStorageAccess access = access(pauses::incrementAndGet);

        access.initializeBaseLocationsForCheckpoint();
        assertThat(pauses).hasValue((int) PatientStorageAccess.PATIENCE.dividedBy(PAUSE));
        assertThatThrownBy(() -> access.initializeLocationForCheckpoint(1)).isInstanceOf(IOException.class);

        Files.delete(folder.resolve("checkpoints"));
        access.initializeLocationForCheckpoint(2);
        assertThat(ofJob().resolve("shared")).isDirectory();
        assertThat(ofJob().resolve("taskowned")).isDirectory();
        assertThat(ofJob().resolve("chk-2")).isDirectory();
    }

    @Test
    void whoIsEndedWhileWaitingSaysSo() throws IOException {
        takeAway();
        PatientStorageAccess access = access(() -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(access::initializeBaseLocationsForCheckpoint)
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("checkpoints");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theSettingsOfAJobChooseItAndItsFilesAreTheEngines() throws Exception {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, PatientCheckpointStorage.Factory.class.getName());
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());

        CheckpointStorage storage = CheckpointStorageLoader.load(
                null,
                new HashMapStateBackend(),
                settings,
                new Configuration(),
                getClass().getClassLoader(),
                null);
        CheckpointStorageAccess access = storage.createCheckpointStorage(JOB);
        access.initializeBaseLocationsForCheckpoint();
        try (CheckpointMetadataOutputStream metadata =
                access.initializeLocationForCheckpoint(7).createMetadataOutputStream()) {
            metadata.write(1);
            metadata.closeAndFinalizeCheckpoint();
        }

        assertThat(storage).isInstanceOf(PatientCheckpointStorage.class);
        assertThat(access).isInstanceOf(PatientStorageAccess.class);
        String pointer = ofJob().resolve("chk-7").toUri().toString();
        assertThat(storage.resolveCheckpoint(pointer).getExternalPointer())
                .isEqualTo(new FileSystemCheckpointStorage(checkpoints())
                        .resolveCheckpoint(pointer)
                        .getExternalPointer());
    }

    @Test
    void withoutAFolderCheckpointsStayWithTheJobManager() {
        ReadableConfig none = new Configuration();

        assertThat(new PatientCheckpointStorage.Factory()
                        .createFromConfig(none, getClass().getClassLoader()))
                .isInstanceOf(JobManagerCheckpointStorage.class);
    }
}
