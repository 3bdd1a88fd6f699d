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
            Usage: produce --bootstrap HOST:PORT [--cases N] [--seed N] [--rate N] [--incidents SECONDS]

              --bootstrap  the broker; missing source topics are created
              --cases      stop after so many cases (default: go on until interrupted)
              --seed       which traffic (default: 1)
              --rate       cases per second (default: 5)
              --incidents  after so many seconds, and now and again from then on, the queue machine of a
                           department breaks for some minutes, and its counters are rated badly (default: never)
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
        private final Incidents incidents;

        private Live(Producer<byte[], byte[]> producer, LiveSettings settings, int partitions) {
            this.producer = producer;
            this.settings = settings;
            this.partitions = partitions;
            incidents = settings.incidentsAfter() == Long.MAX_VALUE
                    ? Incidents.NONE
                    : Incidents.of(settings.seed(), settings.incidentsAfter(), world);
        }

        private void run() {
            for (long number = 0; number < settings.cases(); number++) {
                waitUntil(startedAt + Math.round(number * 1_000 / settings.rate()));
                deliveries(number).forEach(this::send);
            }
            producer.flush();
        }

        private List<Delivery> deliveries(long number) {
            long now = System.currentTimeMillis();
            return ProduceTraffic.deliveries(settings.seed(), startedAt, number, now, partitions, world, incidents);
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
    static List<Delivery> deliveries(
            long seed, long startedAt, long number, long now, int partitions, World world, Incidents incidents) {
        Told told = new Told(seed, startedAt, number, partitions, world);
        int badShare = incidents.strikes(told.story(now, BAD_PER_TEN_THOUSAND).file, now - startedAt)
                ? Incidents.BAD_PER_TEN_THOUSAND
                : BAD_PER_TEN_THOUSAND;
        List<Delivery> deliveries = told.deliveries(now, badShare);
        long last = deliveries.get(deliveries.size() - 1).placedAt();
        return told.deliveries(now + (now - last), badShare);
    }

    /** A case that can be told again from another moment: the draws of its number stay the same. */
    private record Told(long seed, long startedAt, long number, int partitions, World world) {

        /** Filed, and not told yet. */
        private Story story(long filed, int badPerTenThousand) {
            Draw draw = drawn();
            draw.weighted(WEIGHTS);
            return story(filed, badPerTenThousand, draw);
        }

        private List<Delivery> deliveries(long filed, int badPerTenThousand) {
            Draw draw = drawn();
            Scenario scenario = Repertoire.named(LIVE.get(draw.weighted(WEIGHTS)));
            Story story = story(filed, badPerTenThousand, draw);
            scenario.tell(story);
            List<Delivery> deliveries = new ArrayList<>(story.close());
            deliveries.sort(Comparator.comparingLong(Delivery::placedAt));
            return deliveries;
        }

        private Draw drawn() {
            return Draw.of(seed ^ startedAt, number);
        }

        private Story story(long filed, int badPerTenThousand, Draw draw) {
            Run run = new Run(filed, filed + ROOM_HOURS * Span.HOUR + 1, Span.MINUTE, partitions, badPerTenThousand);
            String caseNumber = String.format(Locale.ROOT, "BYZW%X-%08dK", startedAt / 1_000, number);
            return new Story(run, world, draw, new TruthBuilder(run.end()), caseNumber, ROOM_HOURS);
        }
    }
}
