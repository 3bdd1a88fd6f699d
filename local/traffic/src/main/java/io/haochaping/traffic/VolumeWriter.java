package io.haochaping.traffic;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes a volume plan to a broker whose topics exist. */
public final class VolumeWriter {
    private VolumeWriter() {}

    /**
     * Writes all of it, in parallel between one round of ticks and the next; blocks until it is acknowledged.
     *
     * @param threads each with a producer of its own
     */
    public static VolumeTotals write(VolumePlan plan, String bootstrap, int threads) {
        List<Lane> lanes =
                IntStream.range(0, threads).mapToObj(any -> new Lane(bootstrap)).toList();
        try {
            VolumeTotals totals = VolumeTotals.NONE;
            int rounds = plan.config().ticks();
            for (int round = 0; round < rounds; round++) {
                totals = totals.plus(plan.ticks(round, lanes.get(0)));
                lanes.get(0).flush();
                int current = round;
                totals = totals.plus(IntStream.range(0, threads)
                        .parallel()
                        .mapToObj(share -> plan.stretch(current, share, threads, lanes.get(share)))
                        .reduce(VolumeTotals.NONE, VolumeTotals::plus));
                lanes.forEach(Lane::flush);
            }
            totals = totals.plus(plan.ticks(rounds, lanes.get(0)));
            lanes.get(0).flush();
            return totals;
        } finally {
            lanes.forEach(Lane::close);
        }
    }

    /** A producer of one thread. */
    private static final class Lane implements VolumePlan.Sink {
        private final Producer<byte[], byte[]> producer;
        private final AtomicReference<Exception> failure = new AtomicReference<>();

        private Lane(String bootstrap) {
            producer = TrafficWriter.producer(bootstrap, "");
        }

        @Override
        public void take(String topic, int partition, byte[] key, byte[] value, long appendAt) {
            List<Header> headers = List.of(new RecordHeader(TrafficPlan.FIRST_APPEND, Story.header(appendAt)));
            producer.send(new ProducerRecord<>(topic, partition, null, key, value, headers), (sent, error) -> {
                if (error != null) {
                    failure.compareAndSet(null, error);
                }
            });
        }

        private void flush() {
            producer.flush();
            if (failure.get() != null) {
                throw new IllegalStateException("The broker refused a record.", failure.get());
            }
        }

        private void close() {
            producer.close();
        }
    }
}
