package io.haochaping.benchmarks.latency;

import io.haochaping.benchmarks.OwnFolder;
import io.haochaping.benchmarks.Progress;
import io.haochaping.benchmarks.SourceVolume;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.store.StoreMigrations;
import io.haochaping.stack.Await;
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
import java.util.OptionalLong;

/**
 * How long a rating takes: to a bare consumer, into the view, onto the page, and, where it is bad, into the topic of bad reviews. With a state of so many cases, over the live job as
 * it is shipped. Exit codes: 0 fine, 1 something failed or is missing, 2 wrong use.
 */
public final class LatencyRun {
    private static final Duration LIMIT = Duration.ofMinutes(30);
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
        SourceVolume.writeRecent(options.cases(), system.bootstrap());
        StoreMigrations.migrate(
                system.postgres().jdbcUrl(),
                system.postgres().user(),
                system.postgres().password(),
                StoreMigrations.DEFAULT_SCHEMA);
        system.startJob(options.heap(), options.intervalMillis());
        system.startDashboard();
        Progress.say("catching up");
        try (Connection connection = system.postgres().connect()) {
            connection.setAutoCommit(true);
            awaitCompletions(system, connection);
            Await.until("the page to answer", PATIENCE, system::pageAnswers);
            measure(system, connection);
        }
    }

    /** Nearly all: one record in ten thousand is broken. */
    private void awaitCompletions(LiveSystem system, Connection connection) {
        long most = options.cases() - options.cases() / 1_000 - 10;
        Await.until("the job to catch up", LIMIT, () -> {
            system.check();
            return number(connection, "select coalesce(sum(completed), 0) from haochaping.v_day") >= most;
        });
    }

    private void measure(LiveSystem system, Connection connection)
            throws IOException, SQLException, InterruptedException {
        try (CutWatch cuts = CutWatch.over(system.postgres(), StoreMigrations.DEFAULT_SCHEMA);
                PageWatch page = PageWatch.on(system.page());
                TopicWatch bare = TopicWatch.over(system.bootstrap(), Ratings.TOPIC, RecordType.RATING);
                TopicWatch bad = TopicWatch.over(system.bootstrap(), "review.bad", RecordType.BAD_REVIEW)) {
            Progress.say("%d ratings a second for %d s".formatted(options.rate(), options.seconds()));
            List<Ratings.Sent> sent = new Ratings(system.bootstrap()).send(options.rate(), options.seconds());
            long bads = (sent.size() + 99) / 100;
            Await.until("every rating to be seen", PATIENCE, () -> {
                system.check();
                return bare.latencies().count() == sent.size()
                        && bad.latencies().count() == bads
                        && sent.stream().allMatch(rating -> cuts.firstWith(rating)
                                .filter(cut -> page.at(cut.epoch()).isPresent())
                                .isPresent());
            });
            long counted = number(
                    connection,
                    "select sum(ratings_5 + ratings_1) from (select sum(level_5) as ratings_5, sum(level_1) as ratings_1"
                            + " from haochaping.v_hour where item = '" + Ratings.ITEM + "') as sums");
            if (counted != sent.size()) {
                throw new IllegalStateException(sent.size() + " ratings were sent, the view holds " + counted);
            }
            report(sent, cuts, page, bare.latencies(), bad.latencies());
        }
    }

    private void report(List<Ratings.Sent> sent, CutWatch cuts, PageWatch page, Latencies bare, Latencies bad) {
        Latencies view = new Latencies();
        Latencies shown = new Latencies();
        for (Ratings.Sent rating : sent) {
            CutWatch.Seen cut = cuts.firstWith(rating).orElseThrow();
            OptionalLong told = page.at(cut.epoch());
            view.add(cut.at() - rating.producedAt());
            shown.add(told.orElseThrow() - rating.producedAt());
        }
        System.out.println("| from the rating | n | p50 ms | p99 ms | max ms |\n|---|---|---|---|---|");
        System.out.println(bare.line("to a bare consumer of its topic"));
        System.out.println(view.line("visible in the view"));
        System.out.println(shown.line("told on the page"));
        System.out.println(bad.line("bad: in review.bad"));
        System.out.printf(
                Locale.ROOT,
                "%d ratings/s for %d s, a checkpoint every %d ms, %,d cases before; load average %.1f on %d processors%n",
                options.rate(),
                options.seconds(),
                options.intervalMillis(),
                options.cases(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
