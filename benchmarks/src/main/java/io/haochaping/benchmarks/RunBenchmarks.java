package io.haochaping.benchmarks;

import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The job beside the reference fold: both read the same topics of a real broker and write the same rows into a durable PostgreSQL by the same COPY, one after the other on the same
 * machine. A time counts only where both stored the same rows.
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
        Path folder = options.data().isPresent()
                ? Files.createTempDirectory(
                        Files.createDirectories(options.data().get().toAbsolutePath()), "run-")
                : Files.createTempDirectory("haochaping-bench");
        try {
            Report report = new RunBenchmarks(options, folder).run(("./haochaping bench " + words).strip());
            System.out.print(report.table());
            if (options.json().isPresent()) {
                Files.writeString(options.json().get(), report.json());
            }
            return 0;
        } catch (Exception e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        } finally {
            delete(folder);
        }
    }

    /** @throws IllegalStateException where a contender fails, or they do not store the same */
    Report run(String command) throws IOException, InterruptedException, SQLException {
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            Progress.say("writing at least %,d records".formatted(options.records()));
            long startedAt = System.nanoTime();
            SourceVolume volume = SourceVolume.write(options.records(), kafka.bootstrapServers());
            Progress.say("wrote %,d records (%,d MiB of values) in %d s"
                    .formatted(
                            volume.totals().received(),
                            volume.totals().bytes() >> 20,
                            Duration.ofNanos(System.nanoTime() - startedAt).toSeconds()));
            List<Measurement> runs = new ArrayList<>();
            for (int repeat = 1; repeat <= options.repeats(); repeat++) {
                runs.addAll(repeat(repeat, volume, kafka, postgres));
            }
            return new Report(runs, Runtime.getRuntime().availableProcessors(), memoryBytes(), javaVersion(), command);
        }
    }

    private List<Measurement> repeat(int repeat, SourceVolume volume, KafkaBroker kafka, PostgresServer postgres)
            throws IOException, InterruptedException, SQLException {
        List<Contender> order =
                repeat % 2 == 1 ? List.of(Contender.FOLD, Contender.JOB) : List.of(Contender.JOB, Contender.FOLD);
        try (Connection connection = postgres.connect()) {
            List<Measurement> runs = new ArrayList<>();
            for (Contender contender : order) {
                prepare(connection, contender);
                runs.add(measure(contender, repeat, volume, kafka, postgres));
            }
            check(new StoredResults(connection), volume);
            return runs;
        }
    }

    /** Both begin with an empty schema and a database that owes the disk nothing. */
    private static void prepare(Connection connection, Contender contender) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + contender.schema() + " cascade");
            statement.execute("checkpoint");
        }
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
        ContenderRun.Result result;
        Duration databaseCpu;
        try (ServerCpu server = ServerCpu.of(postgres.pid())) {
            result = new ContenderRun(contender, own, options.heap(), recording(contender, repeat)).run(assignment);
            databaseCpu = server.spent();
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        delete(own);
        try (Connection connection = postgres.connect()) {
            return new Measurement(
                    contender,
                    repeat,
                    volume.totals().received(),
                    result.elapsed(),
                    Duration.ofMillis(result.finish().cpuMillis()),
                    databaseCpu,
                    result.finish().peakBytes(),
                    new StoredResults(connection).rows(contender),
                    load);
        }
    }

    private Optional<Path> recording(Contender contender, int repeat) throws IOException {
        if (options.profile().isEmpty()) {
            return Optional.empty();
        }
        Path recordings = Files.createDirectories(options.profile().get().toAbsolutePath());
        return Optional.of(recordings.resolve(contender.schema() + "-" + repeat + ".jfr"));
    }

    private static void check(StoredResults results, SourceVolume volume) throws SQLException {
        Progress.say("comparing every row of both, and both with the plan");
        List<String> differences = new ArrayList<>(results.differences());
        for (Contender contender : Contender.values()) {
            differences.addAll(results.againstPlan(contender, volume.totals()));
        }
        if (!differences.isEmpty()) {
            throw new IllegalStateException("no time counts, the results differ:\n" + String.join("\n", differences));
        }
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : -1;
    }

    private static String javaVersion() {
        return System.getProperty("java.version");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(RunBenchmarks::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
