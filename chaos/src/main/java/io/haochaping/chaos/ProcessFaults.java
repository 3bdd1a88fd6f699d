package io.haochaping.chaos;

import io.haochaping.stack.FlinkCluster;

/** Signals to the processes that a job is made of. */
final class ProcessFaults {
    private ProcessFaults() {}

    static void killTaskManager(Scene scene, int millis) {
        scene.cluster.killTaskManager(scene.cluster.busyTaskManager());
        scene.cluster.startTaskManager();
    }

    static void pauseTaskManager(Scene scene, int millis) throws InterruptedException {
        int busy = scene.cluster.busyTaskManager();
        scene.cluster.suspendTaskManager(busy);
        try {
            Injury.last(millis);
        } finally {
            scene.cluster.resumeTaskManager(busy);
        }
    }

    static void killJobManager(Scene scene, int millis) {
        scene.cluster.killJobManager();
        scene.cluster.startJobManager();
    }

    /** A JobManager that comes back after it lost its leadership may end itself; whoever looks after it starts it again. */
    static void pauseJobManager(Scene scene, int millis) throws InterruptedException {
        FlinkCluster cluster = scene.cluster;
        cluster.suspendJobManager();
        try {
            Injury.last(millis);
        } finally {
            cluster.resumeJobManager();
        }
    }

    static void killBroker(Scene scene, int millis) {
        scene.kafka.kill();
        scene.kafka.restart();
    }

    static void pauseBroker(Scene scene, int millis) throws InterruptedException {
        scene.kafka.suspend();
        try {
            Injury.last(millis);
        } finally {
            scene.kafka.resume();
        }
    }

    static void restartBroker(Scene scene, int millis) {
        scene.kafka.restart();
    }

    static void killSeveral(Scene scene, int millis) throws Exception {
        int busy = scene.cluster.busyTaskManager();
        scene.reader.whileAway(() -> {
            scene.cluster.killTaskManager(busy);
            scene.kafka.kill();
            scene.grounds.postgres.kill();
            scene.cluster.killJobManager();
            scene.grounds.postgres.restart();
            scene.kafka.restart();
        });
        scene.cluster.startJobManager();
        scene.cluster.startTaskManager();
    }
}
