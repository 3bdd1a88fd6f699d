package io.haochaping.kit.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How the live job runs. None of it changes a figure.
 *
 * @param ticks whether this job writes ticks
 * @param checkpointDir empty: as Flink is configured
 * @param stateBackend {@code hashmap} or {@code rocksdb}
 */
public record LiveSettings(
        Duration tickInterval,
        boolean ticks,
        Duration checkpointInterval,
        String checkpointDir,
        String stateBackend,
        int parallelism,
        Duration noCheckpointAlert,
        Duration channelSilence,
        SortedSet<String> expectedChannels,
        Duration departmentSilence,
        Duration partitionDiscovery)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public LiveSettings {
        expectedChannels = Collections.unmodifiableSortedSet(new TreeSet<>(expectedChannels));
    }
}
