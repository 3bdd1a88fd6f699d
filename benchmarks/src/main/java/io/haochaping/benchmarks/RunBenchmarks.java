package io.haochaping.benchmarks;

import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The reference fold, the job, and what others would build instead: all read the same topics of a real broker and write into a durable PostgreSQL, one after the other on the same
 * machine. A time counts only where the same rows stand.
 */
public final class RunBenchmarks {
    private static final int PARALLELISM = 2;

    private final BenchmarkOptions options;
    private final Path folder;

    RunBenchmarks(BenchmarkOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.of(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.print(BenchmarkOptions.HELP);
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(BenchmarkOptions.HELP);
            return;
        }
        System.exit(runIn(options, String.join(" ", arguments)));
    }

    private static int runIn(BenchmarkOptions options, String words) throws IOException {
        Path folder = OwnFolder.in(options.data());
        try {
            Report report = new RunBenchmarks(options, folder).run(("./haochaping bench " + words).strip());
            System.out.print(report.table());
            if (options.flags()) {
                System.out.print(FlagSizes.table(FlagSizes.measured()));
            }
            if (options.json().isPresent()) {
                Files.writeString(options.json().get(), report.json());
            }
            if (options.plot().isPresent()) {
                Files.writeString(options.plot().get(), new RatePlot(report).svg());
            }
            return report.allCount() ? 0 : 1;
        } catch (Exception e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        } finally {
            OwnFolder.delete(folder);
        }
    }

    /** @throws IllegalStateException where a contender fails */
    Report run(String command) throws IOException, InterruptedException, SQLException {
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                PostgresServer postgres = ProvinceStore.start(folder.resolve("postgres"))) {
            Progress.say("writing at least %,d records".formatted(options.records()));
            long startedAt = System.nanoTime();
            SourceVolume volume = SourceVolume.write(options.records(), options.flags(), kafka.bootstrapServers());
            Progress.say("wrote %,d records (%,d MiB of values) in %d s"
                    .formatted(
                            volume.totals().received(),
                            volume.totals().bytes() >> 20,
                            Duration.ofNanos(System.nanoTime() - startedAt).toSeconds()));
            List<Measurement> runs = new ArrayList<>();
            for (int repeat = 1; repeat <= options.repeats(); repeat++) {
                runs.addAll(repeat(repeat, volume, kafka, postgres));
            }
            return new Report(runs, StateSizes.measured(), Machine.ofThis(), command);
        }
    }

    private List<Measurement> repeat(int repeat, SourceVolume volume, KafkaBroker kafka, PostgresServer postgres)
            throws IOException, InterruptedException, SQLException {
        List<Contender> order = new ArrayList<>(options.contenders());
        if (repeat % 2 == 0) {
            Collections.reverse(order);
        }
        List<Measurement> runs = new ArrayList<>();
        for (Contender contender : order) {
            runs.add(measure(contender, repeat, volume, kafka, postgres));
        }
        return runs;
    }

    private Measurement measure(
            Contender contender, int repeat, SourceVolume volume, KafkaBroker kafka, PostgresServer postgres)
            throws IOException, InterruptedException, SQLException {
        Progress.say("run %d of %d: %s".formatted(repeat, options.repeats(), contender.label()));
        Path own = folder.resolve(contender.schema() + "-" + repeat);
        StoreAddress store =
                new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), contender.schema());
        Assignment assignment = new Assignment(
                kafka.bootstrapServers(), volume.ends(), volume.completeThrough(), store, PARALLELISM, own);
        try (Connection connection = postgres.connect()) {
            prepare(connection, contender);
            ServerCpu broker = ServerCpu.of(kafka.pid());
            ServerCpu database = ServerCpu.of(postgres.pid());
            ContenderRun.Result result =
                    new ContenderRun(contender, own, options.heap(), recording(contender, repeat)).run(assignment);
            Duration brokerCpu = broker.spent();
            Duration databaseCpu = database.spent();
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            CompletedCheckpoints checkpoints = CompletedCheckpoints.in(ContenderRun.log(own));
            OwnFolder.delete(own);
            Progress.say("comparing every row with the " + Contender.FOLD.label() + " and the sums with the plan");
            StoredResults results = new StoredResults(connection);
            List<String> differences = results.differences(contender, volume.totals());
            differences.forEach(Progress::say);
            Measurement measurement = new Measurement(
                    contender,
                    repeat,
                    volume.totals().received(),
                    result.elapsed(),
                    Duration.ofMillis(result.finish().cpuMillis()),
                    brokerCpu,
                    databaseCpu,
                    result.finish().peakBytes(),
                    results.rows(contender),
                    results.rowWrites(contender),
                    checkpoints,
                    load,
                    differences);
            leave(connection, contender);
            return measurement;
        }
    }

    /** Each begins with an empty schema and a database that owes the disk nothing. */
    private static void prepare(Connection connection, Contender contender) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + contender.schema() + " cascade");
            statement.execute("checkpoint");
        }
    }

    /** What nobody is compared with goes, so that the database does not tidy it up while the next one is measured. */
    private static void leave(Connection connection, Contender contender) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    contender == Contender.FOLD
                            ? "vacuum (analyze)"
                            : "drop schema if exists " + contender.schema() + " cascade");
        }
    }

    private Optional<Path> recording(Contender contender, int repeat) throws IOException {
        if (options.profile().isEmpty()) {
            return Optional.empty();
        }
        Path recordings = Files.createDirectories(options.profile().get().toAbsolutePath());
        return Optional.of(recordings.resolve(contender.schema() + "-" + repeat + ".jfr"));
    }
}
