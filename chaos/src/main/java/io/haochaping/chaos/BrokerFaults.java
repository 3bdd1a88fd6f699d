package io.haochaping.chaos;

import io.haochaping.stack.KafkaBroker;
import io.haochaping.traffic.SourcePartition;
import java.util.Comparator;
import java.util.Set;

/** What happens to some of several brokers, and to single partitions. */
final class BrokerFaults {
    private static final long RECORDS_MEANWHILE = 200;

    private BrokerFaults() {}

    static void killOne(Scene scene, int millis) throws Exception {
        takeAway(scene, scene.brokers.follower(), millis);
    }

    static void killController(Scene scene, int millis) throws Exception {
        takeAway(scene, scene.brokers.controller(), millis);
    }

    /** The two that are left have to do: the store goes on before the third is back. */
    private static void takeAway(Scene scene, KafkaBroker broker, int millis) throws Exception {
        broker.kill();
        try {
            Injury.last(millis);
            scene.awaitProgress(RECORDS_MEANWHILE);
        } finally {
            broker.restart();
        }
    }

    static void takeAllDown(Scene scene, int millis) throws Exception {
        scene.brokers.killAll();
        try {
            Injury.last(millis);
        } finally {
            scene.brokers.startAll();
        }
    }

    static void addPartitions(Scene scene, int millis) {
        NewPartitions later = scene.staging.newPartitions(scene.plan.config().partitions());
        later.add(scene.brokers.straight());
        scene.release(later.partitions());
    }

    /** The fullest of all; the others go on, and so must the store. */
    static void holdPartitionBack(Scene scene, int millis) throws Exception {
        Set<SourcePartition> fullest = Set.of(scene.plan.partitions().stream()
                .max(Comparator.comparingLong(where -> scene.plan.records(where).count()))
                .orElseThrow());
        scene.hold(fullest);
        try {
            scene.awaitProgress(RECORDS_MEANWHILE);
            Injury.last(millis);
        } finally {
            scene.release(fullest);
        }
    }
}
