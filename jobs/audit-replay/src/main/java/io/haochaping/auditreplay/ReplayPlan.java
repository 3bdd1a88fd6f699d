package io.haochaping.auditreplay;

import io.haochaping.kit.Decisions;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.source.SourceCheck;
import io.haochaping.kit.source.SourceRecords;
import io.haochaping.livemetrics.CodeVersion;
import io.haochaping.livemetrics.LiveMetricsPipeline;
import io.haochaping.livemetrics.Surroundings;
import io.haochaping.store.RefusedRecords;
import io.haochaping.store.StoreAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is replayed: the live pipeline between these offsets, with nothing around it that could write into a topic.
 *
 * @param completeThrough of the cut that is replayed, milliseconds; empty: not known beforehand
 * @param heard of each commit; a test fails there
 */
record ReplayPlan(
        LiveConfig config,
        Decisions decisions,
        ReplayBounds bounds,
        OptionalLong completeThrough,
        CommitListener heard) {

    LiveMetricsPipeline pipeline(StoreAddress into) {
        SourceRecords records = new SourceRecords(
                config.kafka().bootstrapServers(),
                config.kafka().properties(),
                Map.of(),
                bounds.from(),
                Optional.of(bounds.until()),
                config.live().partitionDiscovery().toMillis());
        LiveMetricsPipeline pipeline = new LiveMetricsPipeline(
                records,
                decisions,
                new Surroundings(SourceCheck.none(), RefusedRecords.none(), heard),
                into,
                config.cutSettings(),
                CodeVersion.current(),
                config.live().parallelism());
        return completeThrough.isPresent() ? pipeline.ofCutCompleteThrough(completeThrough.getAsLong()) : pipeline;
    }
}
