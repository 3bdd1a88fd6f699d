package io.haochaping.chaos;

import io.haochaping.stack.Await;
import java.util.Optional;

/** What happens to the job: its state, its scale, its rivals. */
final class JobFaults {
    private static final long RECORDS_BETWEEN = 400;

    private JobFaults() {}

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
