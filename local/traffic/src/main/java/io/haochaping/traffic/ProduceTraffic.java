package io.haochaping.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes live traffic at its natural pace until it is stopped: cases of today, times of now, no copied topics and no ticks. */
public final class ProduceTraffic {
    static final String HELP = """
            Usage: produce --bootstrap HOST:PORT [--cases N] [--seed N] [--rate N]

              --bootstrap  the broker; missing source topics are created
              --cases      stop after so many cases (default: go on until interrupted)
              --seed       which traffic (default: 1)
              --rate       cases per second (default: 5)
              --help       this text

            Exit codes: 0 fine, 1 failure, 2 wrong use.
            """;

    private static final List<String> LIVE = List.of(
            "plain-immediate",
            "unrated",
            "joint-service",
            "reversed-levels",
            "desk-levels",
            "unknown-channel",
            "unmatched",
            "cross-region",
            "accepted-twice",
            "broken-text",
            "unknown-level");
    private static final int[] WEIGHTS = {800, 100, 30, 25, 15, 5, 5, 15, 3, 1, 1};
    private static final int BAD_PER_TEN_THOUSAND = 30;
    private static final int ROOM_HOURS = 6;
    private static final int PARTITIONS = 3;

    private ProduceTraffic() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** The same without ending the process; the exit code. */
    public static int run(String... arguments) {
        LiveSettings settings;
        try {
            settings = LiveSettings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("Try --help.");
            return 2;
        }
        if (settings.help()) {
            System.out.print(HELP);
            return 0;
        }
        try {
            produce(settings);
            return 0;
        } catch (RuntimeException e) {
            System.err.println("Traffic stopped: " + e.getMessage());
            return 1;
        }
    }

    private static void produce(LiveSettings settings) {
        TrafficWriter.createTopics(settings.bootstrap(), PARTITIONS);
        int partitions = partitions(settings.bootstrap());
        try (Producer<byte[], byte[]> producer = TrafficWriter.producer(settings.bootstrap(), "")) {
            new Live(producer, settings, partitions).run();
        }
    }

    private static int partitions(String bootstrap) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return admin.describeTopics(List.of(Topics.CASE))
                    .topicNameValues()
                    .get(Topics.CASE)
                    .get()
                    .partitions()
                    .size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not read the topics of " + bootstrap, e.getCause());
        }
    }

    /** A case is told when it is over, by a system that sends all of it then; so its last record is of this moment. */
    private static final class Live {
        private final World world = new World();
        private final Producer<byte[], byte[]> producer;
        private final LiveSettings settings;
        private final int partitions;
        private final long startedAt = System.currentTimeMillis();

        private Live(Producer<byte[], byte[]> producer, LiveSettings settings, int partitions) {
            this.producer = producer;
            this.settings = settings;
            this.partitions = partitions;
        }

        private void run() {
            for (long number = 0; number < settings.cases(); number++) {
                waitUntil(startedAt + Math.round(number * 1_000 / settings.rate()));
                deliveries(settings.seed(), startedAt, number, System.currentTimeMillis(), partitions, world)
                        .forEach(this::send);
            }
            producer.flush();
        }

        private void send(Delivery delivery) {
            producer.send(new ProducerRecord<>(
                    delivery.where().topic(), delivery.where().partition(), delivery.key(), delivery.value()));
        }

        private static void waitUntil(long moment) {
            long left = moment - System.currentTimeMillis();
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(left));
                left = moment - System.currentTimeMillis();
            }
        }
    }

    /** One case's records, oldest first; the last of them is of the given moment. */
    static List<Delivery> deliveries(long seed, long startedAt, long number, long now, int partitions, World world) {
        List<Delivery> told = told(seed, startedAt, number, now, partitions, world);
        long last = told.get(told.size() - 1).placedAt();
        return told(seed, startedAt, number, now + (now - last), partitions, world);
    }

    private static List<Delivery> told(
            long seed, long startedAt, long number, long filed, int partitions, World world) {
        Draw draw = Draw.of(seed ^ startedAt, number);
        Scenario scenario = Repertoire.named(LIVE.get(draw.weighted(WEIGHTS)));
        Run run = new Run(filed, filed + ROOM_HOURS * Span.HOUR + 1, Span.MINUTE, partitions, BAD_PER_TEN_THOUSAND);
        String caseNumber = String.format(Locale.ROOT, "BYZW%X-%08dK", startedAt / 1_000, number);
        Story story = new Story(run, world, draw, new TruthBuilder(run.end()), caseNumber, ROOM_HOURS);
        scenario.tell(story);
        List<Delivery> deliveries = new ArrayList<>(story.close());
        deliveries.sort(Comparator.comparingLong(Delivery::placedAt));
        return deliveries;
    }
}
