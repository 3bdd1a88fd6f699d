package io.haochaping.explain;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceReading;
import io.haochaping.kit.Decisions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
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
        int threads =
                Math.max(1, Math.min(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()), spans.size()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Map<TopicPartition, StoreCut.Span> share : shares(spans, threads)) {
                running.add(pool.submit(() -> {
                    try (Lane lane = new Lane(share, reader, progress)) {
                        lane.read();
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

    /** The largest partitions first, each to the thread that has least: a lane that fetches several at once never waits for one that is at its end. */
    private static List<Map<TopicPartition, StoreCut.Span>> shares(
            SortedMap<TopicPartition, StoreCut.Span> spans, int threads) {
        List<Map<TopicPartition, StoreCut.Span>> shares = new ArrayList<>();
        long[] loads = new long[threads];
        for (int i = 0; i < threads; i++) {
            shares.add(new TreeMap<>());
        }
        spans.entrySet().stream()
                .filter(entry -> entry.getValue().length() > 0)
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().length()))
                .forEach(entry -> {
                    int least = 0;
                    for (int i = 1; i < threads; i++) {
                        least = loads[i] < loads[least] ? i : least;
                    }
                    shares.get(least).put(entry.getKey(), entry.getValue());
                    loads[least] += entry.getValue().length();
                });
        return shares;
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
        private final Map<TopicPartition, StoreCut.Span> left;
        private final Map<TopicPartition, Long> reached = new HashMap<>();
        private final SourceReading reading;
        private final Reader reader;
        private final Progress progress;
        private final List<Booked> booked = new ArrayList<>(2);

        Lane(Map<TopicPartition, StoreCut.Span> share, Reader reader, Progress progress) {
            this.left = new TreeMap<>(share);
            this.reader = reader;
            this.progress = progress;
            this.reading =
                    new SourceReading(decisions.newIntake(), (row, change) -> booked.add(new Booked(row, change)));
            Properties properties = new Properties();
            properties.putAll(client);
            properties.setProperty("isolation.level", "read_committed");
            properties.setProperty("enable.auto.commit", "false");
            properties.setProperty("auto.offset.reset", "none");
            properties.setProperty("allow.auto.create.topics", "false");
            properties.setProperty("fetch.max.wait.ms", "50");
            properties.setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
            properties.setProperty("max.poll.records", "5000");
            properties.setProperty("default.api.timeout.ms", Long.toString(patience.toMillis()));
            consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        void read() throws Refusal {
            consumer.assign(left.keySet().stream().map(TopicScan::kafka).toList());
            left.forEach((source, span) -> {
                reading.begin(Map.of(source, span.start()), false);
                consumer.seek(kafka(source), span.start());
                reached.put(source, span.start());
            });
            long heardOf = System.nanoTime();
            while (!left.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : poll()) {
                    StoreCut.Span span = left.get(new TopicPartition(record.topic(), record.partition()));
                    if (span != null && record.offset() < span.end()) {
                        RawRecord raw = raw(record);
                        booked.clear();
                        reader.read(raw, reading.read(raw), booked);
                    }
                }
                if (moveOn()) {
                    heardOf = System.nanoTime();
                } else if (System.nanoTime() - heardOf > patience.toNanos()) {
                    throw silence();
                }
            }
        }

        /** Returns whether any partition has come further. */
        private boolean moveOn() {
            boolean moved = false;
            for (TopicPartition source : List.copyOf(left.keySet())) {
                long end = left.get(source).end();
                long at = Math.min(consumer.position(kafka(source)), end);
                long before = reached.put(source, at);
                moved |= at > before;
                progress.read(at - before);
                if (at == end) {
                    left.remove(source);
                    consumer.pause(List.of(kafka(source)));
                }
            }
            return moved;
        }

        private Refusal silence() {
            TopicPartition source = left.keySet().iterator().next();
            long at = reached.get(source);
            return Refusal.failure(
                    source + " 在位点 " + at + " 处 " + patience.toSeconds() + " 秒没有数据，而切面到 "
                            + left.get(source).end() + " 为止。请检查主题是否被删除或重建，以及 Kafka 是否正常。",
                    source + " delivered nothing at offset " + at + " for " + patience.toSeconds()
                            + " s, and the cut goes up to " + left.get(source).end()
                            + ". Check whether the topic was deleted or made anew, and that Kafka is well.");
        }

        private Iterable<ConsumerRecord<byte[], byte[]>> poll() throws Refusal {
            try {
                return consumer.poll(POLL);
            } catch (OffsetOutOfRangeException gone) {
                String place = gone.offsetOutOfRangePartitions().entrySet().stream()
                        .map(at -> at.getValue() + " of " + at.getKey())
                        .findFirst()
                        .orElse("");
                throw Refusal.failure(
                        "位点 " + place.replace(" of ", "（") + "）已不存在：该主题没有保留切面所含的全部记录，数字无法再由主题证明。",
                        "Offset " + place + " is not there any more: the topic has not kept all records of"
                                + " the cut, and figures can no longer be proved from it.");
            }
        }

        @Override
        public void close() {
            // Another lane has failed, and this one was told to stop: its consumer closes without a complaint.
            Thread.interrupted();
            consumer.close();
        }
    }

    private static org.apache.kafka.common.TopicPartition kafka(TopicPartition source) {
        return new org.apache.kafka.common.TopicPartition(source.topic(), source.partition());
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
