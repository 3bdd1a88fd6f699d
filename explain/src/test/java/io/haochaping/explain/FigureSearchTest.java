package io.haochaping.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.code.RegionWithin;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.row.RowText;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadline.Severity;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.Registry;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The records that are found behind a row add up to the truth of it, which knows neither ledger nor door. */
final class FigureSearchTest {
    private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());
    private static final long SEED = Long.getLong("haochaping.test.seed", System.nanoTime());
    private static TrafficPlan traffic;
    private static Plan plan;

    @BeforeAll
    static void read() {
        traffic = TrafficPlan.of(TrafficConfig.of(SEED, 1_500).withTickEvery(Duration.ofHours(6)));
        plan = new Plan(traffic);
    }

    @Test
    void theRecordsOfEveryRowOfAPlanAddUpToItsTruth() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> row : sample(300).entrySet()) {
            Lines lines = find(row.getKey(), Integer.MAX_VALUE);
            if (!text(lines.sums()).equals(sorted(row.getValue()))) {
                wrong.add(row.getKey() + ": expected " + row.getValue() + ", found " + lines.sums());
            }
        }
        assertThat(wrong).as("-Dhaochaping.test.seed=" + SEED).isEmpty();
    }

    /** A deadline lies behind every record of its order: only the order itself says that it may touch the row. */
    @Test
    void theRecordsOfEveryWorkOrderThatWasDueAddUpToItsTruth() throws Exception {
        TrafficPlan orders = TrafficPlan.of(TrafficConfig.of(SEED, 300)
                .withTickEvery(Duration.ofHours(6))
                .withOrdersInTime()
                .withSeverities());
        Decisions own = Plan.decisions(orders);
        Decisions.RuleSource rules = () -> RuleBook.single(new Rules("builtin-1", 7, 3, 3)
                .with(new OrderDeadlines(List.of(
                        new OrderDeadline(Step.CONTACTED, Severity.ANY, 1, true, Step.OPENED, 0),
                        new OrderDeadline(Step.RECTIFIED, Severity.ANY, 3, false, Step.CONTACTED, 2),
                        new OrderDeadline(Step.REPLIED, Severity.ORDINARY, 2, true, Step.OPENED, 0),
                        new OrderDeadline(Step.REPLIED, Severity.DIFFICULT, 4, true, Step.OPENED, 0),
                        new OrderDeadline(Step.REVISITED, Severity.ANY, 2, true, Step.RECTIFIED, 0)))));
        Plan due = new Plan(
                orders,
                new Decisions(own.topics(), own.limits(), rules, Registry.NONE)
                        .naming(NamedVersions.parse("work-order-event|2|2015-01-01")));
        Map<String, String> rows = new TreeMap<>(orders.truth().rowsUnderDeadlines());
        rows.values().removeIf(figures -> !figures.contains("_due=") && !figures.contains("_unknown_severity="));
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> row : rows.entrySet()) {
            Lines lines = new FigureSearch(due, due.decisions(), due.cut(), SILENT, Integer.MAX_VALUE)
                    .find(Target.row(RowText.parse(row.getKey()), 7), Metric.EVERY_FIGURE, Integer.MAX_VALUE);
            if (!text(lines.sums()).equals(sorted(row.getValue()))) {
                wrong.add(row.getKey() + ": expected " + row.getValue() + ", found " + lines.sums());
            }
        }
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(wrong).as("-Dhaochaping.test.seed=" + SEED).isEmpty();
    }

    @Test
    void linesAddUpToTheSumAndEachRecordAppearsWithItsReason() throws Exception {
        for (String row : sample(40).keySet()) {
            Lines lines = find(row, Integer.MAX_VALUE);
            SortedMap<String, Long> sums = new TreeMap<>();
            for (Line line : lines.contributing()) {
                line.amounts().forEach((figure, amount) -> sums.merge(figure, amount, Long::sum));
                assertThat(line.reason().english()).isNotBlank();
                assertThat(line.reason().chinese()).isNotBlank();
            }
            sums.values().removeIf(sum -> sum == 0);
            assertThat(sums).as(row + " -Dhaochaping.test.seed=" + SEED).isEqualTo(lines.sums());
            assertThat(lines.aside()).allMatch(Line::standsAside);
        }
    }

    @Test
    void whatDoesNotFitInMemoryIsReadAgainAndGivesTheSame() throws Exception {
        Reach everywhere = new Reach(Long.MIN_VALUE, Long.MAX_VALUE, any(), 7);
        Target all = Target.leaves(everywhere, null, plan.cut().completeThrough());
        Metric ratings = Metric.of("ratings");
        FigureSearch roomy = new FigureSearch(plan, plan.decisions(), plan.cut(), SILENT, Integer.MAX_VALUE);
        FigureSearch narrow = new FigureSearch(plan, plan.decisions(), plan.cut(), SILENT, 400);

        Lines one = roomy.find(all, ratings, 50);
        Lines other = narrow.find(all, ratings, 50);

        assertThat(other.sums()).isEqualTo(one.sums());
        assertThat(other.contributing()).isEqualTo(one.contributing()).hasSize(50);
        assertThat(other.found()).isEqualTo(one.found()).isGreaterThan(500);
    }

    @Test
    void aRegionIsAskedWithAllThatLiesInIt() throws Exception {
        RegionWithin city = new RegionWithin("4401", LocalDate.of(2026, 9, 30));
        Reach reach = new Reach(Long.MIN_VALUE, Long.MAX_VALUE, any(), city, 7);
        Lines lines = new FigureSearch(plan, plan.decisions(), plan.cut(), SILENT, Integer.MAX_VALUE)
                .find(Target.leaves(reach, null, plan.cut().completeThrough()), Metric.of("completed"), 10);

        long expected = traffic.truth().rows("hour").entrySet().stream()
                .filter(row -> row.getKey().split("\\|")[2].startsWith("4401"))
                .flatMap(row -> Arrays.stream(row.getValue().split(",")))
                .filter(figure -> figure.startsWith("completed="))
                .mapToLong(figure -> Long.parseLong(figure.substring(10)))
                .sum();
        assertThat(lines.sums()).containsEntry("completed", expected);
        assertThat(expected).isPositive();
    }

    @Test
    void theCheapTestSparesMostCases() throws Exception {
        String row = traffic.truth().rows("hour").firstKey();
        Target target = Target.row(RowText.parse(row), 7);
        Set<Object> touched = new HashSet<>();
        Set<Object> all = new HashSet<>();
        plan.read(
                plan.cut().spans(),
                (raw, decoded, booked) -> {
                    if (decoded instanceof io.haochaping.intake.Decoded.Received received) {
                        all.add(received.fact().key);
                        if (target.mayTouch(received.fact())) {
                            touched.add(received.fact().key);
                        }
                    }
                },
                null);
        assertThat(touched).hasSizeLessThan(all.size() / 10);
    }

    private static Lines find(String row, int most) throws Exception {
        return new FigureSearch(plan, plan.decisions(), plan.cut(), SILENT, Integer.MAX_VALUE)
                .find(Target.row(RowText.parse(row), 7), Metric.EVERY_FIGURE, most);
    }

    static Dimensions any() {
        return new Dimensions(null, null, null, null, null, null);
    }

    /** Rows of every kind, most of them hours, drawn by the seed; all equation rows. */
    private static SortedMap<String, String> sample(int most) {
        SortedMap<String, String> sample = new TreeMap<>(traffic.truth().rows("equation"));
        List<String> keys = new ArrayList<>(traffic.truth().rows().keySet());
        Collections.shuffle(keys, new Random(SEED));
        keys.stream()
                .limit(most)
                .forEach(key -> sample.put(key, traffic.truth().rows().get(key)));
        assertThat(sample.keySet().stream()
                        .map(key -> RowText.parse(key).kind())
                        .collect(Collectors.toSet()))
                .contains(RowKind.HOUR, RowKind.EQUATION, RowKind.TAG);
        return sample;
    }

    private static String text(SortedMap<String, Long> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(","));
    }

    private static String sorted(String figures) {
        return figures.lines()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .sorted(java.util.Comparator.comparing(figure -> figure.substring(0, figure.indexOf('='))))
                .collect(Collectors.joining(","));
    }
}
