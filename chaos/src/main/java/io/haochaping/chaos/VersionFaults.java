package io.haochaping.chaos;

import io.haochaping.stack.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Other versions of the job on the store and the state of this one. */
final class VersionFaults {
    private static final int FAILURES = 3;

    private VersionFaults() {}

    static void upgradeAndRollBack(Scene scene, int millis) throws Exception {
        upgrade(scene, 0);
        rollBack(scene);
    }

    /** The state is that of before the upgrade, the store has what the next version wrote and its columns. */
    static void startOlderJar(Scene scene, int millis) throws Exception {
        String older = upgrade(scene, 0);
        scene.cluster.cancel(scene.job());
        scene.submit(Optional.of(older));
    }

    /** The operator that throws is there for the time of the fault alone, so that the rest of the schedule runs on what is deployed. */
    static void failOperator(Scene scene, int millis) throws Exception {
        upgrade(scene, FAILURES);
        rollBack(scene);
    }

    /** @return the savepoint behind which the deployed job was stopped */
    private static String upgrade(Scene scene, int failures) throws Exception {
        scene.cluster.awaitRunning(scene.job());
        String savepoint = scene.cluster.stopWithSavepoint(scene.job());
        long before = cutsOfNextVersion(scene);
        Path orders = scene.nextOrders();
        for (int number = 1; number <= failures; number++) {
            Files.createFile(orders.resolve(Integer.toString(number)));
        }
        scene.submitUpgraded(savepoint);
        Await.until("every ordered failure", Scene.PATIENCE, () -> {
            scene.requireLife();
            try (var left = Files.list(orders)) {
                return left.findAny().isEmpty();
            }
        });
        Await.until("a cut of the next version", Scene.PATIENCE, () -> {
            scene.requireLife();
            return cutsOfNextVersion(scene) > before;
        });
        return savepoint;
    }

    private static void rollBack(Scene scene) throws Exception {
        scene.cluster.awaitRunning(scene.job());
        String savepoint = scene.cluster.stopWithSavepoint(scene.job());
        scene.submit(Optional.of(savepoint));
    }

    private static long cutsOfNextVersion(Scene scene) throws Exception {
        return scene.store.number("select count(*) from cut where code_version like '%" + UpgradedJar.MARK + "'");
    }
}
