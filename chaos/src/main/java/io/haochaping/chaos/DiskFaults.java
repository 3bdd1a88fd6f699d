package io.haochaping.chaos;

import io.haochaping.stack.Await;
import io.haochaping.stack.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What happens to the disks: away, full, slow. */
final class DiskFaults {
    private static final String FULL = "No space left on device";

    private DiskFaults() {}

    static void takeCheckpointsAway(Scene scene, int millis) throws Exception {
        whileCheckpointsAreAway(scene, () -> Injury.last(millis));
    }

    /** The job fails while nothing can be restored. */
    static void killTaskManagerWithoutCheckpoints(Scene scene, int millis) throws Exception {
        whileCheckpointsAreAway(scene, () -> {
            ProcessFaults.killTaskManager(scene, millis);
            Injury.last(millis);
        });
    }

    /** The job is stopped behind a savepoint and submitted again while no folder can be made for it. */
    static void startWithoutCheckpoints(Scene scene, int millis) throws Exception {
        scene.cluster.awaitRunning(scene.job());
        String savepoint = scene.cluster.stopWithSavepoint(scene.job());
        whileCheckpointsAreAway(scene, () -> {
            scene.submitWithoutWaiting(savepoint);
            Injury.last(millis);
        });
        scene.cluster.awaitRunning(scene.job());
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** Whoever waits for the folder may make it anew between the two steps, on either way, hence the repetitions. */
    private static void whileCheckpointsAreAway(Scene scene, Meanwhile meanwhile) throws Exception {
        Path folder = scene.staging.checkpoints();
        Path aside = folder.resolveSibling("checkpoints-aside");
        Files.move(folder, aside);
        Await.until("a file in the place of " + folder, Scene.PATIENCE, () -> {
            clear(folder);
            Files.createFile(folder);
            return true;
        });
        try {
            meanwhile.happens();
        } finally {
            Await.until("the folder in its place again", Scene.PATIENCE, () -> {
                clear(folder);
                Files.move(aside, folder);
                return true;
            });
        }
    }

    private static void clear(Path folder) {
        if (Files.exists(folder)) {
            RunChaos.delete(folder);
        }
    }

    /** Full until a checkpoint has failed for it, and then as long as the fault lasts. */
    static void fillCheckpoints(Scene scene, int millis) throws Exception {
        SmallDisk disk = scene.staging.ofCheckpoints();
        scene.cluster.awaitRunning(scene.job());
        long before = scene.cluster.failedCheckpoints(scene.job());
        try {
            Await.until("a checkpoint that failed", Scene.PATIENCE, () -> {
                disk.fill();
                return scene.cluster.failedCheckpoints(scene.job()) > before;
            });
            Injury.last(millis);
        } finally {
            disk.free();
        }
    }

    /** At least until files have been late and a checkpoint that met it is whole: a slow one is no failed one. */
    static void slowCheckpoints(Scene scene, int millis) throws Exception {
        Path slowWhile = scene.grounds.slowWhile;
        Path late = SlowStorage.late(slowWhile);
        scene.cluster.awaitRunning(scene.job());
        Files.deleteIfExists(late);
        Files.createFile(slowWhile);
        try {
            Await.until("a file that is late", Scene.PATIENCE, () -> Files.exists(late));
            long before = scene.cluster.lastCheckpointId(scene.job()).orElse(0);
            Injury.last(millis);
            scene.cluster.awaitCheckpointAfter(scene.job(), before);
        } finally {
            Files.delete(slowWhile);
        }
    }

    /**
     * Full until the server has told so, and then as long as the fault lasts. Where its log does not find room either, the server ends every connection, or itself; it is started again when there is
     * room, as whoever looks after it would do.
     */
    static void fillDatabase(Scene scene, int millis) throws Exception {
        PostgresServer postgres = scene.grounds.postgres;
        SmallDisk disk = scene.staging.ofDatabase();
        long said = Files.size(postgres.logFile());
        scene.reader.whileAway(() -> {
            try {
                Await.until("PostgreSQL to run out of space", Scene.PATIENCE, () -> {
                    disk.fill();
                    return saidSince(postgres.logFile(), said).contains(FULL);
                });
                Injury.last(millis);
            } finally {
                disk.free();
            }
            if (!postgres.isAlive()) {
                postgres.restart();
            }
            Await.until("PostgreSQL to answer", Scene.PATIENCE, () -> {
                postgres.connect().close();
                return true;
            });
        });
    }

    private static String saidSince(Path log, long from) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(from);
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
