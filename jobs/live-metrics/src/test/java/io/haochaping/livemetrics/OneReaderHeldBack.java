package io.haochaping.livemetrics;

import io.haochaping.domain.record.Fact;
import io.haochaping.kit.wire.WireTypes;
import io.haochaping.stack.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Between door and ledger: nobody takes the facts of the first reader until it comes to its barrier, so that its task waits for room while it is stopped (the first barrier after {@link #awaitNoRoom}). The other readers go on and are
 * at their end before it. One at a time in a JVM.
 */
final class OneReaderHeldBack {
    private static final int LOOKS = 20;

    private static volatile CountDownLatch atBarrier;
    private static volatile TaskIOMetricGroup reader;
    private static volatile boolean holding;
    private static volatile boolean held;
    private static volatile boolean waited;
    private static volatile long passed;
    private static volatile long passedAtBarrier;

    private OneReaderHeldBack() {}

    static DataStream<Fact> of(DataStream<Fact> facts) {
        atBarrier = new CountDownLatch(1);
        reader = null;
        holding = false;
        held = false;
        waited = false;
        passed = 0;
        passedAtBarrier = -1;
        int parallelism = facts.getParallelism();
        return facts.transform("At the barrier", WireTypes.FACT, new AtBarrier())
                .uid("at-barrier")
                .setParallelism(parallelism)
                .transform("Nobody takes it", WireTypes.FACT, new Held())
                .uid("held")
                .setParallelism(parallelism)
                .disableChaining();
    }

    /**
     * Waits for the first checkpoint: facts that come behind it are held. One that were still under way would hold every reader back, for its barriers wait for each other.
     */
    static void awaitHolding(Duration patience) {
        Await.until("the first checkpoint", patience, () -> holding);
    }

    /**
     * Waits until the task of the first reader has no room for what it reads: the one behind it is held, and it has waited at many looks without having passed a fact on. A single look
     * may find it waiting for another of its outputs.
     *
     * @return how many facts it has passed on
     */
    static long awaitNoRoom(Duration patience) {
        long[] before = {-1};
        int[] looks = {0};
        Await.until("the first reader to wait for room", patience, () -> {
            boolean waits = held && reader.getSoftBackPressuredTimePerSecond().isMeasuring() && passed == before[0];
            before[0] = passed;
            looks[0] = waits ? looks[0] + 1 : 0;
            return looks[0] == LOOKS;
        });
        waited = true;
        return passed;
    }

    /** How many facts it had passed on when its barrier came. */
    static long passedAtBarrier() {
        return passedAtBarrier;
    }

    private abstract static class Passing extends AbstractStreamOperator<Fact>
            implements OneInputStreamOperator<Fact, Fact> {
        private static final long serialVersionUID = 1L;

        boolean first() {
            return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
        }

        @Override
        public void processElement(StreamRecord<Fact> element) throws Exception {
            output.collect(element);
        }
    }

    private static final class AtBarrier extends Passing {
        private static final long serialVersionUID = 1L;
        private long count;

        @Override
        public void open() {
            if (first()) {
                reader = ((InternalOperatorMetricGroup) getMetricGroup()).getTaskIOMetricGroup();
            }
        }

        @Override
        public void processElement(StreamRecord<Fact> element) throws Exception {
            if (first()) {
                passed = ++count;
            }
            super.processElement(element);
        }

        @Override
        public void prepareSnapshotPreBarrier(long checkpointId) {
            if (first() && waited) {
                passedAtBarrier = passed;
                atBarrier.countDown();
            }
        }
    }

    private static final class Held extends Passing {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(StreamRecord<Fact> element) throws Exception {
            if (first() && holding) {
                held = true;
                atBarrier.await();
            }
            super.processElement(element);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            super.notifyCheckpointComplete(checkpointId);
            if (first()) {
                holding = true;
            }
        }
    }
}
