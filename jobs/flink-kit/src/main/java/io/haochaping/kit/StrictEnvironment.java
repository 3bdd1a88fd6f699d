package io.haochaping.kit;

import io.haochaping.kit.checkpoint.PatientCheckpointStorage;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The environment of every job: refuses Kryo and operators without uid when the graph is built, long before a savepoint is lost, and fixes what a restore depends on.
 */
public final class StrictEnvironment {
    /** State as whole tables in each checkpoint. */
    public static final String HASHMAP = "hashmap";

    /** State entry by entry, of which a checkpoint has what is new. */
    public static final String ROCKSDB = "rocksdb";

    /** Of {@code state.backend.type}, those that the operators know. */
    public static final List<String> BACKENDS = List.of(HASHMAP, ROCKSDB);

    /**
     * RocksDB is written to and never read but at a restore. So it needs buffers for writing and no cache, and they are not of the engine's managed memory, of which a small cluster has next to none. Each snapshot leaves a
     * small file; merged by levels, each few of them would have the whole next level rewritten, for their keys are hashes, until writing has to wait for that (10 s at 280 MiB of state and a checkpoint a second). The factory by its name: whoever reads a configuration need not have RocksDB.
     */
    static final Map<String, String> FOR_WRITING = Map.of(
            "state.backend.rocksdb.memory.fixed-per-slot", "128 mb",
            "state.backend.rocksdb.compaction.style", "UNIVERSAL",
            "state.backend.rocksdb.options-factory", "io.haochaping.kit.SeldomMerged");

    private StrictEnvironment() {}

    public static StreamExecutionEnvironment create(Configuration settings) {
        return StreamExecutionEnvironment.getExecutionEnvironment(strict(settings));
    }

    /** One whose jobs go to the cluster that the settings name, instead of running where the program runs. */
    public static StreamExecutionEnvironment submittingTo(Configuration cluster) {
        return new StreamExecutionEnvironment(strict(cluster));
    }

    /** Tables stand in memory under either; no other backend is known to the operators (docs/decisions/0006 and 0108). */
    private static void stateIn(String backend, Configuration strict) {
        if (!BACKENDS.contains(backend)) {
            throw new IllegalArgumentException("state.backend.type is \"" + backend + "\"; there are " + BACKENDS);
        }
        strict.set(StateBackendOptions.STATE_BACKEND, backend);
        if (backend.equals(ROCKSDB)) {
            strict.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
            FOR_WRITING.forEach((setting, value) -> {
                if (!strict.containsKey(setting)) {
                    strict.setString(setting, value);
                }
            });
        }
    }

    private static Configuration strict(Configuration settings) {
        Configuration strict = new Configuration(settings);
        strict.set(PipelineOptions.GENERIC_TYPES, false);
        strict.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        strict.set(PipelineOptions.MAX_PARALLELISM, Buckets.MAX_PARALLELISM);
        // Everything that is passed on is immutable, so nothing needs a defensive copy between chained operators.
        strict.set(PipelineOptions.OBJECT_REUSE, true);
        strict.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        // A cut is what lies before an aligned barrier; an unaligned one would put records in flight on both sides of
        // it.
        strict.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
        // A job outlives its storage: the engine's own would end it for good where that is away when a graph is built
        // (docs/decisions/0105).
        if (!settings.contains(CheckpointingOptions.CHECKPOINT_STORAGE)) {
            strict.set(CheckpointingOptions.CHECKPOINT_STORAGE, PatientCheckpointStorage.Factory.class.getName());
        }
        stateIn(settings.get(StateBackendOptions.STATE_BACKEND, HASHMAP), strict);
        return strict;
    }
}
