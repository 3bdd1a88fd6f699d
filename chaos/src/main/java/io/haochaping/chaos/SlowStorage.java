package io.haochaping.chaos;

import java.nio.file.Path;

/** What the harness and {@link SlowedFileSystem} agree on. The harness has no Flink on its class path and must not load that class. */
final class SlowStorage {
    static final String SCHEME = "slowed";
    /** Key of the cluster's configuration: the file that makes storage slow while it is there. */
    static final String SLOW_WHILE = "chaos.storage.slow-while";
    /** Twice in every file: longer than the job has between two checkpoints. */
    static final long LATE_MILLIS = 1_000;

    private SlowStorage() {}

    /** The file that tells that something was late. */
    static Path late(Path slowWhile) {
        return slowWhile.resolveSibling(slowWhile.getFileName() + "-met");
    }
}
