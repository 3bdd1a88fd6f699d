package io.haochaping.explain;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceReading;
import io.haochaping.kit.Decisions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads partitions between exact offsets through the door, as the job does: committed records only, each partition in its order by one thread, several at once.
 *
 * @param client what every Kafka client starts from
 * @param patience a broker that delivers nothing for so long is taken for one that does not answer
 */
record TopicScan(Properties client, Decisions decisions, Duration patience) implements Scan {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST_THREADS = 8;

    @Override
    public void read(SortedMap<TopicPartition, StoreCut.Span> spans, Reader reader, Progress progress)
            throws Refusal, InterruptedException {
        Queue<Map.Entry<TopicPartition, StoreCut.Span>> left = new ConcurrentLinkedQueue<>(spans.entrySet());
        int threads =
                Math.max(1, Math.min(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()), spans.size()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    try (Lane lane = new Lane(reader, progress)) {
                        for (var next = left.poll(); next != null; next = left.poll()) {
                            lane.read(next.getKey(), next.getValue());
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> lane : running) {
                lane.get();
            }
        } catch (ExecutionException failed) {
            throw refusal(failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Refusal refusal(Throwable cause) throws Refusal {
        if (cause instanceof Refusal refused) {
            return refused;
        }
        if (cause instanceof KafkaException) {
            return Refusal.failure(
                    "主题无法读取（" + cause.getClass().getSimpleName()
                            + "）。请检查 kafka.bootstrap-servers、kafka.properties 与网络。",
                    "The topics cannot be read (" + cause.getClass().getSimpleName()
                            + "). Check kafka.bootstrap-servers, kafka.properties and the network.");
        }
        throw new IllegalStateException("reading failed", cause);
    }

    private final class Lane implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Reader reader;
        private final Progress progress;
        private final List<Booked> booked = new ArrayList<>(2);

        Lane(Reader reader, Progress progress) {
            this.reader = reader;
            this.progress = progress;
            Properties properties = new Properties();
            properties.putAll(client);
            properties.setProperty("isolation.level", "read_committed");
            properties.setProperty("enable.auto.commit", "false");
            properties.setProperty("auto.offset.reset", "none");
            properties.setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
            properties.setProperty("max.poll.records", "5000");
            properties.setProperty("default.api.timeout.ms", Long.toString(patience.toMillis()));
            consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        void read(TopicPartition source, StoreCut.Span span) throws Refusal {
            SourceReading reading =
                    new SourceReading(decisions.newIntake(), (row, change) -> booked.add(new Booked(row, change)));
            reading.begin(Map.of(source, span.start()), false);
            var partition = new org.apache.kafka.common.TopicPartition(source.topic(), source.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, span.start());
            long heardOf = System.nanoTime();
            long at = span.start();
            while (at < span.end()) {
                for (ConsumerRecord<byte[], byte[]> record : poll(source, at)) {
                    if (record.offset() < span.end()) {
                        RawRecord raw = raw(record);
                        booked.clear();
                        reader.read(raw, reading.read(raw), booked);
                    }
                }
                long reached = Math.min(consumer.position(partition), span.end());
                if (reached > at) {
                    progress.read(reached - at);
                    at = reached;
                    heardOf = System.nanoTime();
                } else if (System.nanoTime() - heardOf > patience.toNanos()) {
                    throw Refusal.failure(
                            source + " 在位点 " + at + " 处 " + patience.toSeconds() + " 秒没有数据，而切面到 " + span.end()
                                    + " 为止。请检查主题是否被删除或重建，以及 Kafka 是否正常。",
                            source + " delivered nothing at offset " + at + " for " + patience.toSeconds()
                                    + " s, and the cut goes up to " + span.end()
                                    + ". Check whether the topic was deleted or made anew, and that Kafka is well.");
                }
            }
        }

        private Iterable<ConsumerRecord<byte[], byte[]>> poll(TopicPartition source, long at) throws Refusal {
            try {
                return consumer.poll(POLL);
            } catch (OffsetOutOfRangeException gone) {
                throw Refusal.failure(
                        source + " 的位点 " + at + " 已不存在：该主题没有保留切面所含的全部记录，数字无法再由主题证明。",
                        "Offset " + at + " of " + source
                                + " is not there any more: the topic has not kept all records of"
                                + " the cut, and figures can no longer be proved from it.");
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                header(record, RawRecord.FIRST_APPEND),
                header(record, RawRecord.REDRIVE_OF));
    }

    private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
