package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.stack.AskForRestart;
import io.haochaping.stack.Await;
import io.haochaping.stack.JavaProgram;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.stack.RunLiveMetrics;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.LiveConfigFile;
import io.haochaping.witness.Plans;
import io.haochaping.witness.StoreView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./haochaping rules apply} as it is on a machine: the run, its cluster and the commands are processes of their own. How long the job is away is printed; the limit is for a
 * machine that has much else to do.
 */
@Timeout(240)
class RulesApplyITCase {
    private static final String CITY = """
            profile: city
            name: {zh: 市, en: City}
            versions:
              - from: 2020-01-01
                regions: ["all"]
                default-rating: {after-days: 5, level: 4}
            """;

    @TempDir
    Path folder;

    @Test
    void aLaterVersionJoinsTheRunningJobAndAnEarlierOneLeavesItAlone() throws Exception {
        TrafficPlan plan = TrafficPlan.of(traffic());
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
                TrafficWriter writer = TrafficWriter.of(plan, kafka.bootstrapServers(), 71)) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            StoreAddress address = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "apply");
            Path config = LiveConfigFile.write(folder, Plans.sources(plan), kafka.bootstrapServers(), address, 2);
            Path rules = Files.writeString(folder.resolve("city.yaml"), CITY);
            Files.writeString(config, "rules.profiles: [city.yaml]\n", StandardOpenOption.APPEND);
            StoreView store = new StoreView(address);
            try (JavaProgram run = start(config)) {
                writer.writeUpTo(0.5);
                run.await("half the plan", LiveRun.PATIENCE, () -> store.offsets() >= writer.written());

                Files.writeString(rules, CITY + version(LocalDate.of(2026, 5, 1)));
                long before = store.epoch();
                assertThat(command("check-past", CheckRules.class, "--config", config.toString()))
                        .isEqualTo(1);
                assertThat(Files.readString(folder.resolve("check-past").resolve("check-past.log")))
                        .contains("\"rules city@2026-05-01\" takes effect before what is processed")
                        .contains("use rebuild");
                run.await("the job to go on", LiveRun.PATIENCE, () -> store.epoch() > before);

                Files.writeString(rules, CITY + closingOtherwise());
                assertThat(command("check-cut-off", CheckRules.class, "--config", config.toString()))
                        .isEqualTo(2);
                assertThat(Files.readString(folder.resolve("check-cut-off").resolve("check-cut-off.log")))
                        .contains("city.yaml, line 7: versions[2].from: is not the first of a month")
                        .contains("city.yaml 第 7 行：versions[2].from：不是某月 1 日");

                LocalDate tomorrow = LocalDate.ofEpochDay(ShanghaiTime.dayIndex(System.currentTimeMillis()))
                        .plusDays(1);
                Files.writeString(rules, CITY + version(tomorrow));
                // A later version of a record joins by the same command.
                Files.writeString(
                        config,
                        "kafka.record-versions: [work-order-event|2|" + tomorrow + "]\n",
                        StandardOpenOption.APPEND);
                assertThat(command("check", CheckRules.class, "--config", config.toString()))
                        .isZero();
                long asked = System.nanoTime();
                assertThat(command("ask", AskForRestart.class, "--data", data().toString()))
                        .isZero();
                run.await(
                        "a cut under the new version",
                        LiveRun.PATIENCE,
                        () -> store.number(
                                        "select count(*) from cut c join store_head h using (epoch) where array['rules city@"
                                                + tomorrow
                                                + "', 'schema work-order-event 2'] <@ c.decision_names")
                                == 1);
                System.out.println("rules apply: "
                        + Duration.ofNanos(System.nanoTime() - asked).toMillis()
                        + " ms from the question to the first cut, " + away(store) + " ms without a cut");
                writer.writeAll();
                run.await(
                        "the whole plan",
                        LiveRun.PATIENCE,
                        () -> store.number("select total_received from cut c join store_head h using (epoch)")
                                >= plan.truth().received());
                assertThat(away(store)).isLessThan(Duration.ofMinutes(1).toMillis());
                assertThat(store.restatements()).isZero();
            } finally {
                store.close();
            }
            Decisions decisions = LiveConfig.load(config, Map.of()).decisions();
            StoreView after = new StoreView(address);
            assertThat(withoutMinutes(Plans.texts(after.rows())))
                    .isEqualTo(withoutMinutes(
                            Plans.texts(Plans.fold(plan, decisions, 7).canonicalRows())))
                    .hasSizeGreaterThan(500);
            after.close();
        }
    }

    private static TrafficConfig traffic() {
        TrafficConfig all = TrafficConfig.of(71, 300).withPartitions(2).withTickEvery(Duration.ofHours(12));
        // One whose first append time cannot be read counts as appended now; the version begins tomorrow all the same.
        SortedMap<String, Integer> mix = new TreeMap<>(all.mix());
        mix.keySet().removeIf(scenario -> scenario.startsWith("append-header-"));
        return all.withMix(mix);
    }

    private static String version(LocalDate from) {
        return """
                  - from: %s
                    regions: ["all"]
                    levels: {good: strict}
                """.formatted(from);
    }

    private static String closingOtherwise() {
        return """
                  - from: 2099-01-02
                    regions: ["all"]
                    publication: {cut-off-working-days: 5}
                """;
    }

    private static SortedMap<String, String> withoutMinutes(SortedMap<String, String> rows) {
        return rows.entrySet().stream()
                .filter(row -> !row.getKey().startsWith("minute|"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    /** Longest time between two cuts. */
    private static long away(StoreView store) throws Exception {
        return store.number("select max(extract(epoch from gap) * 1000)::bigint from (select committed_at"
                + " - lag(committed_at) over (order by epoch) as gap from cut) gaps");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private JavaProgram start(Path config) {
        return JavaProgram.start(
                "run",
                folder.resolve("run"),
                List.of("-Xmx128m"),
                RunLiveMetrics.class.getName(),
                List.of(
                        "--config",
                        config.toString(),
                        "--distribution",
                        System.getProperty("haochaping.flink"),
                        "--jar",
                        System.getProperty("haochaping.live-job"),
                        "--data",
                        data().toString()));
    }

    /** @return its exit code */
    private int command(String name, Class<?> main, String... arguments) {
        JavaProgram program =
                JavaProgram.start(name, folder.resolve(name), List.of("-Xmx256m"), main.getName(), List.of(arguments));
        Await.until(name + " to end", LiveRun.PATIENCE, () -> !program.isAlive());
        return program.exitCode();
    }
}
