package io.haochaping.benchmarks;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.Tally;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.store.RowLoader;
import io.haochaping.store.RowUpdate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The same computation without an engine: a consumer and a plain loop per core, each with its share of the partition numbers, so that no case is split; then the rows of the
 * threads are added up and written once. Nothing of it survives a crash.
 */
final class FoldContender {
    private static final long EPOCH = 1;
    /** Rows of one transaction: staged rows stay until it ends. */
    private static final int ROWS_AT_ONCE = 500_000;

    private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

    private final Assignment assignment;

    private FoldContender(Assignment assignment) {
        this.assignment = assignment;
    }

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(Path.of(arguments[0]));
        FoldContender contender = new FoldContender(assignment);
        assignment.store().migrate();
        ReferenceFold fold = contender.readAll();
        System.out.println("read all; writing the rows");
        contender.write(fold);
        System.out.println(Finish.now(System.currentTimeMillis()).line());
    }

    private ReferenceFold readAll() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(assignment.parallelism());
        try {
            List<Future<ReferenceFold>> running = new ArrayList<>();
            for (int share = 0; share < assignment.parallelism(); share++) {
                int own = share;
                running.add(threads.submit(() -> read(own)));
            }
            ReferenceFold whole = running.get(0).get();
            for (Future<ReferenceFold> other : running.subList(1, running.size())) {
                whole.merge(other.get());
            }
            return whole;
        } finally {
            threads.shutdownNow();
        }
    }

    private ReferenceFold read(int share) {
        Decisions decisions = Assignment.decisions();
        ReferenceFold fold = new ReferenceFold(
                        decisions.newIntake(),
                        RuleBook.builtIn(),
                        Limits.STANDARD,
                        WorkingDays.builtIn(),
                        MonthCutOff.builtIn())
                .ofCutCompleteThrough(assignment.completeThrough());
        Map<TopicPartition, Long> left = assignment.ends().entrySet().stream()
                .filter(entry -> entry.getKey().partition() % assignment.parallelism() == share)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        left.keySet().forEach(source -> fold.start(source, 0));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            var assigned = left.keySet().stream().map(FoldContender::kafka).toList();
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            new Reading(share, fold, consumer, new HashMap<>(left)).run();
        }
        return fold;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", assignment.bootstrap());
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("isolation.level", "read_committed");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The loop of one thread. */
    private final class Reading {
        private final int share;
        private final ReferenceFold fold;
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Long> left;
        private long records;
        private long lastProgress = System.nanoTime();

        private Reading(
                int share, ReferenceFold fold, KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> left) {
            this.share = share;
            this.fold = fold;
            this.consumer = consumer;
            this.left = left;
        }

        private void run() {
            left.values().removeIf(end -> end == 0);
            while (!left.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    fold.receive(raw(record));
                    records++;
                }
                left.entrySet().removeIf(entry -> consumer.position(kafka(entry.getKey())) >= entry.getValue());
                tell();
            }
        }

        private void tell() {
            long now = System.nanoTime();
            if (now - lastProgress < PROGRESS_NANOS) {
                return;
            }
            lastProgress = now;
            System.out.println("thread " + share + " has read " + records + " records");
        }
    }

    private static org.apache.kafka.common.TopicPartition kafka(TopicPartition source) {
        return new org.apache.kafka.common.TopicPartition(source.topic(), source.partition());
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        byte[] firstAppend = null;
        byte[] redriveOf = null;
        for (Header header : record.headers()) {
            String name = header.key();
            if (name.equals(RawRecord.FIRST_APPEND)) {
                firstAppend = header.value();
            } else if (name.equals(RawRecord.REDRIVE_OF)) {
                redriveOf = header.value();
            }
        }
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                firstAppend,
                redriveOf);
    }

    private void write(ReferenceFold fold) throws SQLException {
        try (Connection connection = assignment.store().connect()) {
            Writing writing = new Writing(
                    connection, new RowLoader(connection, assignment.store().schema()));
            fold.forEachCanonicalRow((row, sum) -> writing.add(new RowUpdate(row, sum, Tally.ZERO)));
            writing.flush();
        }
    }

    /** Gathers rows into transactions. */
    private static final class Writing {
        private final Connection connection;
        private final RowLoader loader;
        private List<RowUpdate> rows = new ArrayList<>(ROWS_AT_ONCE);
        private long written;

        private Writing(Connection connection, RowLoader loader) {
            this.connection = connection;
            this.loader = loader;
        }

        private void add(RowUpdate row) {
            rows.add(row);
            if (rows.size() == ROWS_AT_ONCE) {
                flush();
            }
        }

        private void flush() {
            try {
                loader.apply(rows, EPOCH);
                connection.commit();
            } catch (SQLException e) {
                throw new IllegalStateException("the store refused the rows: " + e.getMessage(), e);
            }
            written += rows.size();
            rows = new ArrayList<>(ROWS_AT_ONCE);
            System.out.println("has written " + written + " rows");
        }
    }
}
