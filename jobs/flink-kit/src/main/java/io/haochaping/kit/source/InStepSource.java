package io.haochaping.kit.source;

import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.reader.KafkaPartitionSplitReader;
import org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter;
import org.apache.flink.connector.kafka.source.reader.KafkaSourceReader;
import org.apache.flink.connector.kafka.source.reader.fetcher.KafkaSourceFetcherManager;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The connector's source with its partitions read in step ({@link InStepReader}); what it keeps in checkpoints is the connector's.
 *
 * <p>The reader is put together here as the connector does it, because its own fails where a partition is held that has just been read to its end (FLINK-39728, not in a
 * release).
 */
final class InStepSource
        implements Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<RawRecord> {
    private static final long serialVersionUID = 1L;
    /** Of the figures an hour is the smallest that stays, and rows of an hour that is read in one go are written once. */
    private static final Duration LEAD = Duration.ofHours(1);

    private final KafkaSource<RawRecord> source;
    private final Properties consumer;
    private final Decisions decisions;

    /** @param consumer the properties the source was built with */
    InStepSource(KafkaSource<RawRecord> source, Properties consumer, Decisions decisions) {
        this.source = source;
        this.consumer = consumer;
        this.decisions = decisions;
    }

    @Override
    public SourceReader<RawRecord, KafkaPartitionSplit> createReader(SourceReaderContext context) {
        FutureCompletingBlockingQueue<RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>>> queue =
                new FutureCompletingBlockingQueue<>();
        KafkaSourceReaderMetrics metrics = new KafkaSourceReaderMetrics(context.metricGroup());
        Configuration settings = new Configuration();
        consumer.stringPropertyNames().forEach(key -> settings.setString(key, consumer.getProperty(key)));
        KafkaSourceReader<RawRecord> reader = new KafkaSourceReader<>(
                queue,
                new KafkaSourceFetcherManager(
                        queue, () -> new StillAssigned(consumer, context, metrics), finished -> {}),
                new KafkaRecordEmitter<>(new RawRecords()),
                settings,
                context,
                metrics);
        return new InStepReader(
                reader, new PartitionsInStep(LEAD, System::currentTimeMillis), new TickTimes(decisions));
    }

    /** Holds those partitions that are still assigned. */
    @SuppressWarnings("try") // The engine closes it, and an interruption is the engine's.
    static final class StillAssigned extends KafkaPartitionSplitReader {
        StillAssigned(Properties consumer, SourceReaderContext context, KafkaSourceReaderMetrics metrics) {
            super(consumer, context, metrics);
        }

        @Override
        public void pauseOrResumeSplits(Collection<KafkaPartitionSplit> pause, Collection<KafkaPartitionSplit> resume) {
            each(resume, (split, none) -> super.pauseOrResumeSplits(none, split));
            each(pause, super::pauseOrResumeSplits);
        }

        private static void each(
                Collection<KafkaPartitionSplit> splits,
                BiConsumer<List<KafkaPartitionSplit>, List<KafkaPartitionSplit>> done) {
            for (KafkaPartitionSplit split : splits) {
                try {
                    done.accept(List.of(split), List.of());
                } catch (IllegalStateException readToItsEnd) {
                    // Between the wish and now it was; there is nothing to hold.
                }
            }
        }
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) throws IOException {
        return source.restoreEnumerator(context, state);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return source.getProducedType();
    }
}
