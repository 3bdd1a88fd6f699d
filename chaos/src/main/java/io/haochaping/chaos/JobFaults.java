package io.haochaping.chaos;

import io.haochaping.stack.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What happens to the job: its state, its scale, its rivals. */
final class JobFaults {
    private static final long RECORDS_BETWEEN = 400;

    private JobFaults() {}

    /** A checkpoint may make its folder anew between the two steps, hence the repetition. */
    static void takeCheckpointsAway(Scene scene, int millis) throws Exception {
        Path folder = scene.cluster.checkpointFolder();
        Path aside = folder.resolveSibling("checkpoints-aside");
        Files.move(folder, aside);
        Await.until("a file in the place of " + folder, Scene.PATIENCE, () -> {
            Files.deleteIfExists(folder);
            Files.createFile(folder);
            return true;
        });
        try {
            Injury.last(millis);
        } finally {
            Files.delete(folder);
            Files.move(aside, folder);
        }
    }

    static void rescale(Scene scene, int millis) throws Exception {
        scene.cluster.awaitRunning(scene.job());
        String savepoint = scene.cluster.stopWithSavepoint(scene.job());
        scene.submitRescaled(savepoint);
    }

    static void resumeFromOlderSavepoint(Scene scene, int millis) throws Exception {
        scene.cluster.awaitRunning(scene.job());
        String savepoint = scene.cluster.savepoint(scene.job());
        scene.awaitProgress(RECORDS_BETWEEN);
        scene.cluster.cancel(scene.job());
        scene.submit(Optional.of(savepoint));
    }

    static void startSecondJob(Scene scene, int millis) throws Exception {
        scene.cluster.awaitRunning(scene.job());
        String first = scene.job();
        scene.submitOneSubtask();
        Await.until("the first job to end for good", Scene.PATIENCE, () -> scene.cluster
                .jobState(first)
                .hasEnded());
    }
}
