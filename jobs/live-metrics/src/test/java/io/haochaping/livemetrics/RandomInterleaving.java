package io.haochaping.livemetrics;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.record.Fact;
import io.haochaping.kit.wire.WireTypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Holds some facts of every subtask back and hands them on from partitions drawn at random; the order inside a partition stays. Nothing is held over a barrier, a watermark or the
 * end, so that what comes out is an order in which the topics could have been read.
 */
final class RandomInterleaving extends AbstractStreamOperator<Fact>
        implements OneInputStreamOperator<Fact, Fact>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final int HELD = 2_000;
    private static final int REMEMBERED = 1_000;

    /** By seed, the partitions of the first facts of the first subtask: evidence of the order. */
    private static final Map<Long, List<TopicPartition>> ORDERS = new ConcurrentHashMap<>();

    private final long seed;
    private transient Random random;
    private transient Map<TopicPartition, Queue<Fact>> waiting;
    private transient List<TopicPartition> partitions;
    private transient int held;

    private RandomInterleaving(long seed) {
        this.seed = seed;
    }

    static DataStream<Fact> of(DataStream<Fact> facts, long seed) {
        return facts.transform("Random interleaving", WireTypes.FACT, new RandomInterleaving(seed))
                .uid("random-interleaving")
                .setParallelism(facts.getParallelism());
    }

    /** Where the facts came from that the first subtask handed on first. */
    static List<TopicPartition> order(long seed) {
        return List.copyOf(ORDERS.getOrDefault(seed, List.of()));
    }

    @Override
    public void open() throws Exception {
        super.open();
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        random = new Random(seed + subtask);
        waiting = new ConcurrentHashMap<>();
        partitions = new ArrayList<>();
        if (subtask == 0) {
            ORDERS.put(seed, new ArrayList<>());
        }
    }

    @Override
    public void processElement(StreamRecord<Fact> element) {
        Fact fact = element.getValue();
        TopicPartition from = new TopicPartition(fact.topic, fact.partition);
        Queue<Fact> queue = waiting.computeIfAbsent(from, any -> new ArrayDeque<>());
        if (queue.isEmpty()) {
            partitions.add(from);
        }
        queue.add(fact);
        if (++held > HELD) {
            handOnOne();
        }
    }

    private void handOnOne() {
        int drawn = random.nextInt(partitions.size());
        TopicPartition from = partitions.get(drawn);
        Queue<Fact> queue = waiting.get(from);
        output.collect(new StreamRecord<>(queue.remove()));
        held--;
        if (queue.isEmpty()) {
            partitions.remove(drawn);
        }
        List<TopicPartition> order = ORDERS.get(seed);
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0 && order.size() < REMEMBERED) {
            order.add(from);
        }
    }

    private void handOnAll() {
        while (held > 0) {
            handOnOne();
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        handOnAll();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        handOnAll();
    }

    @Override
    public void endInput() {
        handOnAll();
    }
}
