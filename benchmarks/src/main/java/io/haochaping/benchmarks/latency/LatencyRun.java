package io.haochaping.benchmarks.latency;

import io.haochaping.benchmarks.CompletedCheckpoints;
import io.haochaping.benchmarks.Latencies;
import io.haochaping.benchmarks.OwnFolder;
import io.haochaping.benchmarks.Progress;
import io.haochaping.benchmarks.SourceVolume;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.store.StoreMigrations;
import io.haochaping.stack.Await;
import io.haochaping.traffic.VolumePlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long a rating takes: to a bare consumer, into the view, onto the page, and, where it is bad, into the topic of bad reviews. With a state of so many cases, over the live job as
 * it is shipped. Exit codes: 0 fine, 1 something failed or is missing, 2 wrong use.
 */
public final class LatencyRun {
    private static final Duration LIMIT = Duration.ofHours(3);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LatencyOptions options;

    private LatencyRun(LatencyOptions options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException {
        LatencyOptions options;
        try {
            options = LatencyOptions.of(List.of(arguments));
        } catch (IllegalArgumentException wrongUse) {
            System.err.println("bench latency: " + wrongUse.getMessage());
            System.err.print(LatencyOptions.HELP);
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(LatencyOptions.HELP);
            return;
        }
        Path folder = OwnFolder.in(options.data());
        int exit;
        try (LiveSystem system = LiveSystem.servers(folder)) {
            new LatencyRun(options).run(system);
            exit = 0;
        } catch (Exception e) {
            System.err.println("bench latency: " + e.getMessage());
            exit = 1;
        }
        OwnFolder.delete(folder);
        System.exit(exit);
    }

    /** @throws IllegalStateException where a rating is not in the store at the end */
    void run(LiveSystem system) throws IOException, SQLException, InterruptedException {
        Progress.say("writing %,d cases".formatted(options.cases()));
        VolumePlan month = SourceVolume.recent(options.cases());
        long records = SourceVolume.write(month, system.bootstrap());
        StoreMigrations.migrate(
                system.postgres().jdbcUrl(),
                system.postgres().user(),
                system.postgres().password(),
                StoreMigrations.DEFAULT_SCHEMA);
        system.startJob(options.heap(), options.intervalMillis(), options.state());
        system.startDashboard();
        Progress.say("catching up");
        try (Connection connection = system.postgres().connect()) {
            connection.setAutoCommit(true);
            long begun = System.nanoTime();
            awaitRecords(records, system, connection);
            double seconds = (System.nanoTime() - begun) / 1e9;
            Progress.say("caught up with %,d records, %,.0f a second".formatted(records, records / seconds));
            Await.until("the page to answer", PATIENCE, system::pageAnswers);
            Ratings ratings = new Ratings(system.bootstrap(), month);
            StringBuilder table = new StringBuilder(
                    "| ratings/s | from the rating | n | p50 ms | p99 ms | max ms |\n|---|---|---|---|---|---|\n");
            awaitPage(system, connection);
            for (int rate : options.rates()) {
                table.append(line(rate, "to a bare consumer of its topic", bare(rate, ratings, system)));
                records += (long) rate * options.warmUp();
                awaitRecords(records, system, connection);
                records += (long) rate * options.seconds();
                table.append(measure(rate, ratings, system, connection));
            }
            System.out.print(table);
            System.out.printf(
                    Locale.ROOT,
                    "%d s each behind %d s of the same rate, a checkpoint every %d ms, %,d cases before, state: %s; load average %.1f on %d processors%n",
                    options.seconds(),
                    options.warmUp(),
                    options.intervalMillis(),
                    options.cases(),
                    options.state(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    Runtime.getRuntime().availableProcessors());
        }
    }

    private static void awaitRecords(long records, LiveSystem system, Connection connection) {
        Await.until("the job to catch up", LIMIT, () -> {
            system.check();
            String received = "select coalesce(sum(received), 0) from haochaping.v_equation where grain = 'total'";
            return number(connection, received) >= records;
        });
    }

    /** A dashboard reads a large store for minutes before it follows the job from cut to cut. */
    private static void awaitPage(LiveSystem system, Connection connection)
            throws IOException, SQLException, InterruptedException {
        long epoch = number(connection, "select epoch from haochaping.v_cut");
        try (PageWatch page = PageWatch.on(system.page())) {
            Await.until("the page to show what the job has caught up with", LIMIT, () -> {
                system.check();
                return page.at(epoch).isPresent();
            });
        }
    }

    /**
     * Of the warm-up, of which nothing else is measured: what a consumer beside the job takes of the broker and of two processors would be told as the job's latency.
     *
     * @return how long a bare consumer waits for a rating
     */
    private Latencies bare(int rate, Ratings ratings, LiveSystem system) {
        try (TopicWatch bare =
                TopicWatch.over(system.bootstrap(), VolumePlan.topics(), record -> ratings.producedAt(record.key()))) {
            Progress.say("%,d ratings a second for %d s, which a bare consumer reads and the job warms up with"
                    .formatted(rate, options.warmUp()));
            int sent = ratings.send(rate, options.warmUp()).size();
            Await.until("every rating to be read", PATIENCE, () -> {
                system.check();
                return bare.latencies().count() == sent;
            });
            return bare.latencies();
        }
    }

    private String measure(int rate, Ratings ratings, LiveSystem system, Connection connection)
            throws IOException, SQLException, InterruptedException {
        // Bad ones from before may still be on their way to their topic.
        long begun = System.currentTimeMillis();
        try (CutWatch cuts = CutWatch.over(system.postgres(), StoreMigrations.DEFAULT_SCHEMA);
                PageWatch page = PageWatch.on(system.page());
                TopicWatch bad = TopicWatch.over(
                        system.bootstrap(),
                        List.of("review.bad"),
                        TopicWatch.ratedSince(begun, RecordType.BAD_REVIEW))) {
            Progress.say("%,d ratings a second for %d s".formatted(rate, options.seconds()));
            int known = CompletedCheckpoints.in(system.jobLog()).count();
            long countedBefore = counted(connection);
            List<Ratings.Sent> sent = ratings.send(rate, options.seconds());
            long bads = ratings.badAmong(sent.size());
            Await.until("every rating to be seen", PATIENCE, () -> {
                system.check();
                return bad.latencies().count() == bads
                        && sent.stream().allMatch(rating -> cuts.firstWith(rating)
                                .filter(cut -> page.at(cut.epoch()).isPresent())
                                .isPresent());
            });
            long counted = counted(connection) - countedBefore;
            if (counted != sent.size()) {
                throw new IllegalStateException(sent.size() + " ratings were sent, the view holds " + counted);
            }
            CompletedCheckpoints checkpoints = CompletedCheckpoints.in(system.jobLog());
            return lines(rate, sent, cuts, page)
                    + line(rate, "bad: in review.bad", bad.latencies())
                    + line(
                            rate,
                            "a checkpoint, state of %,d MiB".formatted(checkpoints.mebibytes()),
                            checkpoints.durations(known));
        }
    }

    private static String lines(int rate, List<Ratings.Sent> sent, CutWatch cuts, PageWatch page) {
        Latencies view = new Latencies();
        Latencies shown = new Latencies();
        for (Ratings.Sent rating : sent) {
            CutWatch.Seen cut = cuts.firstWith(rating).orElseThrow();
            view.add(cut.at() - rating.producedAt());
            shown.add(page.at(cut.epoch()).orElseThrow() - rating.producedAt());
        }
        return line(rate, "visible in the view", view) + line(rate, "told on the page", shown);
    }

    private static String line(int rate, String name, Latencies latencies) {
        return "| %,d | %s | %s |%n".formatted(rate, name, latencies.cells());
    }

    /** Of those who were served; defaults of the month may become due meanwhile. */
    private static long counted(Connection connection) throws SQLException {
        return number(
                connection,
                "select coalesce(sum(level_1 + level_2 + level_3 + level_4 + level_5), 0) from haochaping.v_hour_part");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
