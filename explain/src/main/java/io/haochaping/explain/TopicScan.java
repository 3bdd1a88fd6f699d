package io.haochaping.explain;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.SourceReading;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.kafka.BoundedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;

/**
 * Reads partitions between exact offsets through the door, as the job does: committed records only, each partition in its order by one thread, several at once.
 *
 * @param client what every Kafka client starts from
 * @param patience a broker that delivers nothing for so long is taken for one that does not answer
 */
record TopicScan(Properties client, Decisions decisions, Duration patience) implements Scan {
    private static final int MOST_THREADS = 8;
    /** What lies fetched and unread, all threads together: fetching far ahead would take the heap from the records that are gathered. */
    private static final long FETCHED_HEAP_SHARE = Runtime.getRuntime().maxMemory() / 16;

    @Override
    public void read(SortedMap<TopicPartition, OffsetSpan> spans, Reader reader, Progress progress)
            throws Refusal, InterruptedException {
        int threads =
                Math.max(1, Math.min(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()), spans.size()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Map<TopicPartition, OffsetSpan> share : shares(spans, threads)) {
                running.add(pool.submit(() -> {
                    readShare(share, reader, progress, FETCHED_HEAP_SHARE / threads);
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

    /** The largest partitions first, each to the thread that has least: one that fetches several at once never waits for one that is at its end. */
    private static List<Map<TopicPartition, OffsetSpan>> shares(
            SortedMap<TopicPartition, OffsetSpan> spans, int threads) {
        List<Map<TopicPartition, OffsetSpan>> shares = new ArrayList<>();
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

    private void readShare(Map<TopicPartition, OffsetSpan> share, Reader reader, Progress progress, long mostFetched)
            throws Refusal {
        List<Booked> booked = new ArrayList<>(2);
        SourceReading reading =
                new SourceReading(decisions.newIntake(), (row, change) -> booked.add(new Booked(row, change)));
        share.forEach((source, span) -> reading.begin(Map.of(source, span.start()), false));
        BoundedReader topics = new BoundedReader(client, patience, mostFetched);
        try {
            topics.read(
                    share,
                    raw -> {
                        booked.clear();
                        reader.read(raw, reading.read(raw), booked);
                    },
                    progress::read);
        } catch (BoundedReader.Silence silence) {
            throw refusal(silence);
        } catch (OffsetOutOfRangeException gone) {
            throw refusal(gone);
        } finally {
            // Another share has failed, and this one was told to stop: its consumer closes without a complaint.
            Thread.interrupted();
            topics.close();
        }
    }

    private Refusal refusal(BoundedReader.Silence silence) {
        return Refusal.failure(
                silence.source() + " 在位点 " + silence.at() + " 处 " + patience.toSeconds() + " 秒没有数据，而切面到 "
                        + silence.end() + " 为止。请检查主题是否被删除或重建，以及 Kafka 是否正常。",
                silence.source() + " delivered nothing at offset " + silence.at() + " for " + patience.toSeconds()
                        + " s, and the cut goes up to " + silence.end()
                        + ". Check whether the topic was deleted or made anew, and that Kafka is well.");
    }

    private static Refusal refusal(OffsetOutOfRangeException gone) {
        String place = gone.offsetOutOfRangePartitions().entrySet().stream()
                .map(at -> at.getValue() + " of " + at.getKey())
                .findFirst()
                .orElse("");
        return Refusal.failure(
                "位点 " + place.replace(" of ", "（") + "）已不存在：该主题没有保留切面所含的全部记录，数字无法再由主题证明。",
                "Offset " + place + " is not there any more: the topic has not kept all records of"
                        + " the cut, and figures can no longer be proved from it.");
    }
}
