package io.haochaping.chaos;

import io.haochaping.stack.StackFailure;

/** What the proxies before the servers do. Only the job goes through them. */
final class NetworkFaults {
    private static final long LATE_MILLIS = 60;

    private NetworkFaults() {}

    static void cutBrokerOff(Scene scene, int millis) throws InterruptedException {
        scene.brokers.cut();
        try {
            Injury.last(millis);
        } finally {
            scene.brokers.heal();
        }
    }

    static void cutDatabaseOff(Scene scene, int millis) throws InterruptedException {
        scene.grounds.beforePostgres.cut();
        try {
            Injury.last(millis);
        } finally {
            scene.grounds.beforePostgres.heal();
        }
    }

    static void slowDatabase(Scene scene, int millis) throws InterruptedException {
        scene.grounds.beforePostgres.slow(LATE_MILLIS);
        try {
            Injury.last(millis);
        } finally {
            scene.grounds.beforePostgres.heal();
        }
    }

    static void loseAcknowledgement(Scene scene, int millis) throws InterruptedException {
        scene.grounds.beforePostgres.cutAfterNextCommit();
        if (!scene.grounds.beforePostgres.awaitUnacknowledged(Scene.PATIENCE.toMillis())) {
            throw new StackFailure("no commit came whose acknowledgement could be withheld");
        }
    }
}
