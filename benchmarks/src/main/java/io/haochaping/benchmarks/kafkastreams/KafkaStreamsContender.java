package io.haochaping.benchmarks.kafkastreams;

import io.haochaping.benchmarks.Assignment;
import io.haochaping.benchmarks.Finish;
import io.haochaping.benchmarks.LeafTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * What Kafka Streams makes of it: exactly once, a commit every five seconds as the job has a cut, stores in memory behind caches, and a consumer that carries committed leaves into
 * the database.
 */
public final class KafkaStreamsContender {
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private final Assignment assignment;
    private final String application =
            "bench-streams-" + ProcessHandle.current().pid();
    private final Progress progress = new Progress();

    private KafkaStreamsContender(Assignment assignment) {
        this.assignment = assignment;
    }

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(Path.of(arguments[0]));
        LeafTable.create(assignment.store());
        long committedAt = new KafkaStreamsContender(assignment).run();
        System.out.println(Finish.now(committedAt).line());
        System.exit(0);
    }

    private long run() throws Exception {
        String output = application + "-leaf";
        List<String> sources = assignment.ends().keySet().stream()
                .map(source -> source.topic())
                .filter(topic -> topic.startsWith("rating.") || topic.equals("case.event"))
                .distinct()
                .toList();
        int partitions = 1
                + assignment.ends().keySet().stream()
                        .mapToInt(source -> source.partition())
                        .max()
                        .orElse(0);
        List<TopicPartition> outputs = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(output, partition))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", assignment.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(output, Optional.of(partitions), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            KafkaStreams streams = new KafkaStreams(
                    LeafTopology.of(sources, output, partitions, assignment.completeThrough(), progress), settings());
            streams.setUncaughtExceptionHandler(failure -> {
                System.err.println("the topology failed: " + failure);
                // Started over, it would count twice what is counted here to see the end.
                Runtime.getRuntime().halt(1);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            LeafWriter writer = new LeafWriter(assignment, outputs);
            var threads = Executors.newSingleThreadExecutor();
            Future<Long> written = threads.submit(writer);
            streams.start();
            awaitEnd(admin, sources, written);
            writer.complete();
            long committedAt = written.get();
            threads.shutdown();
            streams.close();
            removeTopics(admin);
            return committedAt;
        }
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, assignment.bootstrap());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, assignment.parallelism());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 5_000);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 256L << 20);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG,
                assignment.folder().resolve("streams").toString());
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        settings.put(StreamsConfig.consumerPrefix("max.poll.records"), 5_000);
        settings.put(StreamsConfig.producerPrefix("linger.ms"), 50);
        settings.put(StreamsConfig.producerPrefix("batch.size"), 256 * 1024);
        settings.put(StreamsConfig.producerPrefix("buffer.memory"), 64L << 20);
        settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        return settings;
    }

    /** Through is what has been read, added up and committed: first the sources, then the changes that came of them. */
    private void awaitEnd(Admin admin, List<String> sources, Future<Long> written)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> ends = assignment.ends().entrySet().stream()
                .filter(end -> sources.contains(end.getKey().topic()) && end.getValue() > 0)
                .collect(Collectors.toMap(
                        end -> new TopicPartition(
                                end.getKey().topic(), end.getKey().partition()),
                        Map.Entry::getValue));
        while (!(haveCommitted(admin, ends) && progress.isLevel() && haveCommitted(admin, progress.next()))) {
            if (written.isDone()) {
                written.get();
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    private boolean haveCommitted(Admin admin, Map<TopicPartition, Long> offsets)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.entrySet().stream().allMatch(offset -> {
            OffsetAndMetadata there = committed.get(offset.getKey());
            return there != null && there.offset() >= offset.getValue();
        });
    }

    /** The next run shall find the broker as this one did. */
    private void removeTopics(Admin admin) throws InterruptedException, ExecutionException {
        admin.deleteTopics(admin.listTopics().names().get().stream()
                        .filter(name -> name.startsWith(application))
                        .toList())
                .all()
                .get();
    }
}
