package io.haochaping.traffic;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes the weeks before a moment into a topic of their own, as fast as the broker takes them. Where it was cut off before, it goes on behind what lies in
 * the topic: the same arguments give the same records.
 */
public final class ProduceHistory {
    static final String HELP = """
            Usage: history --bootstrap HOST:PORT --topic NAME --to TIME [--cases N] [--seed N]

              --bootstrap  the broker; the topic must exist, and be declared copied where it is read
              --topic      where to write
              --to         where the history ends, for example 2026-11-22T14:00:00+08:00; it begins with the
                           newest month that is settled then
              --cases      how many cases, nearly all with one rating (default: 200000)
              --seed       which history (default: 1)
              --help       this text

            Exit codes: 0 fine, 1 failure, 2 wrong use.
            """;

    private static final List<String> OPTIONS = List.of("--bootstrap", "--topic", "--to", "--cases", "--seed");

    private ProduceHistory() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** What the command line says; {@code to} in milliseconds. */
    record Request(String bootstrap, String topic, long to, long cases, long seed) {
        /** @throws IllegalArgumentException with a sentence for the user */
        static Request of(String... arguments) {
            Map<String, String> given = new HashMap<>();
            for (int i = 0; i < arguments.length; i += 2) {
                if (!OPTIONS.contains(arguments[i])) {
                    throw new IllegalArgumentException("Unknown option " + arguments[i] + ".");
                }
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[i] + " needs a value.");
                }
                given.put(arguments[i], arguments[i + 1]);
            }
            return new Request(
                    needed(given, "--bootstrap"),
                    needed(given, "--topic"),
                    time(needed(given, "--to")),
                    Math.max(1, LiveSettings.whole("--cases", given.getOrDefault("--cases", "200000"), 1)),
                    LiveSettings.whole("--seed", given.getOrDefault("--seed", "1"), Long.MIN_VALUE));
        }

        private static String needed(Map<String, String> given, String option) {
            if (given.getOrDefault(option, "").isBlank()) {
                throw new IllegalArgumentException(option + " is needed.");
            }
            return given.get(option);
        }

        private static long time(String text) {
            try {
                Instant time = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                        .toInstant();
                return time.toEpochMilli();
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "--to must be a time such as 2026-11-22T14:00:00+08:00, not " + text + ".", e);
            }
        }
    }

    static int run(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(HELP);
            return 0;
        }
        Request request;
        try {
            request = Request.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("Try --help.");
            return 2;
        }
        try {
            HistoryPlan.Totals totals = write(request);
            System.out.println("history of " + totals.received() + " records");
            return 0;
        } catch (RuntimeException e) {
            System.err.println("The history stopped: " + e.getMessage());
            return 1;
        }
    }

    static HistoryPlan.Totals write(Request request) {
        long[] there = endOffsets(request);
        HistoryPlan plan = new HistoryPlan(request.seed(), request.cases(), request.to(), there.length);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer = TrafficWriter.producer(request.bootstrap(), "")) {
            HistoryPlan.Totals totals = plan.writeTo(
                    (partition, key, value, appendAt) -> {
                        // Neither transactions nor anybody else write here, so as many offsets are as many records.
                        if (there[partition]-- > 0) {
                            return;
                        }
                        RecordHeader header = new RecordHeader(TrafficPlan.FIRST_APPEND, Story.header(appendAt));
                        producer.send(
                                new ProducerRecord<>(request.topic(), partition, null, key, value, List.of(header)),
                                (sent, error) -> {
                                    if (error != null) {
                                        failure.compareAndSet(null, error);
                                    }
                                });
                    },
                    request.topic());
            producer.flush();
            if (failure.get() != null) {
                throw new IllegalStateException(
                        "the broker refused a record: " + failure.get().getMessage(), failure.get());
            }
            return totals;
        }
    }

    /** By partition. */
    private static long[] endOffsets(Request request) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", request.bootstrap()))) {
            int partitions = admin.describeTopics(List.of(request.topic()))
                    .topicNameValues()
                    .get(request.topic())
                    .get()
                    .partitions()
                    .size();
            long[] ends = new long[partitions];
            for (int number = 0; number < partitions; number++) {
                TopicPartition partition = new TopicPartition(request.topic(), number);
                ends[number] = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
            }
            return ends;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "could not read topic " + request.topic() + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }
}
