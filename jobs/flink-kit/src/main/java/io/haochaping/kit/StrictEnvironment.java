package io.haochaping.kit;

import io.haochaping.kit.checkpoint.PatientCheckpointStorage;
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
    private StrictEnvironment() {}

    public static StreamExecutionEnvironment create(Configuration settings) {
        return StreamExecutionEnvironment.getExecutionEnvironment(strict(settings));
    }

    /** One whose jobs go to the cluster that the settings name, instead of running where the program runs. */
    public static StreamExecutionEnvironment submittingTo(Configuration cluster) {
        return new StreamExecutionEnvironment(strict(cluster));
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
        // State stands in few big buckets, which a backend that serializes on every access could not bear
        // (docs/decisions/0006).
        strict.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        return strict;
    }
}
