package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.Registry;
import io.haochaping.kit.config.RuleTexts;
import io.haochaping.rules.RuleFiles;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.witness.Plans;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rules files in the real pipeline: a job that takes in a version on the way counts as the fold does that had it from the beginning. */
class RulesITCase {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(4)
            .build());

    private static final List<String> SHIPPED = List.of("national", "shanghai", "sichuan", "baiyun");

    /** Everything that the ledger can obey, for the city of the traffic; its district is Baiyun. */
    private static final String BEFORE = """
            profile: city
            name: {zh: 市, en: City}
            versions:
              - from: 2020-01-01
                regions: ["440100"]
                identity: {per: visit}
                content: {counts: last}
                default-rating: {after-days: 5, level: 4}
                window: {days: 30}
                re-rating: {mode: replaces, at-most: 1}
                fan-out: {participating: none}
            """;

    /** The same with a further version that begins on this day. */
    private static String after(LocalDate from) {
        return BEFORE + """
                  - from: %s
                    regions: ["440100"]
                    levels: {good: ternary}
                    identity: {per: matter}
                    counts-for: {department: acceptance}
                    code-systems: [{code: %s, known-from: %s, best-level: 5, worst-level: 1, numbered-channels: [kiosk, paper]}]
                """.formatted(from, UndeclaredRatings.SYSTEM, from);
    }

    @Test
    void aVersionThatJoinsOnTheWayIsCountedAsIfItHadAlwaysStoodThere(@TempDir Path folder) throws Exception {
        TrafficPlan plan = TrafficPlan.of(traffic());
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
                TrafficWriter writer = TrafficWriter.of(plan, kafka.bootstrapServers(), 5)) {
            TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
            StoreAddress store = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "rules");
            writer.writeUpTo(0.2);
            LiveRun first = new LiveRun(plan, kafka.bootstrapServers(), store, folder)
                    .deciding(under(plan, BEFORE))
                    .start();
            first.awaitReceived(plan.truth().received() / 10, -1);
            String savepoint = first.stopWithSavepoint();
            LocalDate joins = dayBehind(
                    first.store().number("select read_through from cut where epoch = (select epoch from store_head)"));
            String after = after(joins);

            LiveRun second = new LiveRun(plan, kafka.bootstrapServers(), store, folder)
                    .deciding(under(plan, after))
                    .parallelism(3)
                    .from(savepoint)
                    .start();
            writer.writeAll();
            second.awaitWholePlan();
            second.cancel();

            assertThat(second.rows())
                    .isEqualTo(Plans.fold(plan, under(plan, after), 6).canonicalRows());
            assertThat(second.rows().keySet().stream()
                            .filter(row -> row.kind() == RowKind.HOUR)
                            .map(RulesITCase::rulesVersion)
                            .distinct())
                    .containsExactlyInAnyOrder(
                            "national@2021-01-01", "city@2020-01-01", "city@" + joins, "baiyun@2023-01-01");
            UndeclaredRatings undeclared = UndeclaredRatings.of(plan, joins);
            assertThat(second.store().number("select count(*) from quarantine where reason = 'undeclared-code-system'"))
                    .as("appended before the code system was known")
                    .isEqualTo(undeclared.before())
                    .isPositive();
            assertThat(quarantined(Plans.fold(plan, under(plan, BEFORE), 8).canonicalRows())
                            - quarantined(second.rows()))
                    .as("of a level that the system has, appended once it was known")
                    .isEqualTo(undeclared.behind())
                    .isPositive();
            assertThat(second.store().number("select count(*) from v_rules where is_ternary"))
                    .as("shanghai and the city's second version")
                    .isEqualTo(2);
        }
    }

    private static long quarantined(SortedMap<RowKey, Tally> rows) {
        return rows.values().stream()
                .mapToLong(row -> row.get(Figure.QUARANTINED))
                .sum();
    }

    /** Without records whose first append time cannot be read: they count as appended now, and no rules of the plan's time could join behind them. */
    private static TrafficConfig traffic() {
        TrafficConfig all = TrafficConfig.of(21, 1_200).withTickEvery(Duration.ofHours(6));
        Map<String, Integer> mix = new HashMap<>(all.mix());
        mix.keySet().removeIf(scenario -> scenario.startsWith("append-header-"));
        return all.withMix(mix);
    }

    /** The first day that begins behind everything that was read, and may lie ahead of it by the tolerance. */
    private static LocalDate dayBehind(long readThrough) {
        long ahead = readThrough + Limits.STANDARD.futureTolerance();
        return LocalDate.ofEpochDay(ShanghaiTime.dayIndex(ahead)).plusDays(1);
    }

    /** The last but one part of the key; those before it may hold the separator. */
    private static String rulesVersion(RowKey hour) {
        String[] parts = hour.toString().split("\\|", -1);
        return parts[parts.length - 2];
    }

    private static Decisions under(TrafficPlan plan, String city) throws Exception {
        Decisions own = Plans.decisions(plan);
        List<String> names = new ArrayList<>(SHIPPED);
        List<String> texts = new ArrayList<>(RuleFiles.texts(SHIPPED));
        names.add("city.yaml");
        texts.add(city);
        return new Decisions(own.topics(), own.limits(), new RuleTexts(names, texts), Registry.NONE);
    }
}
