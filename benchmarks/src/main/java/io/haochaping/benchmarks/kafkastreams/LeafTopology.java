package io.haochaping.benchmarks.kafkastreams;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.Stores;

/** Cases in a store of each partition, changes by leaf through a topic, leaves added up behind a cache that lets one value a commit through. */
final class LeafTopology {
    private static final String LEAVES = "leaves";

    private LeafTopology() {}

    static Topology of(Collection<String> sources, String output, int partitions, long appendedAt, Progress progress) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(CaseProcessor.STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of()));
        builder.stream(sources, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .process(() -> new CaseProcessor(appendedAt, progress), CaseProcessor.STORE)
                .repartition(Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName("changes")
                        .withNumberOfPartitions(partitions))
                .processValues(() -> new Watched(progress))
                .groupByKey(Grouped.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .aggregate(
                        LeafFigures::none,
                        (leaf, change, sum) -> LeafFigures.plus(sum, change),
                        Materialized.<byte[], byte[]>as(Stores.inMemoryKeyValueStore(LEAVES))
                                .withKeySerde(Serdes.ByteArray())
                                .withValueSerde(Serdes.ByteArray())
                                .withCachingEnabled())
                .toStream()
                .to(output, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    /** Passes every change on and says so. */
    private static final class Watched extends ContextualFixedKeyProcessor<byte[], byte[], byte[]> {
        private final Progress progress;

        Watched(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void process(FixedKeyRecord<byte[], byte[]> record) {
            context().forward(record);
            context()
                    .recordMetadata()
                    .ifPresent(place -> progress.added(place.topic(), place.partition(), place.offset()));
        }
    }
}
