package io.haochaping.kit.source;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.fraud.Trace;
import io.haochaping.domain.record.Fact;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceReading;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.PseudonymKey;
import io.haochaping.kit.RowCombiner;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.kit.wire.RowDelta;
import io.haochaping.kit.wire.WireTypes;
import io.haochaping.store.CutCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * The door, chained to the source: decodes, refuses, and keeps the books of what was received. What it has to tell the committer it tells before every barrier and at the end of
 * input, so that the books of a cut are those of exactly its records.
 */
public final class IntakeOperator extends AbstractStreamOperator<Fact>
        implements OneInputStreamOperator<RawRecord, Fact>, BoundedOneInput {
    /** What reading itself adds to rows. */
    public static final OutputTag<RowDelta> DELTAS = new OutputTag<>("deltas", WireTypes.ROW_DELTA);
    /** Ratings and acceptances in their cells, raters by pseudonym alone. */
    public static final OutputTag<Trace> TRACES = new OutputTag<>("traces", WireTypes.TRACE);
    /** Books, rounds and refused records. */
    public static final OutputTag<CommitItem> ITEMS = new OutputTag<>("items", WireTypes.COMMIT_ITEM);

    private static final long serialVersionUID = 1L;

    private final Decisions decisions;
    private final HashMap<TopicPartition, Long> firstOffsets;
    private final HashMap<String, String> topicIds;
    private final SourceCheck check;
    private final PseudonymKey pseudonyms;
    private final boolean bounded;

    private transient SourceReading reading;
    private transient RowCombiner combiner;
    private transient FitTopics topics;
    private transient String lastTopic;
    private transient int lastPartition;
    private transient ListState<byte[]> books;
    private transient ListState<byte[]> ids;
    private transient StreamRecord<Fact> record;
    private transient StreamRecord<CommitItem> item;

    public IntakeOperator(
            Decisions decisions,
            Map<TopicPartition, Long> firstOffsets,
            Map<String, String> topicIds,
            SourceCheck check,
            PseudonymKey pseudonyms,
            boolean bounded) {
        this.decisions = decisions;
        this.firstOffsets = new HashMap<>(firstOffsets);
        this.topicIds = new HashMap<>(topicIds);
        this.check = check;
        this.pseudonyms = pseudonyms;
        this.bounded = bounded;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        StreamRecord<RowDelta> delta = new StreamRecord<>(null);
        combiner = new RowCombiner(change -> output.collect(DELTAS, delta.replace(change)));
        reading = new SourceReading(tracingDoor(), combiner::add);
        record = new StreamRecord<>(null);
        item = new StreamRecord<>(null);
        topics = new FitTopics(check, topicIds);
        books = list(context, "books");
        ids = list(context, "topic-ids");
        if (context.isRestored()) {
            resume();
        }
        // One subtask tells of partitions that have no record yet; every subtask knows where they begin.
        reading.begin(firstOffsets, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0);
    }

    /** Nothing is traced where no key names persons, and on a replay, whose flags nothing is compared with: a message and state for every rating are a tenth of the job's time. */
    private Intake tracingDoor() {
        if (bounded || !pseudonyms.isConfigured()) {
            return decisions.newIntake();
        }
        StreamRecord<Trace> trace = new StreamRecord<>(null);
        return decisions
                .newIntake()
                .tracing(pseudonyms.newTraces(), laid -> output.collect(TRACES, trace.replace(laid)));
    }

    /**
     * Union: after a restore a partition may be read by any subtask, and the one that reads it must know its last tick.
     *
     * <p>Not on a replay: a checkpoint of a task with union state fails while some of its subtasks have ended and others have not, and a replay starts over instead of restoring.
     */
    private ListState<byte[]> list(StateInitializationContext context, String name) throws Exception {
        ListStateDescriptor<byte[]> written =
                new ListStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        return bounded
                ? context.getOperatorStateStore().getListState(written)
                : context.getOperatorStateStore().getUnionListState(written);
    }

    private void resume() throws Exception {
        for (byte[] book : books.get()) {
            reading.resume(progress(new ByteReader(book)));
        }
        for (byte[] id : ids.get()) {
            topics.resume(id);
        }
        Optional<String> missing = check.firstMissing(reading.progress(), topics.ids());
        if (missing.isPresent()) {
            throw new SuppressRestartsException(new OffsetsGone(missing.get()));
        }
    }

    /** Former versions did not write how far in time a partition was read. */
    private static PartitionProgress progress(ByteReader book) {
        PartitionProgress read = CutCodec.readProgressOfFormOne(book);
        return book.hasMore()
                ? new PartitionProgress(
                        read.source(),
                        read.startOffset(),
                        read.endOffset(),
                        read.received(),
                        read.ticks(),
                        read.lastTick(),
                        book.readSigned())
                : read;
    }

    @Override
    public void processElement(StreamRecord<RawRecord> element) throws Exception {
        RawRecord raw = element.getValue();
        topics.require(raw.topic());
        if (raw.offset() > 0 && !bounded) {
            requireFirst(raw);
        }
        Decoded decoded = reading.read(raw);
        if (decoded instanceof Decoded.Received received) {
            output.collect(record.replace(received.fact()));
        } else if (decoded instanceof Decoded.Refused refused) {
            tell(new CommitItem.Refused(Refusals.entry(raw, refused)));
        } else if (decoded instanceof Decoded.Ticked tick && tick.valid()) {
            tell(new CommitItem.Round(tick.time(), tick.round()));
        }
    }

    /** A partition that appears later is read from where its log starts; what stood before that is lost, and must not pass for control records. */
    private void requireFirst(RawRecord raw) throws Exception {
        if (raw.partition() == lastPartition && raw.topic().equals(lastTopic)) {
            return;
        }
        TopicPartition source = new TopicPartition(raw.topic(), raw.partition());
        if (!reading.knows(source)) {
            Optional<String> missing = check.firstMissing(List.of(PartitionProgress.starting(source, 0)), topics.ids());
            if (missing.isPresent()) {
                throw new SuppressRestartsException(new OffsetsGone(missing.get()));
            }
        }
        lastTopic = raw.topic();
        lastPartition = raw.partition();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        tellBooks();
    }

    @Override
    public void endInput() {
        tellBooks();
    }

    private void tellBooks() {
        combiner.flush();
        reading.takeMoved().forEach(progress -> tell(new CommitItem.Progress(progress)));
    }

    private void tell(CommitItem told) {
        output.collect(ITEMS, item.replace(told));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        books.clear();
        ByteWriter out = new ByteWriter(64);
        for (PartitionProgress progress : reading.progress()) {
            // Every subtask keeps every book it was given: of two books of one partition the further holds, and none
            // gets lost.
            CutCodec.write(progress, out.clear());
            books.add(out.toBytes());
        }
        ids.clear();
        for (Map.Entry<String, String> topic : topics.ids().entrySet()) {
            ids.add(FitTopics.write(topic));
        }
    }

    /** Records that the state has not seen are no longer in the topic. */
    static final class OffsetsGone extends Exception {
        private static final long serialVersionUID = 1L;

        OffsetsGone(String message) {
            super(message);
        }
    }
}
