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

    static void killZooKeeper(Scene scene, int millis) {
        scene.cluster.zooKeeper().kill();
        scene.cluster.zooKeeper().start();
    }

    static void pauseZooKeeper(Scene scene, int millis) throws InterruptedException {
        scene.cluster.zooKeeper().suspend();
        try {
            Injury.last(millis);
        } finally {
            scene.cluster.zooKeeper().resume();
        }
    }

    static void killBroker(Scene scene, int millis) {
        scene.brokers.first().kill();
        scene.brokers.first().restart();
    }

    static void pauseBroker(Scene scene, int millis) throws InterruptedException {
        scene.brokers.first().suspend();
        try {
            Injury.last(millis);
        } finally {
            scene.brokers.first().resume();
        }
    }

    static void restartBroker(Scene scene, int millis) {
        scene.brokers.first().restart();
    }

    static void killSeveral(Scene scene, int millis) throws Exception {
        int busy = scene.cluster.busyTaskManager();
        scene.reader.whileAway(() -> {
            scene.cluster.killTaskManager(busy);
            scene.brokers.killAll();
            scene.grounds.postgres.kill();
            scene.cluster.killJobManager();
            scene.grounds.postgres.restart();
            scene.brokers.startAll();
        });
        scene.cluster.startJobManager();
        scene.cluster.startTaskManager();
    }

    static void pauseSeveral(Scene scene, int millis) throws Exception {
        int busy = scene.cluster.busyTaskManager();
        scene.reader.whileAway(() -> {
            scene.cluster.suspendTaskManager(busy);
            scene.brokers.pauseAll();
            scene.grounds.postgres.suspendAll();
            scene.cluster.suspendJobManager();
            try {
                Injury.last(millis);
            } finally {
                scene.cluster.resumeJobManager();
                scene.grounds.postgres.resumeAll();
                scene.brokers.resumeAll();
                scene.cluster.resumeTaskManager(busy);
            }
        });
    }
}
