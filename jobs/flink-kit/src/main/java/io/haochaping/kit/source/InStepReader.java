package io.haochaping.kit.source;

import io.haochaping.intake.RawRecord;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;

/** Reads what another reader reads, its partitions in step ({@link PartitionsInStep}). */
@SuppressWarnings("try") // The engine closes it, and an interruption is the engine's.
final class InStepReader implements SourceReader<RawRecord, KafkaPartitionSplit> {
    private final SourceReader<RawRecord, KafkaPartitionSplit> reader;
    private final PartitionsInStep order;
    private final TickTimes ticks;
    private ReaderOutput<RawRecord> output;
    private Watched watched;
    /** {@link System#nanoTime()} when nothing was to be had and it was counted last; 0: something was. */
    private long nothingSince;

    /** Made when it is needed first: who is at the present never does. */
    private ScheduledExecutorService clock;

    InStepReader(SourceReader<RawRecord, KafkaPartitionSplit> reader, PartitionsInStep order, TickTimes ticks) {
        this.reader = reader;
        this.order = order;
        this.ticks = ticks;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> to) throws Exception {
        if (to != output) {
            output = to;
            watched = new Watched(to);
        }
        InputStatus status = reader.pollNext(watched);
        boolean nothing = status == InputStatus.NOTHING_AVAILABLE;
        if (nothing || nothingSince != 0) {
            countWaiting(nothing);
        }
        if (order.hasMoved()) {
            PartitionsInStep.Change change = order.change();
            if (!change.isNone()) {
                reader.pauseOrResumeSplits(change.pause(), change.resume());
            }
        }
        return status;
    }

    private void countWaiting(boolean goesOn) {
        long now = System.nanoTime();
        if (nothingSince != 0 && order.holdsAny()) {
            order.waited(now - nothingSince);
        }
        nothingSince = goesOn ? now : 0;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        CompletableFuture<Void> available = reader.isAvailable();
        if (available.isDone() || !order.holdsAny()) {
            return available;
        }
        CompletableFuture<Void> patienceIsOver = new CompletableFuture<>();
        clock().schedule(
                        () -> patienceIsOver.complete(null),
                        PartitionsInStep.PATIENCE.toMillis(),
                        TimeUnit.MILLISECONDS);
        return CompletableFuture.anyOf(available, patienceIsOver).thenApply(either -> null);
    }

    /** Ends with the reader. The clock that {@link CompletableFuture} has of its own never ends, and would hold the classes of the job that used it first for ever. */
    private ScheduledExecutorService clock() {
        if (clock == null) {
            clock = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread =
                        new Thread(work, "patience-of-" + Thread.currentThread().getName());
                thread.setDaemon(true);
                return thread;
            });
        }
        return clock;
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        splits.forEach(split -> order.add(split.splitId()));
        reader.addSplits(splits);
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        return reader.snapshotState(checkpointId);
    }

    @Override
    public void notifyNoMoreSplits() {
        reader.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        reader.handleSourceEvents(event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        reader.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        reader.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
        throw new UnsupportedOperationException("partitions are held by time already; align no watermarks beside it");
    }

    @Override
    public void close() throws Exception {
        if (clock != null) {
            clock.shutdownNow();
        }
        reader.close();
    }

    /** Sees what each partition gives. */
    private final class Watched implements ReaderOutput<RawRecord> {
        private final ReaderOutput<RawRecord> to;

        Watched(ReaderOutput<RawRecord> to) {
            this.to = to;
        }

        @Override
        public SourceOutput<RawRecord> createOutputForSplit(String split) {
            return new WatchedSplit(to.createOutputForSplit(split), order.add(split));
        }

        @Override
        public void releaseOutputForSplit(String split) {
            order.remove(split);
            to.releaseOutputForSplit(split);
        }

        @Override
        public void collect(RawRecord record) {
            to.collect(record);
        }

        @Override
        public void collect(RawRecord record, long timestamp) {
            to.collect(record, timestamp);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            to.emitWatermark(watermark);
        }

        @Override
        public void markIdle() {
            to.markIdle();
        }

        @Override
        public void markActive() {
            to.markActive();
        }
    }

    private final class WatchedSplit implements SourceOutput<RawRecord> {
        private final SourceOutput<RawRecord> to;
        private final PartitionsInStep.Partition partition;

        WatchedSplit(SourceOutput<RawRecord> to, PartitionsInStep.Partition partition) {
            this.to = to;
            this.partition = partition;
        }

        @Override
        public void collect(RawRecord record) {
            order.gave(partition, ticks.of(record));
            to.collect(record);
        }

        @Override
        public void collect(RawRecord record, long timestamp) {
            order.gave(partition, ticks.of(record));
            to.collect(record, timestamp);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            to.emitWatermark(watermark);
        }

        @Override
        public void markIdle() {
            to.markIdle();
        }

        @Override
        public void markActive() {
            to.markActive();
        }
    }
}
