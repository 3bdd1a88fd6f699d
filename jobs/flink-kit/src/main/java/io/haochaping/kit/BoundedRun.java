package io.haochaping.kit;

import org.apache.flink.runtime.execution.SuppressRestartsException;

/** A run between two sets of offsets: what breaks it makes it begin again, so its checkpoints cut and hold no state (docs/decisions/0050, 0111). */
public final class BoundedRun {
    private BoundedRun() {}

    /** Where an engine restores one nevertheless, as a cluster does whose JobManager was lost. */
    public static SuppressRestartsException refusesToGoOn() {
        return new SuppressRestartsException(new IllegalStateException(
                "a replay holds nothing in its checkpoints and goes on from none: it has to begin again"));
    }
}
